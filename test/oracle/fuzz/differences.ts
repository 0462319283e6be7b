import type { Outcome, TemplateCase } from '../case';
import { CRASH } from '../go';

/** A way in which our answer differs from that of the Go that judges, on purpose: docs/templates.md tells of each by this name. */
export interface Difference {
  readonly name: string;
  readonly explains: (testCase: TemplateCase, go: Outcome, ours: Outcome) => boolean;
}

const LIMIT =
  /nested (deeper|more) than|at most \d+ are allowed|makes more than|takes longer than|output is longer than|exceeded maximum template depth|nested too deeply/;

const errorOf = ({ error }: Outcome): string => error ?? '';

function textOf({ output, output_base64, error }: Outcome): string {
  return output ?? error ?? Buffer.from(output_base64 ?? '', 'base64').toString('latin1');
}

function withoutAddresses(outcome: Outcome): string {
  return textOf(outcome).replace(/0x[0-9a-fA-F]+|[cC]000[0-9a-fA-F]{6}/g, '0x');
}

/** Ten kinds at most. */
export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'limits',
    explains: (_, __, ours) => LIMIT.test(errorOf(ours)),
  },
  {
    name: 'values that hold themselves',
    explains: (_, go) => go.error === CRASH.error,
  },
  {
    name: 'newer Go',
    explains: (_, go) => /: (range can't iterate over -?\d+|unexpected <with> in else)$/.test(errorOf(go)),
  },
  {
    name: 'addresses',
    explains: (_, go, ours) => withoutAddresses(go) === withoutAddresses(ours),
  },
  {
    name: 'the verb w with flags',
    explains: ({ template }, go, ours) =>
      /%[^a-z%]*w/.test(template) && [go, ours].every((outcome) => textOf(outcome).toLowerCase().includes('%!w(')),
  },
  {
    name: 'memory of lists',
    explains: ({ template }, go, ours) => isBeyondTheEnd(template, ours) || isOfASortedPlace(template, go, ours),
  },
];

function isBeyondTheEnd(template: string, ours: Outcome): boolean {
  return template.includes('lice') && errorOf(ours).endsWith('reflect.Value.Slice: slice index out of bounds');
}

function isOfASortedPlace(template: string, go: Outcome, ours: Outcome): boolean {
  return (
    template.includes('sortAlpha') &&
    /range|index/.test(template) &&
    [go, ours].every(({ error }) => error === undefined)
  );
}

export function differenceOf(testCase: TemplateCase, go: Outcome, ours: Outcome): Difference | undefined {
  return DIFFERENCES.find(({ explains }) => explains(testCase, go, ours));
}

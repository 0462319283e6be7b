import type { Statement } from '../../lib/statement';

/** What somebody wants to do, and to what. */
export interface Need {
  /** `sqs:SendMessage` */
  readonly action: string;
  /** An ARN; for what has none, such as a phone number, its name; `*` where the action is on nothing. */
  readonly resource: string;
  /** What else is known of the request, by condition key. */
  readonly context?: Readonly<Record<string, string>>;
}

export interface Verdict {
  readonly isAllowed: boolean;
  /** The statement that decided; absent if none speaks of it, which denies it. */
  readonly sid?: string;
}

/** What a role's policies say to a need: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function decide(statements: readonly Statement[], need: Need): Verdict {
  const speaking = statements.filter((statement) => speaksOf(statement, need));
  const denial = speaking.find(({ Effect }) => Effect === 'Deny');
  const deciding = denial ?? speaking[0];
  return { isAllowed: denial === undefined && speaking.length > 0, ...(deciding && { sid: deciding.Sid }) };
}

function speaksOf({ Action, Resource, Condition = {} }: Statement, { action, resource, context = {} }: Need): boolean {
  return (
    Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    [Resource].flat().some((pattern) => matchesArn(pattern, resource)) &&
    Object.entries(Condition).every(([operator, tests]) => holds(operator, tests, context))
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const OPERATORS: Readonly<Record<string, (expected: string, actual: string) => boolean>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringLike: matches,
  ArnEquals: matchesArn,
};

/** A key that the request does not have meets no condition. */
function holds(
  operator: string,
  tests: Readonly<Record<string, string>>,
  context: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(tests).every(([key, expected]) => {
    const actual = context[key];
    return actual !== undefined && OPERATORS[operator]?.(expected, actual) === true;
  });
}

/** `arn:partition:service:region:account:resource` */
const ARN_PARTS = 6;

/** A wildcard stays within its part of an ARN; only the last part's goes beyond a colon. */
function matchesArn(pattern: string, resource: string): boolean {
  if (pattern === '*') return true;
  const [patterns, parts] = [arnParts(pattern), arnParts(resource)];
  return patterns.length === parts.length && patterns.every((each, index) => matches(each, parts[index] as string));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [
    ...parts.slice(0, ARN_PARTS - 1),
    ...(parts.length < ARN_PARTS ? [] : [parts.slice(ARN_PARTS - 1).join(':')]),
  ];
}

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, TemplateCase } from './case';

export type CorpusCase = TemplateCase & Outcome;

export interface CorpusFile {
  readonly name: string;
  readonly cases: readonly CorpusCase[];
}

const folder = join(__dirname, '../fixtures/template');

/** Cases of what the reference is too old for have their outcome from the documentation. */
export function isJudgedByHand({ name }: CorpusFile): boolean {
  return name.startsWith('newer-');
}

export function readCorpus(): CorpusFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.json'.length),
      cases: JSON.parse(readFileSync(join(folder, file), 'utf8')) as CorpusCase[],
    }));
}

/** Writes a file, one case a line. */
export function writeCorpusFile({ name, cases }: CorpusFile): void {
  const lines = cases.map(
    ({ name, template, data, ory, headers, fixture, output, output_base64, error }) =>
      `  ${JSON.stringify({ name, template, data, ory, headers, fixture, output, output_base64, error })}`,
  );
  writeFileSync(join(folder, `${name}.json`), `[\n${lines.join(',\n')}\n]\n`);
}

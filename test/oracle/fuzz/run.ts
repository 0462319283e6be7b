/** `npm run fuzz:template`: puts random templates through Go's engine and ours, and tells where they part. */
import { parseArgs } from 'node:util';
import type { Outcome, TemplateCase } from '../case';
import { GoEngine } from '../go';
import { renderCase } from '../ours';
import { DIFFERENCES, differenceOf } from './differences';
import { generate } from './generate';

const BATCH = 500;
/** So many unexplained differences are shown in full. */
const SHOWN = 10;

interface Finding {
  readonly testCase: TemplateCase;
  readonly go: Outcome;
  readonly ours: Outcome;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, count: { type: 'string', default: '20000' }, all: { type: 'boolean' } },
  });
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const count = Number(values.count);
  console.log(`seed ${seed}: ${count} templates (again: npm run fuzz:template -- --seed ${seed} --count ${count})`);
  const go = new GoEngine();
  const tally = new Map<string, number>(DIFFERENCES.map(({ name }) => [name, 0]));
  const findings: Finding[] = [];
  let errors = 0;
  try {
    for (let first = 0; first < count; first += BATCH) {
      const cases = Array.from({ length: Math.min(BATCH, count - first) }, (_, at) => generate(seed, first + at));
      const outcomes = await go.render(cases);
      for (const [at, testCase] of cases.entries()) {
        const theirs = outcomes[at] as Outcome;
        const ours = renderOurs(testCase);
        if (theirs.error !== undefined) errors++;
        if (same(theirs, ours)) continue;
        const known = differenceOf(testCase, theirs, ours);
        if (known === undefined) findings.push({ testCase, go: theirs, ours });
        else tally.set(known.name, (tally.get(known.name) ?? 0) + 1);
      }
      if ((first / BATCH) % 8 === 7) console.log(`${first + cases.length} of ${count}, ${findings.length} unexplained`);
    }
  } finally {
    go.close();
  }
  for (const finding of findings.slice(0, values.all ? findings.length : SHOWN)) show(finding);
  console.log(`\n${count} templates, ${errors} of them errors in Go`);
  for (const [name, times] of tally) console.log(`${String(times).padStart(7)}  ${name}`);
  console.log(`${String(findings.length).padStart(7)}  unexplained`);
  return findings.length === 0;
}

/** A failure of ours that is no template's error is a defect, and shown as such. */
function renderOurs(testCase: TemplateCase): Outcome {
  try {
    return renderCase(testCase);
  } catch (error) {
    return { error: `defect: ${(error as Error).stack}` };
  }
}

function same(a: Outcome, b: Outcome): boolean {
  return a.output === b.output && a.output_base64 === b.output_base64 && a.error === b.error;
}

function show({ testCase, go, ours }: Finding): void {
  console.log(`\n${testCase.name}${testCase.ory === undefined ? '' : ` (${testCase.ory})`}`);
  console.log(`  template ${JSON.stringify(testCase.template)}`);
  console.log(`  data     ${JSON.stringify(testCase.data)}`);
  console.log(`  Go       ${JSON.stringify(go)}`);
  console.log(`  ours     ${JSON.stringify(ours)}`);
}

main()
  .then((equal) => {
    if (!equal) process.exitCode = 1;
  })
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPT = pathToFileURL(join(__dirname, '../../scripts/check-ory-rules.mjs')).href;

/** Runs the script's own check on this page and these tests. */
function problems(markdown: string, ...sources: string[]): string[] {
  const code = `import(${JSON.stringify(SCRIPT)}).then(({ problems }) => console.log(JSON.stringify(problems(${JSON.stringify(markdown)}, ${JSON.stringify(sources)}))))`;
  return JSON.parse(execFileSync(process.execPath, ['--eval', code], { encoding: 'utf8' }));
}

/** Not written out, so that the check does not take these for tests of rules. */
const ORY = '[ory';

const PAGE = '| # | Ory |\n|---|---|\n| 1.1 | a |\n| 1.2 | b |\n';

it('is content where each rule has a test', () => {
  expect(
    problems(PAGE, `it('${ORY} 1.1] a', () => {})`, `it.each([['x', (1)]])('${ORY} 1.2] b %s', () => {})`),
  ).toEqual([]);
});

it('names a rule without a test, and a test without a rule', () => {
  expect(problems(PAGE, `it('${ORY} 1.1] a', () => {})\n// ${ORY} 1.2]`, `it('${ORY} 9.9] z', () => {})`)).toEqual([
    `rule 1.2 of docs/ory-contract.md has no test: write it('${ORY} 1.2] …'`,
    'a test names rule 9.9, which docs/ory-contract.md does not have',
  ]);
});

it('is not content with an empty page or a rule that stands twice', () => {
  expect(problems('')).toEqual(['docs/ory-contract.md has no rules']);
  expect(problems(`${PAGE}| 1.1 | again |\n`, `it('${ORY} 1.1] a'`, `it('${ORY} 1.2] a'`)).toEqual([
    'rule 1.1 stands twice in docs/ory-contract.md',
  ]);
});

/** Fails if a rule of docs/ory-contract.md has no test, or a test names a rule that there is not. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Numbers in the first column of the page's tables. */
function rulesOf(markdown) {
  return [...markdown.matchAll(/^\| (\d+(?:\.\d+)+) \|/gm)].map(([, number]) => number);
}

/** Numbers that titles of tests begin with: `it('[ory 1.2.3] …'`. */
function testedRules(source) {
  return [...source.matchAll(/\bit(?:\.each\([\s\S]*?\))?\(\s*(["'`])\[ory (\d+(?:\.\d+)+)\]/g)].map(
    ([, , number]) => number,
  );
}

export function problems(markdown, sources) {
  const rules = rulesOf(markdown);
  const tested = new Set(sources.flatMap(testedRules));
  return [
    ...(rules.length === 0 ? ['docs/ory-contract.md has no rules'] : []),
    ...rules
      .filter((rule, index) => rules.indexOf(rule) !== index)
      .map((rule) => `rule ${rule} stands twice in docs/ory-contract.md`),
    ...rules
      .filter((rule) => !tested.has(rule))
      .map((rule) => `rule ${rule} of docs/ory-contract.md has no test: write it('[ory ${rule}] …'`),
    ...[...tested]
      .filter((rule) => !rules.includes(rule))
      .map((rule) => `a test names rule ${rule}, which docs/ory-contract.md does not have`),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const files = readdirSync(join(root, 'test'), { recursive: true }).filter((name) => name.endsWith('.test.ts'));
  const found = problems(
    readFileSync(join(root, 'docs/ory-contract.md'), 'utf8'),
    files.map((name) => readFileSync(join(root, 'test', name), 'utf8')),
  );
  for (const problem of found) console.error(problem);
  process.exitCode = found.length === 0 ? 0 : 1;
}

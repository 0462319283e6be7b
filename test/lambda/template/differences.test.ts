import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS, SHORT_CIRCUITS } from '../../../lambda/template/exec/functions';
import { readCorpus } from '../../oracle/corpus';
import { DIFFERENCES } from '../../oracle/fuzz/differences';

const page = readFileSync(join(__dirname, '../../../docs/templates.md'), 'utf8');
const [, section = ''] = page.split('## Where it differs from Go');
const documented = [...section.matchAll(/^\| (.+?) \|.*\|.*\|$/gm)].map(([, name]) => name).slice(1);

/** Those that the generator does not write templates for. */
const NOT_GENERATED = ['capitals in camelcase', 'order of keys', 'both names of a field', 'keys and certificates'];

describe('differences from Go', () => {
  it('are ten at most, each of them documented', () => {
    expect(documented.length).toBeLessThanOrEqual(10);
    expect([...DIFFERENCES.map(({ name }) => name), ...NOT_GENERATED].sort()).toEqual([...documented].sort());
  });

  it('explain no case of the corpus: Go judges it, and we agree', () => {
    const same = { output: 'a' };
    const other = { output: 'b' };
    const testCase = { name: 'x', template: '{{ .a }}' };
    expect(DIFFERENCES.filter(({ explains }) => explains(testCase, same, other))).toEqual([]);
    expect(DIFFERENCES.filter(({ explains }) => explains(testCase, { error: 'a' }, other))).toEqual([]);
  });
});

it('every function has cases in the corpus', () => {
  const templates = readCorpus()
    .flatMap(({ cases }) => cases.map(({ template }) => template))
    .join('\n');
  const names = [...FUNCTIONS.keys(), ...SHORT_CIRCUITS.keys()];
  const missing = names.filter((name) => !new RegExp(`\\b${name}\\b`).test(templates));
  expect(missing).toEqual([]);
});

import { readCorpus } from '../../oracle/corpus';
import { renderCase } from '../../oracle/ours';

/** Cases that we answer otherwise than Go, on purpose: see docs/templates.md. */
const DIFFERENT: Readonly<Record<string, ReturnType<typeof renderCase>>> = {
  // both names of a field
  'ory: login code: {{ .login_code }}': { output: '428193' },
};

const corpus = readCorpus();
const differencesMet = new Set<string>();

describe('templates, as Go renders them', () => {
  it('are 3,700 at least, each named once in its file', () => {
    expect(corpus.reduce((sum, { cases }) => sum + cases.length, 0)).toBeGreaterThanOrEqual(3_700);
    for (const { cases } of corpus) expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  describe.each(corpus)('$name', ({ name: file, cases }) => {
    it.each(cases)('$name', ({ output, output_base64, error, ...testCase }) => {
      const key = `${file}: ${testCase.name}`;
      const expected = {
        ...(output === undefined ? {} : { output }),
        ...(output_base64 === undefined ? {} : { output_base64 }),
        ...(error === undefined ? {} : { error }),
      };
      const different = DIFFERENT[key];
      if (different !== undefined) {
        differencesMet.add(key);
        expect(different).not.toEqual(expected);
      }
      expect(renderCase(testCase)).toEqual(different ?? expected);
    });
  });

  it('has all cases that are listed as different', () => {
    expect([...differencesMet].sort()).toEqual(Object.keys(DIFFERENT).sort());
  });
});

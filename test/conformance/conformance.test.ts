import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonnetError } from '../../lambda/jsonnet/error';
import { testJsonnet } from '../support/engine';
import { FAILURES, VALUES } from './expressions';
import { evaluateByReference, type Outcome } from './reference';

const engine = testJsonnet();

async function evaluateByEngine(expression: string): Promise<Outcome> {
  try {
    return { value: JSON.parse(await engine.evaluate(expression, { name: 'ctx', value: {} })) };
  } catch (error) {
    if (error instanceof JsonnetError) return 'fails';
    throw error;
  }
}

/** The expressions in the second column of the table of known differences. */
const DIFFERENT = Array.from(
  readFileSync(join(__dirname, '../../docs/jsonnet.md'), 'utf8')
    .split('## Known differences')[1]
    ?.matchAll(/^\| [^|]+ \| `([^`|]+)` +\|/gm) ?? [],
  ([, expression]) => expression as string,
);

const values = Object.values(VALUES).flat();

describe("the engine beside the reference, Debian's jsonnet", () => {
  let byReference: Map<string, Outcome>;

  beforeAll(async () => {
    const [some, ...alone] = await Promise.all([
      evaluateByReference(values),
      ...[...FAILURES, ...DIFFERENT].map(async (expression) => (await evaluateByReference([expression]))[0]),
    ]);
    const outcomes = [...(some as Outcome[]), ...(alone as Outcome[])];
    byReference = new Map(
      [...values, ...FAILURES, ...DIFFERENT].map((expression, i) => [expression, outcomes[i] as Outcome]),
    );
  }, 60_000);

  it('has 150 expressions at least, each once', () => {
    const all = [...values, ...FAILURES, ...DIFFERENT];
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(150);
  });

  describe.each(Object.entries(VALUES))('%s', (_, expressions) => {
    it.each(expressions)('%j', async (expression) => {
      const expected = byReference.get(expression);
      expect(expected).not.toBe('fails');
      expect(await evaluateByEngine(expression)).toEqual(expected);
    });
  });

  describe('failures', () => {
    it.each(FAILURES)('%j', async (expression) => {
      expect(byReference.get(expression)).toBe('fails');
      expect(await evaluateByEngine(expression)).toBe('fails');
    });
  });

  describe('known differences, of docs/jsonnet.md: no longer one of them? Then take it off the list', () => {
    it.each(DIFFERENT)('%j', async (expression) => {
      expect(await evaluateByEngine(expression)).not.toEqual(byReference.get(expression));
    });
  });
});

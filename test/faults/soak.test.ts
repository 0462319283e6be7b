import type { Fault } from '../../lib/providers/emulator-base';
import { messages, synthesize, withRun } from './support/run';
import { randomNumbers, report, scaled } from './support/scale';

const SEED = Number(process.env['SEED'] ?? Date.now() % 100_000);
const PROVIDERS = ['a', 'b', 'c'];
const DRAIN_MS = scaled(240_000, 3_000_000);

/** One request in a hundred meets one of these. */
const FAULTS: readonly Fault[] = [
  { kind: 'lost_response' },
  { kind: 'cut_off' },
  { kind: 'throttled', retryAfterSeconds: 2 },
  { kind: 'error', code: '503' },
  { kind: 'error', code: '4' },
  { kind: 'slow', delayMs: 1_000 },
];

test(`T17: a soak over three providers of which one request in a hundred goes wrong (seed ${SEED})`, async () => {
  const random = randomNumbers(SEED);
  const sent = messages(scaled(2_000, 100_000));
  const routes = [{ countries: ['*'], providers: { a: 50, b: 30, c: 20 } }];
  await withRun(synthesize(PROVIDERS, { routes }), PROVIDERS, { emulatorLatencyMs: 20 }, async (run) => {
    let injected = 0;
    for (const id of PROVIDERS)
      await run.courier.setFault(id, () => {
        if (random() >= 0.01) return undefined;
        injected += 1;
        return FAULTS[Math.floor(random() * FAULTS.length)];
      });
    await run.enqueue(sent);
    await run.drained(DRAIN_MS);

    const { lost, duplicates } = run.tally(sent);
    const ambiguous = run.logged({ event: 'attempt', outcome: 'ambiguous' }).length;
    const shares = PROVIDERS.map((id) => run.logged({ event: 'attempt', provider: id }).length).join(' / ');
    report('T17', {
      messages: sent.length,
      faults: injected,
      lost,
      duplicates,
      ambiguous,
      'requests a / b / c': shares,
    });
    expect(lost).toBe(0);
    expect(injected).toBeGreaterThan(0);
    expect(duplicates).toBeLessThanOrEqual(ambiguous);
    expect(await run.states()).toEqual({ sent: sent.length });
    expect(await run.courier.deadLetters()).toEqual([]);
  });
});

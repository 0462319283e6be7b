import { messages, sleep, synthesize, withRun } from './support/run';
import { randomNumbers, report, scaled } from './support/scale';

const SEED = Number(process.env['SEED'] ?? Date.now() % 100_000);
const LATENCY_MS = 100;
/** A message that was held by a killed courier is free again 20 s later at most; some are held several times. */
const DRAIN_MS = 240_000;

const synthesized = synthesize(['a']);

test(`T1: kill -9 at random points (seed ${SEED}): no message is lost, none is sent twice but after a request whose outcome nobody knows`, async () => {
  const random = randomNumbers(SEED);
  const sent = messages(scaled(1_000, 10_000));
  await withRun(synthesized, ['a'], { emulatorLatencyMs: () => LATENCY_MS * 2 * random() }, async (run) => {
    let kills = 0;
    await run.enqueue(sent);
    // not to the end, so that the last of them are worked on undisturbed
    while (run.arrivals().size < sent.length * 0.9) {
      await sleep(300 + 700 * random());
      const pids = run.courier.environmentProcessIds();
      const victim = pids[Math.floor(random() * pids.length)];
      if (victim === undefined) continue;
      process.kill(victim, 'SIGKILL');
      kills += 1;
    }
    await run.drained(DRAIN_MS);

    const { lost, duplicates } = run.tally(sent);
    const unknown = run.logged({ event: 'attempt', code: 'crashed' }).length;
    report('T1', { messages: sent.length, kills, lost, duplicates, 'begun without an outcome': unknown });
    expect(kills).toBeGreaterThan(3);
    expect(lost).toBe(0);
    expect(duplicates).toBeLessThanOrEqual(unknown);
    expect(await run.states()).toEqual({ sent: sent.length });
    expect(await run.courier.deadLetters()).toEqual([]);
  });
});

test('T2: killed after the provider has accepted and before it has answered: no message is lost, and each doubled one is logged as ambiguous', async () => {
  const sent = messages(scaled(120, 1_000));
  const KILLS = scaled(4, 20);
  await withRun(synthesized, ['a'], { emulatorLatencyMs: LATENCY_MS }, async (run) => {
    let kills = 0;
    const step = Math.floor(sent.length / (KILLS + 1));
    run.courier.events.on('request', () => {
      if (kills >= KILLS || run.requests.length < step * (kills + 1)) return;
      kills += 1;
      // the provider has it, and its answer is on the way
      run.courier.killEnvironments();
    });
    await run.enqueue(sent);
    await run.drained(DRAIN_MS);

    const { lost, duplicates } = run.tally(sent);
    const ambiguous = run.logged({ event: 'attempt', outcome: 'ambiguous', code: 'crashed' });
    const doubled = [...run.arrivals()].filter(([, count]) => count > 1).map(([id]) => id);
    report('T2', { messages: sent.length, kills, lost, duplicates, 'begun without an outcome': ambiguous.length });
    expect(kills).toBe(KILLS);
    expect(lost).toBe(0);
    expect(duplicates).toBeGreaterThan(0);
    expect(duplicates).toBeLessThanOrEqual(ambiguous.length);
    expect(doubled.filter((id) => !ambiguous.some((line) => line['message_id'] === id))).toEqual([]);
    expect(await run.states()).toEqual({ sent: sent.length });
  });
});

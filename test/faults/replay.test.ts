import { operatorEnvironment, start } from '../commands/support';
import { eventually } from '../local/support';
import { messages, sleep, synthesize, withRun } from './support/run';
import { report, scaled } from './support/scale';

const DRAIN_MS = 300_000;
/** How long the half that is to expire lives: long enough to become a dead letter first, on a slow machine too. */
const LIFE_MS = scaled(45_000, 240_000);

test('T10: of dead letters of which half have expired, a replay brings the other half, once each', async () => {
  const bornAt = Date.now();
  const isShort = (index: number) => index % 2 === 0;
  const sent = messages(scaled(200, 1_000), (index) => ({
    expires_at: new Date(bornAt + (isShort(index) ? LIFE_MS : 86_400_000)).toISOString(),
  }));
  await withRun(synthesize(['a']), ['a'], {}, async (run) => {
    await run.courier.setFault('a', { kind: 'error', code: '400' });
    await run.enqueue(sent);
    await eventually(
      async () => (await run.courier.deadLetters()).length === sent.length,
      'all are dead letters',
      LIFE_MS,
    );
    await run.courier.setFault('a');
    await sleep(Math.max(0, bornAt + LIFE_MS - Date.now()));
    const args = ['dead-letters', 'replay', '--function', run.courier.functionName, '--json'];
    const replayed = await start(args, operatorEnvironment(run.courier)).finished;
    await run.drained(DRAIN_MS);

    const arrived = run.arrivals();
    const fresh = sent.filter((_, index) => !isShort(index));
    const stale = sent.filter((_, index) => isShort(index));
    const counts = JSON.parse(replayed.stdout);
    report('T10', { messages: sent.length, ...run.tally(fresh), ...counts });
    expect(run.tally(fresh)).toEqual({ lost: 0, duplicates: 0 });
    expect(stale.filter(({ id }) => arrived.has(id))).toEqual([]);
    expect(counts).toMatchObject({ replayed: fresh.length, expired: stale.length });
  });
});

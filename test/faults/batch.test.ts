import { messages, synthesize, withRun } from './support/run';
import { report, scaled } from './support/scale';

const DRAIN_MS = 600_000;

test('T8: nine good messages and a bad one in every batch: the good arrive once, the bad are dead after one attempt', async () => {
  const sent = messages(scaled(1_000, 10_000), (index) =>
    index % 10 === 0 ? { template_data: { poison: true } } : {},
  );
  const isBad = ({ template_data }: (typeof sent)[number]) => template_data !== undefined;
  const good = sent.filter((message) => !isBad(message));
  const bad = sent.filter(isBad);
  const synthesized = synthesize(['a'], { templates: { poisoned: 'x' } });
  await withRun(synthesized, ['a'], {}, async (run) => {
    await run.courier.setFault('a', ({ body }) =>
      bad.some(({ id }) => body.includes(`"${id}"`)) ? { kind: 'error', code: '400' } : undefined,
    );
    await run.enqueue(sent);
    await run.drained(DRAIN_MS);

    const deadLetters = await run.courier.deadLetters();
    const attempts = run.logged({ event: 'attempt', outcome: 'bad_request' }).length;
    report('T8', { messages: sent.length, ...run.tally(good), 'dead letters': deadLetters.length, attempts });
    expect(run.tally(good)).toEqual({ lost: 0, duplicates: 0 });
    expect(deadLetters.map(({ attributes }) => attributes['message_id']).sort()).toEqual(
      bad.map(({ id }) => id).sort(),
    );
    expect(attempts).toBe(bad.length);
    expect(await run.states()).toEqual({ sent: good.length, failed: bad.length });
  });
});

test('T9: the same message three times at once, by queue and by invoke, rings once', async () => {
  const sent = messages(scaled(100, 1_000));
  await withRun(synthesize(['a']), ['a'], { emulatorLatencyMs: 20 }, async (run) => {
    await Promise.all([
      run.enqueue(sent),
      run.enqueue(sent),
      run.enqueue([...sent].reverse()),
      ...sent.slice(0, 20).map((message) => run.courier.invoke({ ...message, id: `i-${message.id}` })),
      ...sent.slice(0, 20).map((message) => run.courier.invoke({ ...message, id: `i-${message.id}` })),
    ]);
    await run.drained(DRAIN_MS);

    const rings = [...run.arrivals().values()];
    const duplicates = run.logged({ event: 'message', duplicate: true }).length;
    report('T9', {
      messages: sent.length + 20,
      rings: rings.length,
      'rang twice': rings.filter((n) => n > 1).length,
      duplicates,
    });
    expect(rings.length).toBe(sent.length + 20);
    expect(rings.filter((count) => count !== 1)).toEqual([]);
    expect(await run.states()).toEqual({ sent: sent.length + 20 });
  });
});

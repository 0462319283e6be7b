import { eventually } from '../local/support';
import { messages, synthesize, withRun } from './support/run';
import { report, scaled } from './support/scale';

const KILLS = scaled(3, 10);
const FIRST_COPY_MS = 60_000;

test('T18: killed time and again while it redacts dead letters: none is lost, and in the end none has a code', async () => {
  const expired = messages(scaled(300, 3_000), () => ({ expires_at: '2026-01-01T00:00:00Z' }));
  await withRun(synthesize(['a']), ['a'], {}, async (run) => {
    await run.enqueue(expired, run.courier.deadLetterQueueUrl);
    const look = async () => {
      const letters = await run.courier.deadLetters();
      const copies = letters.filter(({ attributes }) => 'redacted_at' in attributes);
      return {
        copies: copies.length,
        redacted: new Set(copies.map(({ attributes }) => attributes['message_id'])),
        whole: new Set(letters.filter((each) => !copies.includes(each)).map(({ body }) => JSON.parse(body).id)),
      };
    };
    let kills = 0;
    let now = await look();
    while (now.whole.size > 0) {
      const before = now.copies;
      const invoked = run.courier.invoke({ action: 'redact' });
      if (kills < KILLS) {
        const begun = eventually(async () => (await look()).copies > before, 'a copy is sent', FIRST_COPY_MS);
        // what an earlier one held shows again within its invocation's time: until then there may be nothing to do
        await Promise.race([begun.catch(() => {}), invoked]);
        run.courier.killEnvironments();
        if ('error' in (await invoked)) kills += 1;
      }
      await invoked;
      now = await look();
      expect(expired.filter(({ id }) => !now.whole.has(id) && !now.redacted.has(id))).toEqual([]);
    }
    report('T18', { letters: expired.length, kills, 'copied twice': now.copies - now.redacted.size });
    expect(kills).toBeGreaterThan(0);
    expect(now.redacted.size).toBe(expired.length);
    expect(JSON.stringify(await run.courier.deadLetters())).not.toContain('your code is');
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { readStack } from '../../local/stack';
import type { Synthesized } from '../local/synth';
import { messages, sleep, synthesize, withRun } from './support/run';
import { report, scaled } from './support/scale';

const DRAIN_MS = 180_000;

/** The function as a later release would be: other code, and a field in its configuration that this one does not know. */
function asNextRelease(synthesized: Synthesized): Synthesized {
  const { zipFile } = readStack(synthesized.stackDirectory).function;
  const files = unzipSync(readFileSync(zipFile));
  const text = (name: string) => strFromU8(files[name] as Uint8Array);
  files['index.js'] = strToU8(`${text('index.js')}\n// the next release\n`);
  files['courier.json'] = strToU8(JSON.stringify({ ...JSON.parse(text('courier.json')), next: { field: 1 } }));
  writeFileSync(zipFile, zipSync(files));
  return synthesized;
}

test('messages that were queued under one release and configuration are delivered under the next, and back again', async () => {
  const forth = messages(scaled(100, 1_000));
  const back = messages(scaled(100, 1_000), (index) => ({ id: `b-${index}`, v: 1, locale: 'de' }));
  const through = (id: string) => ({ routes: [{ countries: ['*'], providers: [id] }] });
  const older = synthesize(['a', 'b'], through('a'));
  const changes = { ...through('b'), templates: { login_code: 'x' }, delivery: { maxAttempts: 20 } };
  const newer = asNextRelease(synthesize(['a', 'b'], changes));
  await withRun(older, ['a', 'b'], {}, async (run) => {
    await run.courier.setFault('a', { kind: 'down' });
    await run.enqueue(forth);
    await sleep(3_000);
    expect(run.arrivals().size).toBe(0);
    await run.courier.redeploy(newer.stackDirectory);
    await run.drained(DRAIN_MS);
    const upgraded = run.tally(forth);

    await run.courier.setFault('a');
    await run.courier.setFault('b', { kind: 'down' });
    await run.enqueue(back);
    await sleep(3_000);
    await run.courier.redeploy(older.stackDirectory);
    await run.drained(DRAIN_MS);

    const { lost, duplicates } = run.tally([...forth, ...back]);
    const configurations = new Set(run.logged({ event: 'message', state: 'sent' }).map(({ config }) => config));
    report('upgrade', { messages: forth.length + back.length, lost, duplicates, configurations: configurations.size });
    expect(upgraded).toEqual({ lost: 0, duplicates: 0 });
    expect({ lost, duplicates }).toEqual({ lost: 0, duplicates: 0 });
    expect(configurations.size).toBe(2);
    expect(await run.states()).toEqual({ sent: forth.length + back.length });
    expect(await run.courier.deadLetters()).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { JsonnetError } from '../../../lambda/jsonnet/error';
import { limit, timed, workerJsonnet } from './worker-support';

const LOOP = 'std.foldl(function(sum, i) sum + i, std.range(1, 1e9), 0)';
const FAULTY_WORKER = join(__dirname, 'faulty-worker.cjs');
const OUT_OF_TIME = limit('it did not end within 1 s');

const jsonnet = workerJsonnet();
// the worker starts before the first test measures anything
beforeAll(() => timed(jsonnet, '1'));
afterEach(() => jest.restoreAllMocks());

describe('an evaluation in the worker', () => {
  it('gives the text', async () => {
    expect(await timed(jsonnet, 'function(ctx) { To: ctx.to }', { to: '+49' })).toMatchObject({ value: { To: '+49' } });
  });

  it('gives typed errors with their place in the snippet', async () => {
    const { error } = await timed(jsonnet, 'function(ctx)\n  error ctx.why', { why: 'no such country' });
    expect(error).toBeInstanceOf(JsonnetError);
    expect(error).toMatchObject({ kind: 'runtime', reason: 'no such country', line: 2, column: 3 });
  });

  it('is refused before it crosses, where its argument is too large', async () => {
    const posts = jest.spyOn(Worker.prototype, 'postMessage');
    const { error } = await timed(jsonnet, '1', 'x'.repeat(262_144));
    expect(error).toEqual(limit('ctx has 262146 bytes: 262144 at most'));
    expect(posts).not.toHaveBeenCalled();
  });
});

describe('the time limit', () => {
  it('ends an evaluation after 1 s', async () => {
    const { error, milliseconds } = await timed(jsonnet, LOOP);
    expect(error).toEqual(OUT_OF_TIME);
    expect(milliseconds).toBeGreaterThan(990);
  });

  it('leaves those before it and behind it unharmed, in and after its batch', async () => {
    const batch = ['1', LOOP, '2', '3'].map((snippet) => timed(jsonnet, snippet));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const [first, bomb, ...rest] = await Promise.all([...batch, timed(jsonnet, '4')]);
    expect(first).toMatchObject({ value: 1 });
    expect(first?.milliseconds).toBeLessThan(bomb?.milliseconds ?? 0);
    expect(bomb?.error).toEqual(OUT_OF_TIME);
    expect(rest.map(({ value }) => value)).toEqual([2, 3, 4]);
  });

  it('counts from the start of an evaluation, not from the message', async () => {
    const faulty = workerJsonnet(FAULTY_WORKER);
    const batch = await Promise.all(['sleep600', 'sleep600', 'sleep600'].map((name) => timed(faulty, `'${name}'`)));
    expect(batch.map(({ value }) => value)).toEqual(['sleep600', 'sleep600', 'sleep600']);
    expect(batch[2]?.milliseconds).toBeGreaterThan(1_800);
  });

  it('does not end a worker whose results a busy main thread has not read yet', async () => {
    const terminate = jest.spyOn(Worker.prototype, 'terminate');
    const evaluation = timed(jsonnet, '5');
    await new Promise((resolve) => setImmediate(resolve));
    const until = performance.now() + 1_200;
    while (performance.now() < until);
    expect(await evaluation).toMatchObject({ value: 5 });
    expect(terminate).not.toHaveBeenCalled();
  });
});

describe('crossing to the worker', () => {
  it('takes one message for all evaluations of one turn of the event loop, however deep their promises are', async () => {
    const posts = jest.spyOn(Worker.prototype, 'postMessage');
    const late = Promise.resolve()
      .then(() => {})
      .then(() => timed(jsonnet, '10'));
    const values = await Promise.all([...Array.from({ length: 9 }, (_, i) => timed(jsonnet, `${i + 1}`)), late]);
    expect(values.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(posts).toHaveBeenCalledTimes(1);
  });
});

describe('a worker that dies by itself', () => {
  it('by exit fails the running evaluation as a limit; the rest goes on', async () => {
    const faulty = workerJsonnet(FAULTY_WORKER);
    const [first, culprit, ...rest] = await Promise.all(
      ['1', "'exit'", '2', '3'].map((snippet) => timed(faulty, snippet)),
    );
    expect(first).toMatchObject({ value: 1 });
    expect(culprit?.error).toEqual(limit(/^it ended its worker: /));
    expect(rest.map(({ value }) => value)).toEqual([2, 3]);
  });

  it('before it begins fails what waits, as no fault of the snippet; the next evaluation tries again', async () => {
    const missing = workerJsonnet(join(__dirname, 'no-such-worker.js'));
    for (let round = 1; round <= 2; round++) {
      const endings = await Promise.all([timed(missing, '1'), timed(missing, '2')]);
      for (const { error } of endings) {
        expect(error).toMatchObject({
          message: expect.stringContaining('the Jsonnet worker does not start: Cannot find'),
        });
        expect(error).not.toBeInstanceOf(JsonnetError);
      }
    }
  });
});

describe('an idle worker', () => {
  it.each([
    ['that has evaluated', "'done'", '"done"'],
    ['that took the place of one that was ended', LOOP, 'it did not end within 1 s'],
    ['that was given nothing', '', ''],
  ])('%s does not keep the process alive', (_, snippet, output) => {
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'ends-by-itself.ts'), snippet],
      { encoding: 'utf8', timeout: 10_000 },
    );
    expect({ stdout, status }).toEqual({ stdout: output, status: 0 });
  });
});

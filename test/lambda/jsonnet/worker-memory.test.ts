import { join } from 'node:path';
import { limit, timed, workerJsonnet } from './worker-support';

// on a loaded machine memory is not full within a second
jest.mock('../../../lambda/jsonnet/limits', () => ({
  ...jest.requireActual('../../../lambda/jsonnet/limits'),
  TIME_LIMIT_MS: 20_000,
}));

it('a worker whose memory is full fails the running evaluation as a limit; the rest goes on', async () => {
  const faulty = workerJsonnet(join(__dirname, 'faulty-worker.cjs'));
  const [first, culprit, ...rest] = await Promise.all(
    ['1', "'fill'", '2', '3'].map((snippet) => timed(faulty, snippet)),
  );
  expect(first).toMatchObject({ value: 1 });
  expect(culprit?.error).toEqual(limit(/^it ended its worker: .*memory limit/));
  expect(rest.map(({ value }) => value)).toEqual([2, 3]);
});

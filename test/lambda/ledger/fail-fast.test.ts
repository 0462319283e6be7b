import { ConditionFailed, type Table } from '../../../lambda/aws/dynamodb';
import { AwsError } from '../../../lambda/aws/signed-call';
import { failFast } from '../../../lambda/ledger/fail-fast';

const KEY = { pk: 'x' };
let now: number;
let calls: number;
let answer: () => Promise<undefined>;
let table: Table;

beforeEach(() => {
  now = 0;
  calls = 0;
  answer = async () => undefined;
  const call = () => {
    calls += 1;
    return answer();
  };
  table = failFast({ get: call, update: call, query: async () => [] }, () => now);
});

const down = async () => {
  throw new Error('timed out');
};

it('a table that did not answer is not asked again for four seconds, by whatever call', async () => {
  answer = down;
  await expect(table.get(KEY)).rejects.toThrow('timed out');
  await expect(table.update({ key: KEY, update: '' })).rejects.toThrow('timed out');
  now = 3_999;
  await expect(table.get(KEY)).rejects.toThrow('timed out');
  expect(calls).toBe(1);
  now = 4_000;
  answer = async () => undefined;
  expect(await table.get(KEY)).toBeUndefined();
  expect(await table.get(KEY)).toBeUndefined();
  expect(calls).toBe(3);
});

it('a condition that is not met is an answer', async () => {
  answer = async () => {
    throw new ConditionFailed();
  };
  await expect(table.update({ key: KEY, update: '' })).rejects.toThrow(ConditionFailed);
  answer = async () => undefined;
  expect(await table.get(KEY)).toBeUndefined();
});

it.each([
  ['refused, which costs no time and tells nothing of the others', 400, true],
  ['failed by a fault of the service', 503, false],
])('a call that is %s', async (_, status, goesOn) => {
  answer = async () => {
    throw new AwsError('ValidationException', status);
  };
  await expect(table.get(KEY)).rejects.toThrow(AwsError);
  answer = async () => undefined;
  const next = table.get(KEY);
  if (goesOn) expect(await next).toBeUndefined();
  else await expect(next).rejects.toThrow('ValidationException (HTTP 503)');
});

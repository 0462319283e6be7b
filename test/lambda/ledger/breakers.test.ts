import type { Table } from '../../../lambda/aws/dynamodb';
import { Breakers, OPEN_MS } from '../../../lambda/ledger/breakers';
import { startTable, type TestTable } from '../../support/dynamodb';

let server: TestTable;
let now = 1_000_000;
let count = 0;
let changes: string[] = [];

beforeAll(async () => {
  server = await startTable();
});
afterAll(() => server.close());
beforeEach(() => {
  now = 1_000_000;
  changes = [];
});

/** Environments of one courier whose first provider has a name of its own. */
function environments(): { first: Breakers; second: Breakers; provider: string } {
  const provider = `provider-${++count}`;
  const create = () =>
    new Breakers(
      server.table,
      [provider, 'other'],
      () => now,
      (id, state) => changes.push(`${id} ${state}`),
    );
  return { first: create(), second: create(), provider };
}

async function failTimes(breakers: Breakers, provider: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await breakers.failed(provider);
}

it('opens after five failures in a row, for all environments', async () => {
  const { first, second, provider } = environments();
  await first.refresh();
  await failTimes(first, provider, 4);
  expect(await first.state(provider)).toBe('closed');
  await first.failed(provider);
  expect(await first.state(provider)).toBe('open');
  expect(changes).toEqual([`${provider} open`]);
  await second.refresh();
  expect(await second.state(provider)).toBe('open');
});

it('stays closed while answers come in between, or long after one another', async () => {
  const { first, provider } = environments();
  await failTimes(first, provider, 4);
  await first.succeeded(provider);
  await failTimes(first, provider, 4);
  now += 60_001;
  await first.failed(provider);
  expect(await first.state(provider)).toBe('closed');
});

it('lets one message of one environment probe at a time', async () => {
  const { first, second, provider } = environments();
  await failTimes(first, provider, 5);
  now += OPEN_MS;
  await second.refresh();
  expect([await first.state(provider), await second.state(provider), await first.state(provider)]).toEqual([
    'probe',
    'open',
    'open',
  ]);
  // whoever probed has crashed
  now += 15_000;
  expect(await second.state(provider)).toBe('probe');
});

it('closes for all once a probe succeeds', async () => {
  const { first, second, provider } = environments();
  await failTimes(first, provider, 5);
  now += OPEN_MS;
  await second.refresh();
  expect(await second.state(provider)).toBe('probe');
  await second.succeeded(provider);
  expect(changes).toEqual([`${provider} open`, `${provider} closed`]);
  await first.refresh();
  expect(await first.state(provider)).toBe('closed');
});

it('opens anew when the probe fails, without a second alarm', async () => {
  const { first, provider } = environments();
  await failTimes(first, provider, 5);
  now += OPEN_MS;
  expect(await first.state(provider)).toBe('probe');
  await first.failed(provider);
  expect(await first.state(provider)).toBe('open');
  now += OPEN_MS - 1;
  expect(await first.state(provider)).toBe('open');
  now += 1;
  expect(await first.state(provider)).toBe('probe');
  expect(changes).toEqual([`${provider} open`]);
});

it('is believed for two seconds before it is read again', async () => {
  const { first, second, provider } = environments();
  await second.refresh();
  await failTimes(first, provider, 5);
  now += 1_999;
  await second.refresh();
  expect(second.isOpen(provider)).toBe(false);
  now += 1;
  await second.refresh();
  expect(second.isOpen(provider)).toBe(true);
});

it('counts as closed while the ledger cannot be reached', async () => {
  const refuse = async () => {
    throw new Error('down');
  };
  const table: Table = { get: refuse, update: refuse, query: refuse };
  const breakers = new Breakers(
    table,
    ['a', 'b'],
    () => now,
    () => {},
  );
  await breakers.refresh();
  expect(await breakers.state('a')).toBe('closed');
  await failTimes(breakers, 'a', 5);
  expect(await breakers.state('a')).toBe('open');
});

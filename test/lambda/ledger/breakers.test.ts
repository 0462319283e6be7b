import type { Row, Table, Update } from '../../../lambda/aws/dynamodb';
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

function environment(provider: string, table: Table = server.table): Breakers {
  return new Breakers(
    table,
    [provider, 'other'],
    () => now,
    (id, state) => changes.push(`${id} ${state}`),
  );
}

/** Environments of one courier whose first provider has a name of its own. */
function environments(): { first: Breakers; second: Breakers; provider: string } {
  const provider = `provider-${++count}`;
  return { first: environment(provider), second: environment(provider), provider };
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

it('asks for the probe once a second at most', async () => {
  const { first, second, provider } = environments();
  let writes = 0;
  const update = (change: Update) => {
    writes += 1;
    return server.table.update(change);
  };
  const counted = environment(provider, { ...server.table, update });
  await failTimes(first, provider, 5);
  await Promise.all([second.refresh(), counted.refresh()]);
  now += OPEN_MS;
  const states = (breakers: Breakers) => Promise.all([1, 2, 3].map(() => breakers.state(provider)));
  expect(await states(second)).toEqual(['probe', 'open', 'open']);
  for (let time = 0; time < 4; time++, now += 500) expect(await states(counted)).toEqual(['open', 'open', 'open']);
  expect(writes).toBe(2);
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

it('opens anew when the probe fails, and says so, without which the alarm would end', async () => {
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
  expect(changes).toEqual([`${provider} open`, `${provider} open`]);
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

it('is read once for all messages of a batch, and none goes ahead before', async () => {
  const { first, provider } = environments();
  await failTimes(first, provider, 5);
  let reads = 0;
  const get = (key: Row) => {
    reads += 1;
    return server.table.get(key);
  };
  const other = environment(provider, { ...server.table, get });
  const message = async () => {
    await other.refresh();
    return other.state(provider);
  };
  expect(await Promise.all([message(), message(), message()])).toEqual(['open', 'open', 'open']);
  expect(reads).toBe(2);
});

describe('failures of several environments', () => {
  it('add up to a run that opens the breaker, of which one environment tells', async () => {
    const { first, second, provider } = environments();
    const others = [environment(provider), environment(provider), environment(provider)];
    for (const each of [first, second, ...others]) {
      expect(each.isOpen(provider)).toBe(false);
      await each.failed(provider);
      now += 10_000;
    }
    expect(changes).toEqual([`${provider} open`]);
    expect(others.map((each) => each.isOpen(provider))).toEqual([false, false, true]);
    await first.refresh();
    expect(await first.state(provider)).toBe('open');
    // one that has not read yet finds out for itself
    await failTimes(second, provider, 4);
    expect(second.isOpen(provider)).toBe(true);
    expect(changes).toEqual([`${provider} open`]);
  });

  it('are told at most once a second by each, and then all of them', async () => {
    const { first, second, provider } = environments();
    let writes = 0;
    const update = (change: Update) => {
      writes += 1;
      return server.table.update(change);
    };
    const counted = environment(provider, { ...server.table, update });
    await second.failed(provider);
    await failTimes(counted, provider, 3);
    now += 999;
    expect(writes).toBe(1);
    await first.failed(provider);
    now += 1;
    // 1 + 1 told before, 2 untold and this one
    await counted.failed(provider);
    expect(writes).toBe(3);
    expect(counted.isOpen(provider)).toBe(true);
  });

  it('make no run where the provider has worked in between for one that fails', async () => {
    const { first, second, provider } = environments();
    for (let time = 0; time < 4; time++, now += 1_000) await first.failed(provider);
    await second.succeeded(provider);
    now += 1_000;
    await second.failed(provider);
    expect(second.isOpen(provider)).toBe(false);
    for (let time = 0; time < 3; time++, now += 1_000) await environment(provider).failed(provider);
    expect(changes).toEqual([]);
    await environment(provider).failed(provider);
    expect(changes).toEqual([`${provider} open`]);
  });

  it('make no run where none has failed for a minute', async () => {
    const { first, second, provider } = environments();
    for (let time = 0; time < 4; time++, now += 1_000) await first.failed(provider);
    now += 59_001;
    await second.failed(provider);
    expect(second.isOpen(provider)).toBe(false);
  });

  it('count anew once a probe has closed the breaker', async () => {
    const { first, second, provider } = environments();
    for (let time = 0; time < 5; time++, now += 1_000) await first.failed(provider);
    await first.succeeded(provider);
    now += 1;
    await second.failed(provider);
    expect(second.isOpen(provider)).toBe(false);
  });
});

it('does not open by one failure in an environment that saw it fail before another one has closed it', async () => {
  const { first, second, provider } = environments();
  await failTimes(first, provider, 5);
  now += OPEN_MS;
  await second.refresh();
  expect(await second.state(provider)).toBe('probe');
  await second.succeeded(provider);
  await first.refresh();
  await first.failed(provider);
  expect(first.isOpen(provider)).toBe(false);
  expect(changes).toEqual([`${provider} open`, `${provider} closed`]);
});

describe('while the ledger cannot be reached', () => {
  const refuse = async () => {
    throw new Error('down');
  };
  const down: Table = { get: refuse, update: refuse, query: refuse };

  it('counts as closed until this environment finds out otherwise', async () => {
    const breakers = environment('a', down);
    await breakers.refresh();
    expect(await breakers.state('a')).toBe('closed');
    await failTimes(breakers, 'a', 5);
    expect(await breakers.state('a')).toBe('open');
    expect(changes).toEqual(['a open']);
  });

  it('stays as this environment found it', async () => {
    const breakers = environment('a', down);
    await failTimes(breakers, 'a', 5);
    now += 2_000;
    await breakers.refresh();
    expect(await breakers.state('a')).toBe('open');
    now += OPEN_MS;
    expect(await breakers.state('a')).toBe('closed');
  });
});

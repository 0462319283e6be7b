import type { SecretUnavailable } from '../../lambda/secrets/placeholder';
import { SecretStore } from '../../lambda/secrets/store';

const MINUTE = 60_000;

/** A store over parameters that the test changes, with a clock that the test moves. */
function setUp(parameters: Record<string, string>) {
  const world = { now: 0, reads: 0, down: false };
  const store = new SecretStore(
    ['/a', '/b'],
    async (names) => {
      world.reads++;
      if (world.down) throw Object.assign(new Error('secret detail'), { name: 'TimeoutError' });
      return new Map(names.flatMap((name) => (parameters[name] === undefined ? [] : [[name, parameters[name]]])));
    },
    () => world.now,
  );
  return { store, world, parameters };
}

function problem(store: SecretStore, name: string): SecretUnavailable {
  try {
    store.get(name);
  } catch (error) {
    return error as SecretUnavailable;
  }
  throw new Error('it has a value');
}

it('reads all secrets in one request, however many messages ask at once', async () => {
  const { store, world } = setUp({ '/a': '1', '/b': '2' });
  await Promise.all([store.load(), store.load(), store.load()]);
  expect([store.get('/a'), store.get('/b'), world.reads]).toEqual(['1', '2', 1]);
});

it.each(['', ' ', '\n'])('takes an empty value, %j, for none: a credential is never empty', async (value) => {
  const { store, parameters } = setUp({ '/a': value, '/b': '2' });
  await store.load();
  expect(store.peek('/a')).toBeUndefined();
  expect(problem(store, '/a')).toMatchObject({ problem: 'missing' });
  parameters['/a'] = '1';
  await store.refresh();
  expect(store.get('/a')).toBe('1');
});

it('keeps values for five minutes', async () => {
  const { store, world, parameters } = setUp({ '/a': '1', '/b': '2' });
  await store.load();
  parameters['/a'] = 'new';
  world.now = 5 * MINUTE - 1;
  await store.load();
  expect(store.get('/a')).toBe('1');
  world.now = 5 * MINUTE;
  await store.load();
  expect(store.get('/a')).toBe('new');
});

it('serves stale values while the store is down, and asks again soon', async () => {
  const { store, world } = setUp({ '/a': '1', '/b': '2' });
  await store.load();
  world.now = 6 * MINUTE;
  world.down = true;
  await store.load();
  await store.load();
  expect([store.get('/a'), world.reads]).toEqual(['1', 2]);
  world.down = false;
  world.now += 5_000;
  await store.load();
  expect(world.reads).toBe(3);
});

it('tells a parameter without a value from a store that does not answer, and quotes neither', async () => {
  const missing = setUp({ '/a': '1' });
  await missing.store.load();
  expect(problem(missing.store, '/b')).toMatchObject({
    problem: 'missing',
    message: 'secret /b has no value: store one, SSM parameters as a SecureString',
  });

  const down = setUp({});
  down.world.down = true;
  await down.store.load();
  expect(problem(down.store, '/a')).toMatchObject({
    problem: 'unreachable',
    message: 'secret /a could not be read: TimeoutError',
  });
});

it('finds a value that comes later within seconds', async () => {
  const { store, world, parameters } = setUp({ '/a': '1' });
  await store.load();
  parameters['/b'] = '2';
  world.now = 4_999;
  await store.load();
  expect(problem(store, '/b').problem).toBe('missing');
  world.now = 5_000;
  await store.load();
  expect(store.get('/b')).toBe('2');
});

it('does not serve a value that was taken back', async () => {
  const { store, world, parameters } = setUp({ '/a': '1', '/b': '2' });
  await store.load();
  delete parameters['/a'];
  world.now = 5 * MINUTE;
  await store.load();
  expect(problem(store, '/a').problem).toBe('missing');
});

it('refreshes after a refused credential at most once a minute, and tells whether anything changed', async () => {
  const { store, world, parameters } = setUp({ '/a': '1', '/b': '2' });
  await store.load();
  parameters['/a'] = 'rotated';
  // that it was read a moment ago says nothing: it may have been rotated since
  expect(await store.refresh()).toBe(true);
  expect(store.get('/a')).toBe('rotated');
  parameters['/a'] = 'again';
  world.now = MINUTE - 1;
  expect(await store.refresh()).toBe(false);
  world.now = MINUTE;
  expect(await store.refresh()).toBe(true);
  world.now = 2 * MINUTE;
  expect(await store.refresh()).toBe(false);
  expect(world.reads).toBe(4);
});

it('lets those wait whose credential is refused while it refreshes: they are told of the change as well', async () => {
  const { store, world, parameters } = setUp({ '/a': '1', '/b': '2' });
  await store.load();
  parameters['/a'] = 'rotated';
  expect(await Promise.all([store.refresh(), store.refresh(), store.refresh()])).toEqual([true, true, true]);
  expect(world.reads).toBe(2);
});

it('asks for nothing where there are no secrets', async () => {
  let reads = 0;
  const store = new SecretStore(
    [],
    async () => {
      reads++;
      return new Map();
    },
    () => 0,
  );
  await store.load();
  expect([await store.refresh(), reads]).toEqual([false, 0]);
});

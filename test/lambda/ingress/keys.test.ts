import { sameText } from '../../../lambda/ingress/keys';
import { refusal, ssm, TestKeys } from './support';

const MINUTE = 60_000;
let now: number;
let store: TestKeys;

beforeEach(() => {
  now = 1_000_000;
  store = new TestKeys(['/new', '/old'], () => now);
});

const has = (...names: string[]) => store.keys.some(names.map(ssm), (key) => sameText(key, 'secret'));

it('holds with any of several keys, of which one may have no value', async () => {
  store.parameters.set('/old', 'secret');
  expect(await has('/new', '/old')).toBe(true);
  expect(await has('/old')).toBe(true);
});

it('tries every key, so that the time does not tell which one it was', async () => {
  store.parameters.set('/new', 'secret').set('/old', 'other');
  const tried: string[] = [];
  await store.keys.some([ssm('/new'), ssm('/old')], (key) => tried.push(key) > 0);
  expect(tried).toEqual(['secret', 'other']);
});

it('reads the keys anew for one that is wrong, at most once a minute', async () => {
  store.parameters.set('/new', 'first').set('/old', 'old');
  expect([await has('/new'), store.reads]).toEqual([false, 2]);
  store.parameters.set('/new', 'secret');
  now += MINUTE - 1;
  expect([await has('/new'), store.reads]).toEqual([false, 2]);
  now += 1;
  expect([await has('/new'), store.reads]).toEqual([true, 3]);
});

it('is unavailable while a key that it needs cannot be read, and not where another one fits', async () => {
  store.parameters.set('/new', 'secret').set('/old', 'old');
  store.isDown = true;
  expect(await refusal(() => has('/new', '/old'))).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    message: 'the key that you would be checked by cannot be had: unreachable',
  });
  store.isDown = false;
  now += 5_000;
  expect(await has('/new', '/old')).toBe(true);
  store.isDown = true;
  now += 6 * MINUTE;
  expect(await has('/new', '/old')).toBe(true);
});

it('is unavailable while none of its keys has a value', async () => {
  expect(await refusal(() => has('/new', '/old'))).toMatchObject({
    status: 503,
    message: 'the key that you would be checked by cannot be had: missing',
  });
});

it.each(['secret\n', 'secret\r\n'])('knows %j, as a file brings it, by what senders can send', async (stored) => {
  store.parameters.set('/new', stored);
  expect(await has('/new')).toBe(true);
});

it('has no use for a key that is empty: whoever sends none would have it', async () => {
  store.parameters.set('/new', '').set('/old', 'other');
  const isEmpty = (...names: string[]) => store.keys.some(names.map(ssm), (key) => sameText(key, ''));
  expect(await isEmpty('/new', '/old')).toBe(false);
  expect(await refusal(() => isEmpty('/new'))).toMatchObject({
    status: 503,
    message: 'the key that you would be checked by cannot be had: missing',
  });
  expect((await store.keys.stand()).secrets.map(({ readable }) => readable)).toEqual([false, true]);
});

it('refuses where one of its keys has no value and the other does not fit', async () => {
  store.parameters.set('/new', 'other');
  expect(await has('/new', '/old')).toBe(false);
});

it.each([
  ['secret', 'secret', true],
  ['secret', 'secreT', false],
  ['secret', 'secret ', false],
  ['', '', true],
  ['', 'a', false],
  ['é', 'e\u0301', false],
])('compares %j and %j as what they are', (a, b, same) => {
  expect(sameText(a, b)).toBe(same);
});

describe('how the keys stand', () => {
  const stand = async () => (await store.keys.stand()).secrets.map(({ parameter, readable }) => [parameter, readable]);

  it('is read anew each time, and tells no value', async () => {
    store.parameters.set('/old', 'canaryKey81Wq');
    expect(await stand()).toEqual([
      ['/new', false],
      ['/old', true],
    ]);
    store.parameters.set('/new', 'canaryKey82Wq');
    store.parameters.delete('/old');
    expect(await stand()).toEqual([
      ['/new', true],
      ['/old', false],
    ]);
    expect(JSON.stringify(await store.keys.stand())).not.toContain('canary');
  });

  it('is what is known while they cannot be read', async () => {
    store.parameters.set('/new', 'secret');
    await store.keys.stand();
    store.isDown = true;
    expect(await stand()).toEqual([
      ['/new', true],
      ['/old', false],
    ]);
  });
});

import { ParameterStore } from '../../local/parameter-store';

let given: Map<string, string>;
let now: number;
let store: ParameterStore;

beforeEach(() => {
  given = new Map([['token', 'given']]);
  now = 1_000;
  store = new ParameterStore(given, () => now);
});

test('has what is given, and knows when it changed', () => {
  expect(store.read('token')).toMatchObject({ value: 'given', version: 1, changedAt: 1_000 });
  now = 2_000;
  expect(store.read('token')).toMatchObject({ version: 1, changedAt: 1_000 });
  given.set('token', 'given anew');
  expect(store.read('token')).toMatchObject({ value: 'given anew', version: 2, changedAt: 2_000 });
  given.delete('token');
  expect([store.read('token'), store.get('token')]).toEqual([undefined, undefined]);
});

test('has what is put over it, until something else is given', () => {
  now = 3_000;
  expect(store.put('token', 'put').version).toBe(2);
  expect(store.read('token')).toMatchObject({ value: 'put', version: 2, changedAt: 3_000 });
  given.set('token', 'given anew');
  expect(store.read('token')).toMatchObject({ value: 'given anew', version: 3 });
});

test('has what is put where nothing is given', () => {
  expect(store.put('other', 'put').version).toBe(1);
  expect(store.get('other')).toBe('put');
});

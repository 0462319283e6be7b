import type { TestTable } from '../support/dynamodb';
import { startTable } from '../support/dynamodb';

let server: TestTable;
beforeAll(async () => {
  server = await startTable();
});
afterAll(() => server.close());

it('a write answers with the row before it where that is asked for, and with nothing else', async () => {
  const { table } = server;
  const key = { pk: 'counter' };
  const write = { key, update: 'ADD messages :set', values: { ':set': ['a'] } };
  expect(await table.update({ ...write, returnsBefore: true })).toBeUndefined();
  expect(await table.update(write)).toBeUndefined();
  expect(await table.update({ ...write, returnsBefore: true })).toEqual({ pk: 'counter', messages: ['a'] });
});

import { keyedHash } from '../../../lambda/ledger/key';
import { startTable, type TestTable } from '../../support/dynamodb';

let server: TestTable;
beforeAll(async () => {
  server = await startTable();
});
afterAll(() => server.close());

it('gives one hash for one text in all environments that start at once', async () => {
  const hashes = await Promise.all(Array.from({ length: 10 }, () => keyedHash(server.table)()));
  const digests = hashes.map((hash) => hash('recipient', '+4917667111638'));
  expect(new Set(digests).size).toBe(1);
  expect(digests[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

it('tells texts apart that only their borders tell apart', async () => {
  const hash = await keyedHash(server.table)();
  expect(hash('a', 'b')).not.toBe(hash('ab'));
  expect(hash('a', 'b')).not.toBe(hash('a', '', 'b'));
});

it('is keyed: another ledger hashes otherwise', async () => {
  const mine = await keyedHash(server.table)();
  const theirs = await startTable();
  const other = await keyedHash(theirs.table)();
  await theirs.close();
  expect(mine('+4917667111638')).not.toBe(other('+4917667111638'));
});

it('asks again after the ledger was down', async () => {
  let down = true;
  const hash = keyedHash({
    ...server.table,
    get: async (key) => {
      if (down) throw new Error('down');
      return server.table.get(key);
    },
  });
  await expect(hash()).rejects.toThrow('down');
  down = false;
  expect((await hash())('a')).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

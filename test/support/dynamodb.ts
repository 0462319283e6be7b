import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { dynamoTable, type Table } from '../../lambda/aws/dynamodb';
import { LEDGER_INDEX, LEDGER_KEY } from '../../lambda/ledger/schema';
import { createTable as createActive } from '../../local/ledger';

const REGION = 'eu-central-1';
/** The emulator shares a process with the tests, and that one the machine with others: it is slow, not down. */
const PATIENCE_MS = 25_000;

/** A table over a DynamoDB emulator with a server of its own. */
export interface TestTable {
  readonly table: Table;
  /** From then on DynamoDB is down. */
  close(): Promise<void>;
}

export async function startTable(): Promise<TestTable> {
  const { server, endpoint } = await startServer();
  return {
    table: await createTable(endpoint),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A table of its own for whoever asks, made when it is first used, on a server that all tests of a file share. */
export function lazyTable(): Table {
  let table: Promise<Table> | undefined;
  const made = () => {
    table ??= sharedEndpoint().then(createTable);
    return table;
  };
  return {
    get: async (key) => (await made()).get(key),
    update: async (update) => (await made()).update(update),
    query: async (query) => (await made()).query(query),
  };
}

let shared: Promise<string> | undefined;

function sharedEndpoint(): Promise<string> {
  shared ??= startServer().then(({ server, endpoint }) => {
    // it ends with the tests, and so do its connections
    server.unref().on('connection', (socket) => socket.unref());
    return endpoint;
  });
  return shared;
}

async function startServer(): Promise<{ server: Server; endpoint: string }> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** With the keys that the construct gives the ledger. */
async function createTable(endpoint: string): Promise<Table> {
  // the signer takes credentials from the environment; the endpoint is this table's own
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const client = new DynamoDBClient({ region: REGION, endpoint, credentials });
  const name = `ledger-${randomUUID()}`;
  await createActive(client, {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: LEDGER_KEY, KeyType: 'HASH' }],
    AttributeDefinitions: [
      { AttributeName: LEDGER_KEY, AttributeType: 'S' },
      { AttributeName: LEDGER_INDEX.hashKey, AttributeType: 'S' },
      { AttributeName: LEDGER_INDEX.rangeKey, AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: LEDGER_INDEX.name,
        KeySchema: [
          { AttributeName: LEDGER_INDEX.hashKey, KeyType: 'HASH' },
          { AttributeName: LEDGER_INDEX.rangeKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  client.destroy();
  return dynamoTable(name, { AWS_REGION: REGION, AWS_ENDPOINT_URL_DYNAMODB: endpoint }, PATIENCE_MS);
}

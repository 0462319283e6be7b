import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { builtFile } from './built-file';
import { CREDENTIALS } from './queue';
import { type ServerProcess, startServerProcess } from './server-process';

export function startLedgerProcess(): Promise<ServerProcess> {
  return startServerProcess(builtFile('ledger-process.js'), [], 'ledger');
}

/** Creates the stack's tables. */
export async function createTables(
  endpoint: string,
  region: string,
  tables: readonly CreateTableCommandInput[],
): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region, credentials: CREDENTIALS });
  try {
    for (const table of tables) await createTable(client, table);
  } finally {
    client.destroy();
  }
}

/** How often to look whether a table is ready, in milliseconds. */
const LOOK_MS = 5;

/** Creates a table that can be written to: until it is active DynamoDB, and its emulator, say that there is none. */
export async function createTable(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  let status = (await client.send(new CreateTableCommand(table))).TableDescription?.TableStatus;
  while (status !== 'ACTIVE') {
    await sleep(LOOK_MS);
    status = (await client.send(new DescribeTableCommand({ TableName: table.TableName }))).Table?.TableStatus;
  }
}

import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CREDENTIALS } from './queue';
import { type ServerProcess, startServerProcess } from './server-process';

export function startLedgerProcess(): Promise<ServerProcess> {
  return startServerProcess('ledger-process.mts', [], 'ledger');
}

/** Creates the stack's tables. */
export async function createTables(
  endpoint: string,
  region: string,
  tables: readonly CreateTableCommandInput[],
): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region, credentials: CREDENTIALS });
  try {
    for (const table of tables) await client.send(new CreateTableCommand(table));
  } finally {
    client.destroy();
  }
}

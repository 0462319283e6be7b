import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Construct } from 'constructs';
import { LEDGER_INDEX, LEDGER_KEY } from '../../lambda/ledger/schema';
import type { Shared } from './shared';

export function createLedger(scope: Construct, name: string, { settings, common }: Shared): DynamodbTable {
  const { kmsKeyArn, retainOnDestroy } = settings;
  return new DynamodbTable(scope, 'Ledger', {
    name: `${name}-ledger`,
    billingMode: 'PAY_PER_REQUEST',
    hashKey: LEDGER_KEY,
    attribute: [
      { name: LEDGER_KEY, type: 'S' },
      { name: LEDGER_INDEX.hashKey, type: 'S' },
      { name: LEDGER_INDEX.rangeKey, type: 'N' },
    ],
    globalSecondaryIndex: [{ ...LEDGER_INDEX, projectionType: 'ALL' }],
    ttl: { attributeName: 'ttl', enabled: true },
    serverSideEncryption: { enabled: true, ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }) },
    // Terraform's protection ends when the courier is taken out of the program; this one does not
    ...(retainOnDestroy ? { deletionProtectionEnabled: true, lifecycle: { preventDestroy: true } } : {}),
    ...common,
  });
}

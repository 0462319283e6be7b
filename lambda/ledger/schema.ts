/** Partition key of the ledger's table: a prefix that says what the row is of, and its name. */
export const LEDGER_KEY = 'pk';

/** From a recipient's hash to the messages that were sent there, the newest last. */
export const LEDGER_INDEX = { name: 'recipient', hashKey: 'recipient', rangeKey: 'created_at' } as const;

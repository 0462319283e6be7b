import { AwsError, callJson } from './signed-call';

/** What an attribute of ours holds; an array is a set of strings, and absent ones are undefined. */
export type Attribute = string | number | readonly string[] | undefined;
export type Row = Readonly<Record<string, Attribute>>;

/** A write whose condition was not met: nothing was written. */
export class ConditionFailed extends Error {
  override readonly name = 'ConditionFailed';
}

export interface Update {
  readonly key: Row;
  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html */
  readonly update: string;
  readonly condition?: string;
  /** `#name` → attribute. */
  readonly names?: Readonly<Record<string, string>>;
  /** `:name` → value. */
  readonly values?: Row;
  /** Answer with the row before the write. Most writers have no use for it, and a counter's may be large. */
  readonly returnsBefore?: true;
}

export interface Query {
  readonly index: string;
  readonly condition: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values: Row;
  readonly limit: number;
}

/** The calls that the courier makes to its table. Any of them rejects while DynamoDB cannot be reached. */
export interface Table {
  /** Reads what was written last. */
  get(key: Row): Promise<Row | undefined>;
  /** @returns the row before the write, if it is asked for and there was one @throws ConditionFailed */
  update(update: Update): Promise<Row | undefined>;
  /** The newest rows of an index. */
  query(query: Query): Promise<readonly Row[]>;
}

type Wire = Readonly<Record<string, WireValue>>;
type WireValue = { readonly S: string } | { readonly N: string } | { readonly SS: readonly string[] };

/** DynamoDB answers within some tens of milliseconds, or something is wrong and a message should not wait for it. */
const TIMEOUT_MS = 2_000;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/Welcome.html */
export function dynamoTable(name: string, env: NodeJS.ProcessEnv = process.env, timeoutMs = TIMEOUT_MS): Table {
  const call = async (action: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const target = `DynamoDB_20120810.${action}`;
    try {
      const call = {
        service: 'dynamodb',
        target,
        version: '1.0',
        timeoutMs,
        input: { TableName: name, ...input },
      } as const;
      return (await callJson(call, env)) as Record<string, unknown>;
    } catch (error) {
      if (error instanceof AwsError && error.name === 'ConditionalCheckFailedException') throw new ConditionFailed();
      throw error;
    }
  };
  return {
    async get(key) {
      const { Item } = await call('GetItem', { Key: toWire(key), ConsistentRead: true });
      return Item === undefined ? undefined : fromWire(Item as Wire);
    },
    async update({ key, update, condition, names, values, returnsBefore }) {
      const { Attributes } = await call('UpdateItem', {
        Key: toWire(key),
        UpdateExpression: update,
        ...(returnsBefore && { ReturnValues: 'ALL_OLD' }),
        ...(condition === undefined ? {} : { ConditionExpression: condition }),
        ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
        ...(values === undefined ? {} : { ExpressionAttributeValues: toWire(values) }),
      });
      return Attributes === undefined ? undefined : fromWire(Attributes as Wire);
    },
    async query({ index, condition, names, values, limit }) {
      const { Items } = await call('Query', {
        IndexName: index,
        KeyConditionExpression: condition,
        ScanIndexForward: false,
        Limit: limit,
        ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
        ExpressionAttributeValues: toWire(values),
      });
      return (Items as readonly Wire[]).map(fromWire);
    },
  };
}

function toWire(row: Row): Wire {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [[name, toWireValue(value)]])),
  );
}

function toWireValue(value: Exclude<Attribute, undefined>): WireValue {
  if (typeof value === 'number') return { N: String(value) };
  // half a pair has no UTF-8 form, which DynamoDB refuses
  return typeof value === 'string' ? { S: value.toWellFormed() } : { SS: value };
}

function fromWire(wire: Wire): Row {
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [name, fromWireValue(value)]));
}

function fromWireValue(value: WireValue): Attribute {
  if ('N' in value) return Number(value.N);
  return 'S' in value ? value.S : value.SS;
}

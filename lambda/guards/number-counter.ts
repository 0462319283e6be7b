import type { Row, Table } from '../aws/dynamodb';
import { BoundedMap } from './bounded-map';
import { countIf, ttlAfter } from './counter';

/** A message as it is counted: keyed hashes, cut to what tells those of one prefix and hour apart. */
export interface Counted {
  /** The prefix and the hour. */
  readonly key: string;
  readonly recipient: string;
  readonly message: string;
  /** Milliseconds since the epoch at which the hour ends. */
  readonly until: number;
}

export interface NumberLimits {
  readonly recipientPerHour: number;
  readonly prefixPerHour: number;
}

export type NumberLimit = 'recipient_per_hour' | 'prefix_per_hour';

/**
 * Counted before, the first of its prefix, or below both limits: there is no recipient without its prefix. AND binds more closely than
 * OR; written with brackets it takes the emulator six times as long.
 */
const BELOW_PREFIX = 'size(messages) < :per_prefix';

/**
 * Counts messages by prefix and by recipient in one item and one write: a recipient has one prefix, whose item holds the messages that
 * were let through, all of them and those of each recipient. They are sets, so that a message counts once however often it is
 * counted, and the limit of the prefix keeps the item small.
 */
export class NumberCounter {
  private readonly full = new BoundedMap<NumberLimit>();

  constructor(
    private readonly table: Table,
    private readonly limits: NumberLimits,
  ) {}

  /** What is known to be used up. */
  known({ key, recipient }: Counted): NumberLimit | undefined {
    return this.full.get(key) ?? this.full.get(`${key}#${recipient}`);
  }

  /** Whether the message was let through before. @throws if the ledger cannot be reached */
  async hasCounted({ key, message }: Counted): Promise<boolean> {
    const counted = (await this.table.get({ pk: key }))?.['messages'];
    return Array.isArray(counted) && counted.includes(message);
  }

  /** @returns the limit that the message is over, if it is @throws if the ledger cannot be reached */
  async count({ key, recipient, message, until }: Counted): Promise<NumberLimit | undefined> {
    const isCounted = await countIf(this.table, {
      key: { pk: key },
      update: 'SET #ttl = :ttl ADD messages :set, #recipient :set',
      condition: `contains(messages, :message) OR attribute_not_exists(messages) OR ${BELOW_PREFIX} AND attribute_not_exists(#recipient) OR ${BELOW_PREFIX} AND size(#recipient) < :per_recipient`,
      names: { '#ttl': 'ttl', '#recipient': attributeOf(recipient) },
      values: {
        ':ttl': ttlAfter(until),
        ':set': [message],
        ':message': message,
        ':per_prefix': this.limits.prefixPerHour,
        ':per_recipient': this.limits.recipientPerHour,
      },
    });
    return isCounted ? undefined : this.refuse(key, recipient);
  }

  /** Which of the two it was; what is full stays full until the hour ends. */
  private async refuse(key: string, recipient: string): Promise<NumberLimit> {
    const row = await this.table.get({ pk: key });
    const limit =
      sizeOf(row, attributeOf(recipient)) >= this.limits.recipientPerHour ? 'recipient_per_hour' : 'prefix_per_hour';
    this.full.set(limit === 'prefix_per_hour' ? key : `${key}#${recipient}`, limit);
    return limit;
  }
}

function attributeOf(recipient: string): string {
  return `to_${recipient}`;
}

function sizeOf(row: Row | undefined, name: string): number {
  const value = row?.[name];
  return Array.isArray(value) ? value.length : 0;
}

import type { Table } from '../aws/dynamodb';
import type { LimitsConfig } from '../config';
import type { Hash } from '../ledger/key';
import type { Message } from '../message';
import { countSegments } from '../segments';
import { Budgets, type Share } from './budgets';
import { clientOf } from './client-ip';
import { type Counted, NumberCounter } from './number-counter';

/** The limits, by the name that logs, metrics and the `code` of a message that is over one have for them. */
export type LimitName =
  | 'recipient_per_hour'
  | 'prefix_per_hour'
  | 'client_ip_per_hour'
  | 'country_per_hour'
  | 'segments_per_day';

type NamedShare = Share & { readonly limitName: LimitName };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Digits of a number that its prefix lacks: numbers are leased to fraudsters in blocks of ten thousand. */
const SUFFIX = 4;

/** Characters of a hash that tell those in one item apart: 72 bits of a recipient's, 48 of a message's. */
const RECIPIENT_LENGTH = 12;
const MESSAGE_LENGTH = 8;

/**
 * What may be sent in an hour and a day. Counted in windows of the clock (UTC), by the time of a message's first claim: one that is
 * tried again in the next hour counts where it has counted before.
 *
 * A message costs one write, for its number and prefix. What it takes of its country, its day and its client address comes out of
 * portions that the environment holds.
 */
export class Limits {
  private readonly budgets: Budgets;
  private readonly numbers: NumberCounter;

  constructor(
    table: Table,
    private readonly hashes: () => Promise<Hash>,
    private readonly config: LimitsConfig,
  ) {
    this.budgets = new Budgets(table, config.environments);
    this.numbers = new NumberCounter(table, config);
  }

  /**
   * @param identity the message's, in the ledger
   * @param at when the message was claimed first, in milliseconds since the epoch
   * @param isNew nobody has claimed it before, so it has not been counted
   * @returns the limit that it is over, if it is
   * @throws if the ledger cannot be reached
   */
  async count(message: Message, identity: string, at: number, isNew: boolean): Promise<LimitName | undefined> {
    const hash = await this.hashes();
    const number = numberOf(message, identity, at, hash);
    // its courier has crashed: what was used up since then, it does not need
    if (!isNew && (await this.numbers.hasCounted(number))) return undefined;
    const shares = this.sharesOf(message, at, hash);
    const known = this.numbers.known(number) ?? shares.find((share) => this.budgets.isSpent(share))?.limitName;
    if (known !== undefined) return known;
    const taken = await Promise.all(shares.map((share) => this.budgets.take(share)));
    const refused = shares.find((_, index) => !taken[index]);
    let isLetThrough = false;
    try {
      const over = refused?.limitName ?? (await this.numbers.count(number));
      isLetThrough = over === undefined;
      return over;
    } finally {
      if (!isLetThrough) this.giveBack(shares.filter((_, index) => taken[index]));
    }
  }

  /** Not to a client: whoever asks for what is refused has asked. */
  private giveBack(shares: readonly NamedShare[]): void {
    for (const share of shares) if (share.limitName !== 'client_ip_per_hour') this.budgets.giveBack(share);
  }

  private sharesOf(message: Message, at: number, hash: Hash): NamedShare[] {
    const { clientIpPerHour, countryPerHour, segmentsPerDay, clientIpOrigins, environments } = this.config;
    const client = clientOf(message, clientIpOrigins);
    const { country } = message.recipient;
    return [
      ...(client === undefined
        ? []
        : [
            {
              limitName: 'client_ip_per_hour' as const,
              ...window(`limit#client#${hash('client', client)}`, at, HOUR_MS),
              limit: clientIpPerHour,
              // most clients send one or two: half of the limit is shared out beforehand, so that these cost no write
              free: Math.floor(clientIpPerHour / 2 / environments),
              amount: 1,
            },
          ]),
      {
        limitName: 'country_per_hour',
        ...window(`limit#country#${country}`, at, HOUR_MS),
        limit: countryPerHour,
        amount: 1,
      },
      {
        limitName: 'segments_per_day',
        ...window('limit#segments', at, DAY_MS),
        limit: segmentsPerDay,
        amount: countSegments(message.body).segments,
      },
    ];
  }
}

function numberOf({ recipient }: Message, identity: string, at: number, hash: Hash): Counted {
  return {
    ...window(`limit#prefix#${hash('prefix', recipient.e164.slice(0, -SUFFIX))}`, at, HOUR_MS),
    recipient: hash('recipient', recipient.e164).slice(0, RECIPIENT_LENGTH),
    message: hash('counted', identity).slice(0, MESSAGE_LENGTH),
  };
}

function window(name: string, at: number, lengthMs: number): { readonly key: string; readonly until: number } {
  const index = Math.floor(at / lengthMs);
  return { key: `${name}#${index}`, until: (index + 1) * lengthMs };
}

import { randomUUID } from 'node:crypto';
import type { Table } from '../aws/dynamodb';
import type { LimitsConfig } from '../config';
import { type LimitName, Limits } from '../guards/limits';
import type { Message } from '../message';
import { Breakers, type OnChange } from './breakers';
import { identityOf } from './identity';
import { keyedHash } from './key';
import {
  type Beginning,
  type Ended,
  type Ending,
  type Forgotten,
  type GivenUp,
  type LedgerEntry,
  LedgerMessages,
  type LedgerSettings,
} from './messages';
import type { MessageRow, Resting } from './row';
import { standingOf } from './standing';

/**
 * A message without a stated life is a duplicate of one with the same id until that long after the end of that one, in milliseconds; so is
 * for as long at least what is known by what it says: the ingress lets a signed request in again for as long, and whoever has recorded one
 * shall ring no phone by it.
 */
const WINDOW_MS = 10 * 60_000;

/** How long a lease outlives its invocation, in milliseconds: clocks differ. */
const LEASE_MARGIN_MS = 5_000;

/** A message that this invocation may work on. */
export interface Session {
  /** Requests begun, the one of the claim included. */
  readonly attempts: number;
  /** Milliseconds since the epoch: what the first claim fixed. */
  readonly expiresAt: number;
  /** A provider that was asked before and whose answer nobody knows. */
  readonly unfinished?: string;
  /** Providers that must not be asked again. */
  readonly spent?: readonly string[];
  /** When a provider that wants to be left alone may be asked again. */
  readonly resting?: Resting;
  /** It was given up, and its dead letter could not be written. */
  readonly givenUp?: GivenUp;
  /** To be called before each request but the claim's. @returns false if somebody else has the message by now @throws if the ledger cannot be reached */
  begin(beginning: Beginning): Promise<boolean>;
  /** Counts it against the limits, once however often it comes. @returns the limit that it is over @throws if the ledger cannot be reached */
  count(): Promise<LimitName | undefined>;
  /** Writes what became of it. @returns false if somebody else has the message by now @throws if the ledger cannot be reached */
  settle(ending: Ending): Promise<boolean>;
}

export type Opening = { readonly session: Session } | Obstacle;

export type Obstacle =
  /** Somebody works on it or its retry waits, until the row says. */
  { readonly held: MessageRow } | { readonly duplicate: MessageRow };

export function isObstacle(value: Ended | Obstacle): value is Obstacle {
  return 'held' in value || 'duplicate' in value;
}

/** What the courier keeps about messages and providers. Every method but the breakers' rejects while DynamoDB cannot be reached. */
export interface Ledger {
  readonly breakers: Breakers;
  /** Claims a message for this invocation, and records that the provider, if one is given, is about to be asked. */
  open(message: Message, deadline: number, provider: string | undefined): Promise<Opening>;
  /** What stands in the way of working on a message. @returns undefined if nothing does */
  obstacle(message: Message): Promise<Obstacle | undefined>;
  /** Writes the end of a message that no provider is asked for, unless it is through or under way already. */
  end(message: Message, ending: Ending): Promise<Ended | Obstacle>;
  /** The messages of this id that came in by the given front door, or by any: an id is the sender's, and front doors count for themselves. */
  find(id: string, origin?: string): Promise<readonly MessageRow[]>;
  /** The newest messages to a phone number in E.164 form, since a time in milliseconds. */
  findByRecipient(e164: string, since: number, limit: number): Promise<readonly MessageRow[]>;
  /** Removes what leads from messages that are through to a phone number in E.164 form. */
  forget(e164: string): Promise<Forgotten>;
}

export interface LedgerOptions extends LedgerSettings {
  readonly providers: readonly string[];
  /** Where a message may have come in. */
  readonly frontDoors: readonly string[];
  /** Absent: there are none. */
  readonly limits?: LimitsConfig;
  readonly onBreakerChange: OnChange;
}

export function createLedger(table: Table, options: LedgerOptions, now: () => number): Ledger {
  const messages = new LedgerMessages(table, options, now);
  const hashes = keyedHash(table);
  const limits = options.limits && new Limits(table, hashes, options.limits);
  const entryOf = async (message: Message): Promise<LedgerEntry> => {
    const hash = await hashes();
    return {
      identity: hash(...identityOf(message)),
      id: message.id,
      origin: message.origin,
      recipient: hash('recipient', message.recipient.e164),
      templateType: message.templateType,
      expiresAt: message.expiresAt,
      windowMs: windowOf(message, now()),
      ...(message.queuedAt !== undefined && { queuedAt: message.queuedAt }),
      isReplay: message.isReplay,
    };
  };
  const idHash = async (origin: string, id: string): Promise<string> => (await hashes())('message', origin, id);
  /** A message that is known by what it says can be asked for by the ids that it was given at the door. */
  const note = async (message: Message, entry: LedgerEntry): Promise<void> => {
    if (message.identifiedBy === 'id') return;
    try {
      await messages.note(await idHash(message.origin, message.id), entry);
    } catch {
      // it cannot be asked for by this id; its delivery must not wait for that
    }
  };
  const findOne = async (origin: string, id: string): Promise<MessageRow | undefined> => {
    const hash = await idHash(origin, id);
    return (await messages.find(hash)) ?? messages.findNoted(hash);
  };
  return {
    breakers: new Breakers(table, options.providers, now, options.onBreakerChange),
    async open(message, deadline, provider) {
      const entry = await entryOf(message);
      const lease = { identity: entry.identity, owner: randomUUID() };
      const [claim] = await Promise.all([
        messages.claim(entry, lease, deadline + LEASE_MARGIN_MS, provider),
        note(message, entry),
      ]);
      if (claim.claim === 'held') return { held: claim.row };
      if (claim.claim === 'ended') return { duplicate: claim.row };
      const { claim: _, ...granted } = claim;
      return {
        session: {
          ...granted,
          // whoever replays a message has decided that it is sent; over a limit it would be gone
          count: async () =>
            claim.wasAsked || message.isReplay
              ? undefined
              : limits?.count(message, entry.identity, claim.createdAt, claim.attempts === 1),
          begin: (next) => messages.begin(lease, next),
          settle: (ending) =>
            messages.settle(lease, {
              ...ending,
              // the queue may give it out again after an end that came late
              ...(ending.state !== 'queued' && !hasWindowOfItsLife(message) && { duplicateUntil: now() + WINDOW_MS }),
            }),
        },
      };
    },
    async obstacle(message) {
      const entry = await entryOf(message);
      const row = await messages.find(entry.identity);
      if (row === undefined) return undefined;
      switch (standingOf(row, entry, now())) {
        case 'held':
          return { held: row };
        case 'ended':
          return { duplicate: row };
        case 'free':
          return undefined;
      }
    },
    async end(message, ending) {
      const entry = await entryOf(message);
      const [ended] = await Promise.all([messages.end(entry, ending, randomUUID()), note(message, entry)]);
      return 'known' in ended ? obstacleOf(ended.known) : ended;
    },
    async find(id, origin) {
      const origins = origin === undefined ? options.frontDoors : [origin];
      const rows = await Promise.all(origins.map((each) => findOne(each, id)));
      return rows.flatMap((row, index) => (row === undefined ? [] : [{ origin: origins[index] as string, ...row }]));
    },
    async findByRecipient(e164, since, limit) {
      const hash = await hashes();
      return messages.findByRecipient(hash('recipient', e164), since, limit);
    },
    async forget(e164) {
      const hash = await hashes();
      return messages.forget(hash('recipient', e164));
    },
  };
}

/** Of a message that may not be ended. */
function obstacleOf(row: MessageRow): Obstacle {
  return row.state === 'queued' ? { held: row } : { duplicate: row };
}

function windowOf(message: Message, now: number): number {
  if (!hasWindowOfItsLife(message)) return WINDOW_MS;
  return Math.max(message.identifiedBy === 'content' ? WINDOW_MS : 0, message.expiresAt - now);
}

/** A code's life is the window of its message; an id that the queue or the courier gave names one message for ever. */
function hasWindowOfItsLife({ hasStatedLife, hasOwnId, identifiedBy }: Message): boolean {
  return hasStatedLife || (identifiedBy === 'id' && !hasOwnId);
}

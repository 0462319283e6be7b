import { ConditionFailed, type Row, type Table } from '../aws/dynamodb';
import type { Outcome } from '../outcome/outcome';
import { type MessageRow, type Resting, type State, toMessageRow, writeResting, writeSpent } from './row';
import { LEDGER_INDEX, LEDGER_KEY } from './schema';
import { standingOf } from './standing';

/** A message as the ledger is told of it. */
export interface LedgerEntry {
  /** The message's identity: a keyed hash. */
  readonly identity: string;
  readonly id: string;
  /** The front door that it came in by. */
  readonly origin: string;
  /** Keyed hash of the recipient. */
  readonly recipient: string;
  readonly templateType: string;
  readonly expiresAt: number;
  /** Milliseconds for which the same message is a duplicate, from now on. */
  readonly windowMs: number;
  /** When the queue that it comes from took it. Absent: it comes from none. */
  readonly queuedAt?: number;
  /** It comes from the dead letters: only a failed one may be worked on again, however long ago its window ended. */
  readonly isReplay: boolean;
}

/** The right to work on a message, for one invocation. */
export interface Lease {
  readonly identity: string;
  readonly owner: string;
}

export type Claim =
  | {
      readonly claim: 'granted';
      /** Requests begun, the one of this claim included. */
      readonly attempts: number;
      /** The expiry that the first claim fixed. */
      readonly expiresAt: number;
      /** When that was, in milliseconds since the epoch. */
      readonly createdAt: number;
      /** What came of a request is on record: the message has been let through the limits before. */
      readonly wasAsked: boolean;
      /** A provider whose request was begun before and whose outcome nobody knows: its courier crashed. */
      readonly unfinished?: string;
      /** Providers that must not be asked again. */
      readonly spent?: readonly string[];
      /** When a provider that wants to be left alone may be asked again. */
      readonly resting?: Resting;
      /** It was given up, and its dead letter could not be written: nobody is to be asked. */
      readonly givenUp?: GivenUp;
    }
  /** Somebody works on it, or its retry waits: it may come again then. */
  | { readonly claim: 'held'; readonly row: MessageRow }
  /** It is through: this one is a duplicate. */
  | { readonly claim: 'ended'; readonly row: MessageRow };

/** Why a message was given up. */
export interface GivenUp extends Partial<Outcome> {
  readonly provider?: string;
}

/** What is written of a message once it is through for now. */
export interface Ending extends GivenUp {
  readonly state: State;
  /** Requests begun. Absent: as many as the ledger has counted. */
  readonly attempts?: number;
  readonly segments?: number;
  /** For `queued`: when it may be tried again. */
  readonly heldUntil?: number;
  /** For `queued`: providers that must not be asked again. */
  readonly spent?: readonly string[];
  /** For `queued`: when a provider that wants to be left alone may be asked again. */
  readonly resting?: Resting;
  /** For `queued`: it only waits for its dead letter to be written. */
  readonly isGivenUp?: true;
  /** Until then the same message is a duplicate. Absent: until when the first claim has said. */
  readonly duplicateUntil?: number;
}

/** A request that is about to be made, under a claim. */
export interface Beginning {
  readonly provider: string;
  /** Requests begun, this one included. */
  readonly attempts: number;
  /** Providers that must not be asked again. */
  readonly spent: readonly string[];
  readonly resting: Resting;
}

/** How many messages no longer lead to a recipient, and how many still do, because they are not through. */
export interface Forgotten {
  readonly forgotten: number;
  readonly underWay: number;
}

export interface LedgerSettings {
  readonly config: string;
  /** Milliseconds that a row is kept after its message has expired. */
  readonly retentionMs: number;
}

const KEY_PREFIX = 'message#';
const NAME_PREFIX = 'name#';

/** What was found where a message was to end. */
export interface Ended {
  /** The courier before has left a request to this provider without an outcome. */
  readonly unfinished?: string;
  /** Requests that were begun by then. */
  readonly attempts?: number;
}

/** Messages that are read at a time. */
const PAGE = 100;

/** Messages in the ledger: who may work on which, and what became of them. Every method rejects while DynamoDB cannot be reached. */
export class LedgerMessages {
  constructor(
    private readonly table: Table,
    private readonly settings: LedgerSettings,
    private readonly now: () => number,
  ) {}

  /** Claims a message, and records in the same write that a provider is about to be asked, if one is given. */
  async claim(entry: LedgerEntry, lease: Lease, until: number, provider: string | undefined): Promise<Claim> {
    const now = this.now();
    try {
      const before = await this.table.update({
        key: key(lease.identity),
        update: `SET ${claimUpdate(provider)}, interrupted = if_not_exists(begun, :none), attempts = if_not_exists(attempts, :zero) + :one, created_at = if_not_exists(created_at, :now), expires_at = if_not_exists(expires_at, :expires_at), duplicate_until = if_not_exists(duplicate_until, :duplicate_until)`,
        condition: FREE,
        names: CLAIM_NAMES,
        values: { ...this.claimValues(entry, lease, until, provider, now), ':zero': 0, ':none': '' },
        returnsBefore: true,
      });
      return granted(before, entry, now);
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      return this.afterRefusal(entry, lease, until, provider);
    }
  }

  /** Records that another provider is about to be asked. @returns false if the lease is lost: the provider must not be asked */
  async begin(lease: Lease, { provider, attempts, spent, resting }: Beginning): Promise<boolean> {
    const known = { spent: writeSpent(spent), resting: writeResting(resting) };
    const set = Object.entries(known).filter(([, value]) => value !== undefined);
    return this.asOwner(
      lease,
      `SET begun = :provider, attempts = :attempts, updated_at = :now${set.map(([name]) => `, ${name} = :${name}`).join('')}`,
      {
        ':provider': provider,
        ':attempts': attempts,
        ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      },
    );
  }

  /** Records what became of the message and gives the lease back. @returns false if the lease was lost before */
  async settle(
    lease: Lease,
    { state, attempts, heldUntil = 0, spent = [], resting = {}, isGivenUp, duplicateUntil, ...ending }: Ending,
  ): Promise<boolean> {
    const known: Row = {
      provider: ending.provider,
      provider_message_id: ending.messageId,
      outcome: ending.outcome,
      code: ending.code,
      detail: ending.detail,
      segments: ending.segments,
      spent: writeSpent(spent),
      resting: writeResting(resting),
      given_up: isGivenUp && 1,
    };
    const set = Object.entries(known).filter(([, value]) => value !== undefined);
    const gone = Object.keys(known).filter((name) => known[name] === undefined);
    return this.asOwner(
      lease,
      `SET #state = :state, held_until = :held_until, updated_at = :now${attempts === undefined ? '' : ', attempts = :attempts'}${duplicateUntil === undefined ? '' : ', duplicate_until = :duplicate_until'}${set.map(([name]) => `, #${name} = :${name}`).join('')} REMOVE #owner, begun${gone.map((name) => `, #${name}`).join('')}`,
      {
        ':state': state,
        ':held_until': heldUntil,
        ':attempts': attempts,
        ':duplicate_until': duplicateUntil,
        ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      },
      { '#state': 'state', ...Object.fromEntries(Object.keys(known).map((name) => [`#${name}`, name])) },
    );
  }

  /**
   * Writes the end of a message that no provider was asked for: it is expired, over a limit, or cannot be rendered.
   *
   * @param owner of this end alone: by it a write is known whose answer was lost
   * @returns the row of a message that is through or under way: then nothing was written
   */
  async end(entry: LedgerEntry, ending: Ending, owner: string): Promise<Ended | { readonly known: MessageRow }> {
    const now = this.now();
    const { state, outcome = '', code = '', detail = '' } = ending;
    // of one that has expired, what a provider said the last time stays
    const set = Object.entries(state === 'expired' ? { detail } : { outcome, code, detail });
    try {
      const before = await this.table.update({
        key: key(entry.identity),
        update: `SET #state = :state, held_until = :zero, updated_at = :now, config = :config, id = :id, origin = :origin, recipient = :recipient, template_type = :type, #ttl = :ttl${set.map(([name]) => `, ${name} = :${name}`).join('')}, attempts = if_not_exists(attempts, :zero), created_at = if_not_exists(created_at, :now), expires_at = if_not_exists(expires_at, :expires_at), duplicate_until = if_not_exists(duplicate_until, :duplicate_until), #owner = :owner REMOVE begun, given_up`,
        condition: FREE,
        names: { '#state': 'state', '#owner': 'owner', '#ttl': 'ttl' },
        values: {
          ...this.entryValues(entry, now),
          ':state': state,
          ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
          ':owner': owner,
          ':zero': 0,
        },
        returnsBefore: true,
      });
      const { begun, attempts } = before === undefined ? {} : toMessageRow(before);
      return { ...(begun !== undefined && { unfinished: begun }), ...(attempts !== undefined && { attempts }) };
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      const known = await this.find(entry.identity);
      return known === undefined || known.owner === owner ? {} : { known };
    }
  }

  /** Keeps, for as long as the message, by which other name it may be asked for. */
  async note(name: string, entry: LedgerEntry): Promise<void> {
    await this.table.update({
      key: { [LEDGER_KEY]: NAME_PREFIX + name },
      update: 'SET #identity = :identity, #ttl = :ttl',
      names: { '#identity': 'identity', '#ttl': 'ttl' },
      values: { ':identity': entry.identity, ':ttl': this.ttlOf(entry, this.now()) },
    });
  }

  async findNoted(name: string): Promise<MessageRow | undefined> {
    const noted = await this.table.get({ [LEDGER_KEY]: NAME_PREFIX + name });
    return noted === undefined ? undefined : this.find(noted['identity'] as string);
  }

  async find(identity: string): Promise<MessageRow | undefined> {
    const row = await this.table.get(key(identity));
    return row && toMessageRow(row);
  }

  /** The newest messages to a recipient. */
  async findByRecipient(recipient: string, since: number, limit: number): Promise<readonly MessageRow[]> {
    const rows = await this.table.query({
      index: LEDGER_INDEX.name,
      condition: 'recipient = :recipient AND created_at >= :since',
      values: { ':recipient': recipient, ':since': since },
      limit,
    });
    return rows.map(toMessageRow);
  }

  /**
   * Removes what leads from a recipient's messages to the recipient: its hash, the sender's id and the provider's. What stays says that
   * somebody was sent something; without it, a message that comes again would be sent again.
   */
  async forget(recipient: string): Promise<Forgotten> {
    const seen = new Set<string>();
    let forgotten = 0;
    for (let before = Number.MAX_SAFE_INTEGER; ; ) {
      const rows = await this.table.query({
        index: LEDGER_INDEX.name,
        condition: 'recipient = :recipient AND created_at <= :before',
        values: { ':recipient': recipient, ':before': before },
        limit: PAGE,
      });
      const fresh = rows.filter((row) => !seen.has(row[LEDGER_KEY] as string));
      if (fresh.length === 0) return { forgotten, underWay: seen.size - forgotten };
      for (const row of fresh) {
        seen.add(row[LEDGER_KEY] as string);
        before = row['created_at'] as number;
        if (await this.forgetOne(row, recipient)) forgotten += 1;
      }
    }
  }

  /** @returns false if it is not through */
  private async forgetOne(row: Row, recipient: string): Promise<boolean> {
    try {
      await this.table.update({
        key: { [LEDGER_KEY]: row[LEDGER_KEY] },
        update: 'REMOVE recipient, id, provider_message_id',
        condition: 'recipient = :recipient AND #state <> :queued',
        names: { '#state': 'state' },
        values: { ':recipient': recipient, ':queued': 'queued' },
      });
      return true;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      return false;
    }
  }

  /** What the row says that stood in the way of a claim. */
  private async afterRefusal(
    entry: LedgerEntry,
    lease: Lease,
    until: number,
    provider: string | undefined,
  ): Promise<Claim> {
    const row = await this.find(lease.identity);
    if (row === undefined) return this.claim(entry, lease, until, provider);
    // the answer to our own claim was lost
    if (row.owner === lease.owner) {
      const { attempts, expiresAt, createdAt, outcome, interrupted } = row;
      return {
        claim: 'granted',
        attempts,
        expiresAt,
        createdAt,
        wasAsked: Boolean(outcome),
        ...(interrupted && { unfinished: interrupted }),
        ...progressOf(row),
      };
    }
    // also one that has become free since: it is to go on, not to begin anew
    if (row.state === 'queued') return { claim: 'held', row };
    if (standingOf(row, entry, this.now()) === 'ended') return { claim: 'ended', row };
    return this.reopen(row, entry, lease, until, provider);
  }

  private async reopen(
    row: MessageRow,
    entry: LedgerEntry,
    lease: Lease,
    until: number,
    provider: string | undefined,
  ): Promise<Claim> {
    const now = this.now();
    try {
      await this.table.update({
        key: key(lease.identity),
        update: `SET ${claimUpdate(provider)}, attempts = :one, created_at = :now, expires_at = :expires_at, duplicate_until = :duplicate_until REMOVE interrupted, outcome, spent, resting, given_up`,
        condition: '#state = :known AND updated_at = :updated_at',
        names: CLAIM_NAMES,
        values: {
          ...this.claimValues(entry, lease, until, provider, now),
          ':known': row.state,
          ':updated_at': row.updatedAt,
        },
      });
      return granted(undefined, entry, now);
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      // somebody else reopened it meanwhile
      return this.claim(entry, lease, until, provider);
    }
  }

  private async asOwner(
    lease: Lease,
    update: string,
    values: Row,
    names: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    try {
      await this.table.update({
        key: key(lease.identity),
        update,
        condition: '#owner = :owner',
        names: { ...names, '#owner': 'owner' },
        values: { ...values, ':owner': lease.owner, ':now': this.now() },
      });
      return true;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      return false;
    }
  }

  private claimValues(entry: LedgerEntry, lease: Lease, until: number, provider: string | undefined, now: number): Row {
    return {
      ...this.entryValues(entry, now),
      ':held_until': until,
      ':owner': lease.owner,
      ':provider': provider,
      ':one': 1,
    };
  }

  private entryValues(entry: LedgerEntry, now: number): Row {
    return {
      ':queued': 'queued',
      ':now': now,
      ':config': this.settings.config,
      ':id': entry.id,
      ':origin': entry.origin,
      ':recipient': entry.recipient,
      ':type': entry.templateType,
      ':expires_at': entry.expiresAt,
      ':duplicate_until': now + entry.windowMs,
      ':ttl': this.ttlOf(entry, now),
    };
  }

  /** Seconds since the epoch. */
  private ttlOf({ expiresAt }: LedgerEntry, now: number): number {
    return Math.ceil((Math.max(expiresAt, now) + this.settings.retentionMs) / 1000);
  }
}

/** New, or queued and held by nobody. AND binds more closely than OR, and the emulator reads brackets slowly. */
const FREE = 'attribute_not_exists(pk) OR #state = :queued AND held_until <= :now';
const CLAIM =
  '#state = :queued, held_until = :held_until, #owner = :owner, updated_at = :now, config = :config, id = :id, origin = :origin, recipient = :recipient, template_type = :type, #ttl = :ttl';
const CLAIM_NAMES = { '#state': 'state', '#owner': 'owner', '#ttl': 'ttl' };

/** Without a provider a request that was begun before stays as it is: the answer to this claim may be lost. */
function claimUpdate(provider: string | undefined): string {
  return provider === undefined ? CLAIM : `${CLAIM}, begun = :provider`;
}

function key(identity: string): Row {
  return { [LEDGER_KEY]: KEY_PREFIX + identity };
}

function granted(before: Row | undefined, entry: LedgerEntry, now: number): Claim {
  const known = before === undefined ? undefined : toMessageRow(before);
  return {
    claim: 'granted',
    attempts: (known?.attempts ?? 0) + 1,
    expiresAt: known?.expiresAt ?? entry.expiresAt,
    createdAt: known?.createdAt ?? now,
    wasAsked: Boolean(known?.outcome),
    ...(known?.begun === undefined ? {} : { unfinished: known.begun }),
    ...(known && progressOf(known)),
  };
}

/** How far the couriers before have come with a message. */
function progressOf(row: MessageRow): Pick<Extract<Claim, { claim: 'granted' }>, 'spent' | 'resting' | 'givenUp'> {
  const { spent, resting, isGivenUp, provider, outcome, code, detail } = row;
  return {
    ...(spent && { spent }),
    ...(resting && { resting }),
    ...(isGivenUp && {
      givenUp: {
        ...(provider && { provider }),
        ...(outcome && { outcome }),
        ...(code && { code }),
        ...(detail && { detail }),
      },
    }),
  };
}

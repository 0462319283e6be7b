import type { Row } from '../aws/dynamodb';
import type { State } from '../contract';
import type { OutcomeClass } from '../outcome/outcome';

export type { State } from '../contract';

/** From a provider's id to milliseconds since the epoch. */
export type Resting = Readonly<Record<string, number>>;

/** What the ledger knows of a message: neither its text nor its code, and its recipient by a keyed hash only. */
export interface MessageRow {
  readonly id: string;
  /** The front door that it came in by. */
  readonly origin?: string;
  readonly state: State;
  /** Requests to providers that were begun. */
  readonly attempts: number;
  /** The provider that was asked last, or accepted the message. */
  readonly provider?: string;
  readonly providerMessageId?: string;
  readonly outcome?: OutcomeClass;
  readonly code?: string;
  readonly detail?: string;
  readonly segments?: number;
  readonly templateType?: string;
  /** Hash of the configuration that worked on it last. */
  readonly config: string;
  /** A request that was begun and whose outcome is not known: it is under way, or its courier crashed. */
  readonly begun?: string;
  /** What `begun` was before the latest claim: the answer to a claim may be lost. */
  readonly interrupted?: string;
  /** Providers that must not be asked for it again. */
  readonly spent?: readonly string[];
  /** When a provider that wants to be left alone may be asked again. */
  readonly resting?: Resting;
  /** It waits for its dead letter to be written, and for nothing else. */
  readonly isGivenUp?: true;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number;
  /** Until then nobody else may work on it: a courier does, or a retry waits. */
  readonly heldUntil: number;
  /** Who works on it, or wrote its end before any provider was asked. */
  readonly owner?: string;
  /** Until then the same message is a duplicate. */
  readonly duplicateUntil: number;
}

/** Attributes of a message's item. */
export function toMessageRow(row: Row): MessageRow {
  const text = (name: string) => row[name] as string | undefined;
  const number = (name: string) => row[name] as number;
  return {
    id: text('id') ?? '',
    state: text('state') as State,
    attempts: number('attempts'),
    config: text('config') ?? '',
    createdAt: number('created_at'),
    updatedAt: number('updated_at'),
    expiresAt: number('expires_at'),
    heldUntil: number('held_until'),
    duplicateUntil: number('duplicate_until'),
    ...optional({
      origin: text('origin'),
      provider: text('provider'),
      providerMessageId: text('provider_message_id'),
      outcome: text('outcome') as OutcomeClass | undefined,
      code: text('code'),
      detail: text('detail'),
      segments: row['segments'] as number | undefined,
      templateType: text('template_type'),
      begun: text('begun'),
      interrupted: text('interrupted'),
      spent: readSpent(text('spent')),
      resting: readResting(text('resting')),
      isGivenUp: row['given_up'] === 1 ? (true as const) : undefined,
      owner: text('owner'),
    }),
  };
}

/** Ids of providers, as the row holds them. */
export function writeSpent(spent: readonly string[]): string | undefined {
  return spent.length === 0 ? undefined : JSON.stringify(spent);
}

function readSpent(text: string | undefined): readonly string[] | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}

export function writeResting(resting: Resting): string | undefined {
  return Object.keys(resting).length === 0 ? undefined : JSON.stringify(resting);
}

function readResting(text: string | undefined): Resting | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}

type Known<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function optional<T extends object>(fields: T): Known<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<T>;
}

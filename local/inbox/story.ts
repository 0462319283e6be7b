import type { Message } from '../../lambda/message';
import { countSegments } from '../../lambda/segments';
import type { Received } from '../local-courier';
import type { Attempt, MessageState, MessageSummary, Note, Story } from './api';
import type { Reading } from './reader';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export type AttemptRecord = Writable<Attempt>;

/** A message and all that has been seen of it so far. */
export class StoryRecord {
  id: string;
  text: string;
  state: MessageState = 'queued';
  provider: string | null = null;
  outcome: string | null = null;
  detail: string | null = null;
  outcomeCode: string | null = null;
  attempts = 0;
  arrivedAt: number | null = null;
  retryAt: number | null = null;
  endedAt: number | null = null;
  duplicates = 0;
  readonly tries: AttemptRecord[] = [];
  readonly notes: Note[] = [];
  /** The recipient's digits, as a provider's request holds them in one form or another. */
  readonly digits: string;

  constructor(
    readonly reading: Reading,
    readonly received: Received,
  ) {
    this.id = reading.id;
    this.text = reading.text;
    this.digits = reading.to.replace(/\D/g, '');
  }

  static restore(reading: Reading, received: Received, story: Story): StoryRecord {
    const record = new StoryRecord({ ...reading, order: { route: story.route, choices: story.order } }, received);
    const { id, text, state, provider, outcome, detail, attempts, duplicates } = story;
    Object.assign(record, { id, text, state, provider, outcome, detail, attempts, duplicates });
    record.outcomeCode = story.code_of_outcome;
    record.arrivedAt = story.arrived_at;
    record.endedAt = story.ended_at;
    record.tries.push(...story.tries);
    record.notes.push(...story.notes);
    return record;
  }

  get message(): Message | undefined {
    return this.reading.message;
  }

  /** A request of the courier's to a provider that no outcome is known of yet. */
  get pending(): AttemptRecord | undefined {
    return this.tries.find(({ outcome }) => outcome === null);
  }

  toSummary(): MessageSummary {
    const { reading, received } = this;
    return {
      id: this.id,
      to: reading.to,
      text: this.text,
      code: reading.code,
      template_type: reading.message?.templateType ?? '',
      state: this.state,
      provider: this.provider,
      outcome: this.outcome,
      attempts: Math.max(this.attempts, this.tries.length),
      received_at: received.at,
      arrived_at: this.arrivedAt,
    };
  }

  toStory(): Story {
    const { reading, received } = this;
    const measured = this.text === '' ? undefined : countSegments(this.text);
    return {
      ...this.toSummary(),
      door: received.door,
      message: parse(received.body),
      encoding: measured?.encoding ?? null,
      segments: measured?.segments ?? null,
      text_source: reading.textSource,
      route: reading.order.route,
      order: reading.order.choices,
      tries: this.tries,
      detail: this.detail,
      code_of_outcome: this.outcomeCode,
      expires_at: reading.message?.expiresAt ?? null,
      retry_at: this.retryAt,
      ended_at: this.endedAt,
      duplicates: this.duplicates,
      notes: this.notes,
    };
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

import { EventEmitter } from 'node:events';
import { OPEN_MS } from '../../lambda/ledger/breakers';
import type { LocalCourier, LogLine, Received } from '../local-courier';
import type { ProviderRequest } from '../provider-server';
import type { MessageState, MessageSummary, Story } from './api';
import { createMask, type Mask } from './mask';
import { MessageReader } from './reader';
import { type AttemptRecord, StoryRecord } from './story';

/** What of a courier its messages' stories are put together from. */
export type StorySource = Pick<LocalCourier, 'events' | 'resolvedConfig' | 'providers' | 'secretValues'>;

/** How many messages are kept; beyond, the oldest that have ended are forgotten. */
const KEPT = 20_000;

export interface Health {
  breakerOpenUntil: number | null;
  accepted: number;
  failed: number;
}

/**
 * Puts each message's story together: what a front door was handed, what the providers' emulators saw, what the courier's log says.
 *
 * Lines of the log name their message. Requests do not: a request belongs to the message whose recipient it names, and, among
 * several, to the one whose text or code it holds.
 */
export class Stories extends EventEmitter<{ change: [StoryRecord]; providers: [] }> {
  readonly health = new Map<string, Health>();
  private readonly byId = new Map<string, StoryRecord>();
  /** Not ended; the oldest first. */
  private readonly open = new Set<StoryRecord>();
  private readonly exchanges = new Map<ProviderRequest, [StoryRecord, AttemptRecord]>();
  private readonly reader: MessageReader;
  private readonly mask: Mask;

  constructor(private readonly source: StorySource) {
    super();
    this.setMaxListeners(0);
    this.mask = createMask(() => source.secretValues());
    this.reader = new MessageReader(source.resolvedConfig, (provider) => this.isOpen(provider));
    for (const { id } of source.providers) this.health.set(id, { breakerOpenUntil: null, accepted: 0, failed: 0 });
    source.events.on('received', (received) => this.onReceived(received));
    source.events.on('request', (request) => this.onRequest(request));
    source.events.on('response', (request) => this.onResponse(request));
    source.events.on('log', (line) => this.onLog(line));
  }

  get(id: string): StoryRecord | undefined {
    return this.byId.get(id);
  }

  /** The newest first. */
  all(): StoryRecord[] {
    return [...this.byId.values()].reverse();
  }

  summaries(): MessageSummary[] {
    return this.all().map((story) => story.toSummary());
  }

  /** Messages that a front door has taken and that have not come to their end. */
  unfinished(): StoryRecord[] {
    return [...this.open];
  }

  /** Takes up a story that was kept from an earlier run. */
  restore(received: Received, story: Story): void {
    this.byId.set(story.id, StoryRecord.restore(this.reader.read(received), received, story));
  }

  private isOpen(provider: string): boolean {
    return this.health.get(provider)?.breakerOpenUntil != null;
  }

  private onReceived(received: Received): void {
    const reading = this.reader.read(received);
    const known = this.byId.get(reading.id);
    // what had failed may come again, and its story goes on
    if (known !== undefined) {
      if (known.endedAt !== null && known.state === 'failed') this.open.add(known);
      return;
    }
    const story = new StoryRecord(reading, received);
    this.open.add(story);
    this.publish(story);
  }

  private onRequest(exchange: ProviderRequest): void {
    const story = this.findByRequest(exchange);
    if (story === undefined) return;
    const { method, path, headers, body } = exchange.request;
    const attempt: AttemptRecord = {
      provider: this.providersAt(exchange.origin, story)[0] ?? exchange.provider,
      number: null,
      started_at: exchange.receivedAt,
      duration_ms: null,
      outcome: null,
      code: null,
      detail: null,
      provider_message_id: null,
      request: this.mask.request({ method, url: `${exchange.origin}${path}`, headers: withoutHop(headers), body }),
      response: null,
    };
    story.tries.push(attempt);
    story.provider = attempt.provider;
    this.exchanges.set(exchange, [story, attempt]);
    const { accepted } = exchange;
    if (accepted !== undefined) {
      if (story.arrivedAt !== null) this.note(story, 'The phone rang again.');
      story.arrivedAt ??= exchange.receivedAt;
      story.text = accepted.text;
    }
    this.publish(story);
  }

  private onResponse(exchange: ProviderRequest): void {
    const [story, attempt] = this.exchanges.get(exchange) ?? [];
    this.exchanges.delete(exchange);
    if (story === undefined || attempt === undefined) return;
    const { response } = exchange;
    attempt.duration_ms ??= Date.now() - exchange.receivedAt;
    if (response !== undefined) {
      const { status, headers, body } = response;
      attempt.response = { status, headers, body: this.mask.text(body) };
    }
    this.publish(story);
  }

  /** A request that names the recipient of a message that has no other under way; the one whose text it holds goes first. */
  private findByRequest({ request: { path, body } }: ProviderRequest): StoryRecord | undefined {
    const content = `${decode(path)}\n${decode(body.replaceAll('+', ' '))}\n${body}`;
    const named = [...this.open].filter(
      ({ digits, pending, message }) => message !== undefined && pending === undefined && content.includes(digits),
    );
    const holds = ({ text, reading: { code } }: StoryRecord) =>
      (text.trim() !== '' && content.includes(text.trim())) || (code !== null && content.includes(code));
    return named.find(holds) ?? named[0];
  }

  /** The providers that are asked at an origin, in the order of the message. */
  private providersAt(origin: string, story: StoryRecord): string[] {
    const ids = this.source.providers.filter((provider) => provider.origin === origin).map(({ id }) => id);
    const order = story.reading.order.choices.map(({ id }) => id);
    return ids.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  }

  private onLog(line: LogLine): void {
    if (line['event'] === 'breaker') this.onBreaker(line);
    const id = text(line['message_id']);
    if (id === null) return;
    const story = this.byId.get(id);
    if (story === undefined) return;
    if (line['event'] === 'attempt') this.onAttempt(story, line);
    else if (line['event'] === 'message') this.onMessage(story, line);
    else this.note(story, text(line['detail']) ?? String(line['event']));
    this.publish(story);
  }

  private onAttempt(story: StoryRecord, line: LogLine): void {
    const provider = text(line['provider']) ?? '';
    const outcome = text(line['outcome']);
    const duration = Number(line['duration_ms']);
    const at = Date.parse(String(line['time']));
    const origin = this.source.providers.find(({ id }) => id === provider)?.origin;
    let attempt = story.tries.find(
      (each) =>
        each.outcome === null && this.source.providers.some((one) => one.id === each.provider && one.origin === origin),
    );
    if (attempt === undefined) {
      attempt = { ...UNSEEN, provider, started_at: at - duration };
      story.tries.push(attempt);
    }
    Object.assign(attempt, {
      provider,
      number: Number(line['attempt']),
      duration_ms: duration,
      outcome,
      code: text(line['code']),
      detail: text(line['detail']),
      provider_message_id: text(line['provider_message_id']),
    });
    Object.assign(story, { provider, outcome, attempts: Number(line['attempt']) });
    if (outcome === 'accepted') story.arrivedAt ??= at;
    const health = this.health.get(provider);
    if (health !== undefined) health[outcome === 'accepted' ? 'accepted' : 'failed'] += 1;
    this.emit('providers');
  }

  private onMessage(story: StoryRecord, line: LogLine): void {
    const at = Date.parse(String(line['time']));
    if (line['duplicate'] === true) {
      story.duplicates += 1;
      this.note(story, 'The same message came again: it was not sent twice.', at);
      this.settle(story, at);
      return;
    }
    if (line['held'] === true) return;
    const state = line['state'] as MessageState;
    const retryIn = Number(line['retry_in_seconds'] ?? Number.NaN);
    Object.assign(story, {
      state,
      provider: text(line['provider']) ?? story.provider,
      outcome: text(line['outcome']) ?? story.outcome,
      detail: text(line['detail']),
      outcomeCode: text(line['code']),
      retryAt: Number.isNaN(retryIn) ? null : at + retryIn * 1000,
    });
    if (state !== 'queued') this.settle(story, at);
  }

  private settle(story: StoryRecord, at: number): void {
    story.endedAt ??= at;
    this.open.delete(story);
  }

  private onBreaker(line: LogLine): void {
    const health = this.health.get(String(line['provider']));
    if (health === undefined) return;
    health.breakerOpenUntil = line['state'] === 'open' ? Date.parse(String(line['time'])) + OPEN_MS : null;
    this.emit('providers');
  }

  private note(story: StoryRecord, text: string, at = Date.now()): void {
    story.notes.push({ at, text });
  }

  private publish(story: StoryRecord): void {
    if (!this.byId.has(story.id)) this.byId.set(story.id, story);
    if (this.byId.size > KEPT) this.forgetOldest();
    this.emit('change', story);
  }

  private forgetOldest(): void {
    for (const [id, story] of this.byId) {
      if (this.open.has(story)) continue;
      this.byId.delete(id);
      return;
    }
  }
}

/** An attempt that no emulator saw: no connection was made, or its provider is a real one. */
const UNSEEN: AttemptRecord = {
  provider: '',
  number: null,
  started_at: 0,
  duration_ms: null,
  outcome: null,
  code: null,
  detail: null,
  provider_message_id: null,
  request: null,
  response: null,
};

/** Headers of the connection say nothing of the request, and its host is this machine's. */
function withoutHop(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'connection' && name !== 'host'));
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Percent-encoded text in clear; what is not well-formed stays as it is. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

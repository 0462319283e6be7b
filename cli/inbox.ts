import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageList, MessageSummary, Story } from '../local/inbox/api';
import { DURATIONS, readDuration } from '../local/inbox/duration';
import { BadInput } from './bad-input';

/** Where `sms-courier dev` serves its inbox, unless the port was taken. */
export const INBOX_URL = 'http://127.0.0.1:4500';

/** How often to look what has become of a message, in milliseconds. */
const LOOK_MS = 100;

/** A time to wait, in milliseconds. @throws {BadInput} */
export function readWait(option: string, text: string): number {
  const milliseconds = readDuration(text);
  if (milliseconds === undefined) throw new BadInput(`${option} ${text}: give ${DURATIONS}`);
  return milliseconds;
}

/** The inbox of a courier that runs on this machine. */
export class Inbox {
  constructor(private readonly url: string) {
    if (!/^https?:\/\/[^/]+\/?$/.test(url)) throw new BadInput(`--inbox ${url}: give an address such as ${INBOX_URL}`);
  }

  /** Hands a message over; gives its id. */
  async send(message: object): Promise<string> {
    const { id } = await this.ask<{ id: string }>('api/messages', { method: 'POST', body: JSON.stringify(message) });
    return id;
  }

  /** What has arrived at a number, or as soon as something does; undefined if nothing has in that time. */
  async wait(to: string, { timeout, since }: { timeout: string; since?: string }): Promise<MessageSummary | undefined> {
    const query = new URLSearchParams({ to, wait: timeout, limit: '1', ...(since === undefined ? {} : { since }) });
    const answer = await this.ask<MessageList>(`api/messages?${query}`, {}, 404);
    return answer?.messages?.[0];
  }

  /** A message once it has arrived or has come to another end, else as it is after that time. */
  async watch(id: string, milliseconds: number): Promise<Story> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const story = await this.ask<Story>(`api/messages/${encodeURIComponent(id)}`);
      if (story.arrived_at !== null || story.ended_at !== null || Date.now() >= deadline) return story;
      await sleep(LOOK_MS);
    }
  }

  private async ask<T>(path: string, init: RequestInit = {}, expected?: number): Promise<T> {
    const response = await fetch(new URL(path, this.url), init).catch((error: Error) => {
      const reason = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.message;
      throw new BadInput(
        `no inbox at ${this.url} (${reason}): run "sms-courier dev", or name its address with --inbox`,
      );
    });
    const answer = (await response.json().catch(() => {
      throw new BadInput(`what answers at ${this.url} is no inbox: name its address with --inbox`);
    })) as T & { readonly error?: string };
    if (!response.ok && response.status !== expected) throw new BadInput(answer.error ?? `HTTP ${response.status}`);
    return answer;
  }
}

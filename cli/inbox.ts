import type { MessageList, MessageSummary } from '../local/inbox/api';
import { BadInput } from './bad-input';

/** Where `sms-courier dev` serves its inbox, unless the port was taken. */
export const INBOX_URL = 'http://127.0.0.1:4500';

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

  private async ask<T>(path: string, init: RequestInit, expected?: number): Promise<T> {
    const response = await fetch(new URL(path, this.url), init).catch((error: Error) => {
      const reason = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.message;
      throw new BadInput(
        `no inbox at ${this.url} (${reason}): run "sms-courier dev", or name its address with --inbox`,
      );
    });
    const answer = (await response.json()) as T & { readonly error?: string };
    if (!response.ok && response.status !== expected) throw new BadInput(answer.error ?? `HTTP ${response.status}`);
    return answer;
  }
}

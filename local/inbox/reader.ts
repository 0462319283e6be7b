import { codeOf } from '../../lambda/code';
import type { CourierConfig } from '../../lambda/config';
import { InvalidMessage, type Message, parseMessageText } from '../../lambda/message';
import { render } from '../../lambda/render';
import { Templates } from '../../lambda/template/templates';
import type { Received } from '../local-courier';
import { explainOrder, type Order } from './order';

/** A message as the courier will read it. */
export interface Reading {
  readonly id: string;
  readonly to: string;
  /** Absent: it is none. */
  readonly message?: Message;
  readonly text: string;
  readonly textSource: string;
  readonly code: string | null;
  readonly order: Order;
}

/** Reads messages with the functions that the courier itself runs, so that the inbox can tell what the log may not. */
export class MessageReader {
  private readonly templates: Templates;

  constructor(
    private readonly config: CourierConfig,
    private readonly isOpen: (provider: string) => boolean,
  ) {
    this.templates = new Templates(config);
  }

  read({ body, door, at, fallbackId }: Received): Reading {
    const { config } = this;
    try {
      const entry = { enteredAt: at, fallbackId, origin: door };
      const received = parseMessageText(body, entry, { ...config, ...config.delivery });
      const { message, failure } = render(received, config, () => this.templates);
      const text = message?.body ?? '';
      return {
        id: received.id,
        to: received.recipient.e164,
        message: received,
        text,
        textSource: failure === undefined ? sourceOf(received, text) : `the template failed: ${failure.detail}`,
        code: codeOf(received.templateData) ?? null,
        order: explainOrder(message ?? received, config, this.isOpen),
      };
    } catch (error) {
      if (!(error instanceof InvalidMessage)) throw error;
      return {
        id: fallbackId,
        to: recipientOf(body),
        text: '',
        textSource: 'it is no message',
        code: null,
        order: { route: 'Refused before any provider was chosen.', choices: [] },
      };
    }
  }
}

function sourceOf({ body, templateType }: Message, text: string): string {
  if (text === '') return 'none';
  return text === body ? 'as the sender rendered it' : `rendered from the template ${templateType}`;
}

function recipientOf(body: string): string {
  try {
    const { recipient } = JSON.parse(body);
    return typeof recipient === 'string' && recipient.trim() !== '' ? recipient : 'nobody';
  } catch {
    return 'nobody';
  }
}

import { type Message, parseMessage } from '../../lambda/message';
import examples from '../fixtures/ory/ctx-examples.json';

export const ORY_EXAMPLES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = examples;

export const NOW = Date.parse('2026-05-02T09:20:00Z');

export function message(fields: Readonly<Record<string, unknown>> = {}): Message {
  return parseMessage(
    {
      recipient: '+4917667111638',
      body: 'Your code is 428193',
      template_type: 'login_code_valid',
      template_data: { login_code: '428193' },
      ...fields,
    },
    { enteredAt: NOW, fallbackId: 'fallback', origin: 'test' },
    { defaultTtlSeconds: 3600 },
  );
}

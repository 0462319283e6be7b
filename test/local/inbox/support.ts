import type { EventEmitter } from 'node:events';
import type { CourierConfig } from '../../../lambda/config';
import type { InboxCourier } from '../../../local/inbox/server';
import type { StorySource } from '../../../local/inbox/stories';
import type { LocalCourierEvents, LocalProvider } from '../../../local/local-courier';

export interface TestSource extends StorySource, InboxCourier {
  readonly sent: object[];
  readonly faults: unknown[];
}

export const CONFIG: CourierConfig = {
  version: 1,
  courier: 'test/Sms',
  allowedCountries: ['*'],
  defaultCountry: 'DE',
  providers: ['twilio', 'vonage'].map((id) => ({
    id,
    channel: 'sms',
    request: { url: `https://${id}.example.com/send`, method: 'POST', headers: {} },
    secrets: {},
  })),
  delivery: { maxAttempts: 5, onAmbiguous: 'retry', defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 1 },
};

const PROVIDERS: readonly LocalProvider[] = [
  { id: 'twilio', origin: 'https://twilio.example.com', isLive: false, isStandIn: false, errorCodes: ['20003'] },
  { id: 'vonage', origin: 'https://vonage.example.com', isLive: false, isStandIn: false, errorCodes: [] },
];

/** What a running courier tells, told by the test. */
export function sourceOf(
  events: EventEmitter<LocalCourierEvents>,
  { config = CONFIG, providers = PROVIDERS }: { config?: CourierConfig; providers?: readonly LocalProvider[] } = {},
): TestSource {
  const sent: object[] = [];
  const faults: unknown[] = [];
  return {
    events,
    sent,
    faults,
    name: config.courier,
    functionName: 'test-sms',
    invokeEndpoint: 'http://127.0.0.1:1',
    queueUrl: 'http://127.0.0.1:2/queue',
    ingressUrl: undefined,
    resolvedConfig: config,
    providers,
    secretValues: () => new Map([['top secret/+1', '{$TOKEN}']]),
    sendMessage: async (message) => {
      const fallbackId = `sqs-${sent.push(message as object)}`;
      events.emit('received', { door: 'queue', body: JSON.stringify(message), fallbackId, at: Date.now() });
      return fallbackId;
    },
    setFault: async (provider, fault) => void faults.push([provider, fault]),
  };
}

export interface TestMessage {
  readonly id: string;
  readonly to: string;
  readonly code: string;
}

/** A message from the queue to the first provider, and what the courier says of it. */
export function deliverOne({ events }: StorySource, { id, to, code }: TestMessage): void {
  const text = `Your login code is: ${code}`;
  receive(events, { id, to, code });
  const exchange = request('twilio', to, text, true);
  events.emit('request', exchange);
  events.emit('response', exchange);
  events.emit('log', attemptLine(id, 1, 'twilio', 'accepted'));
  events.emit('log', {
    event: 'message',
    message_id: id,
    time: now(),
    state: 'sent',
    provider: 'twilio',
    outcome: 'accepted',
  });
}

export function receive(events: EventEmitter<LocalCourierEvents>, { id, to, code }: TestMessage): void {
  const message = {
    recipient: to,
    body: `Your login code is: ${code}`,
    template_type: 'login_code_valid',
    template_data: { login_code: code },
  };
  events.emit('received', { door: 'queue', body: JSON.stringify(message), fallbackId: id, at: Date.now() });
}

export function request(provider: string, to: string, text: string, isAccepted: boolean) {
  const accepted = { id: 'SM1', to, from: 'ACME', text };
  return {
    provider,
    origin: `https://${provider}.example.com`,
    receivedAt: Date.now(),
    request: {
      method: 'POST',
      path: '/send?key=top%20secret%2F%2B1',
      headers: {
        authorization: `Basic ${Buffer.from('user:top secret/+1').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ To: to, Body: text }).toString(),
    },
    response: { status: isAccepted ? 201 : 503, headers: {}, body: '{}' },
    ...(isAccepted ? { accepted } : {}),
  };
}

export function attemptLine(id: string, attempt: number, provider: string, outcome: string): Record<string, unknown> {
  return { event: 'attempt', message_id: id, time: now(), attempt, provider, outcome, duration_ms: 5 };
}

const now = () => new Date().toISOString();

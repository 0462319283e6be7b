import { join } from 'node:path';
import type { EmulatedRequest, EmulatedResponse, ProviderEmulator } from '../../lib/providers/emulator-base';
import { twilioEmulator } from '../../lib/providers/twilio/emulator';
import { startLocalCourier } from '../../local/courier';
import type { Arrival, LocalCourier } from '../../local/local-courier';
import { ORY_EXAMPLES } from '../support/messages';
import { GOOD_CONFIGS, oryConfig } from '../support/ory';
import { temporaryFolder, writeJson } from './support';
import { synthesizeCourier } from './synth';

/** The values that were in the files or would be in SSM, by the parameters that the import names. */
const SECRETS = {
  '/sms/twilio/account_sid': `AC${'fedcba9876543210'.repeat(2)}`,
  '/sms/twilio/auth_token': '4f9d2c81b07e3a65d4c1f8e9a2b73605',
  '/sms/messagebird/api_key': 'live_q7Vd0Zs3NfKx91hTbYw2RmLp8',
  '/sms/plivo/auth_id': 'MAZDK0ZTQ0YTG5ZTC5MJ',
  '/sms/plivo/auth_token': 'plivo-token',
  '/sms/sinch/api_token': 'sinch-token',
  '/sms/vonage/api_key': '5a1c9e07',
  '/sms/vonage/api_secret': 'Zr4kQ0vT8mWb2yXd',
  '/sms/http/x_webhook_secret': 'kept-between-kratos-and-the-handler',
  '/sms/http/password': 'correct-horse-battery',
  '/sms/http/token': 's3cr3tInTheQuery',
  '/sms/http/x_api_key': 'prefix.0Kx7',
};

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const { body: TEXT, recipient: PHONE } = ORY_EXAMPLES['A_login_code_valid'] as { body: string; recipient: string };
const DIGITS = PHONE.slice(1);

interface Expected {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
  /** What the service says when it has taken a message. @default {} */
  readonly answer?: unknown;
}

/** A service that takes one request, to the letter, and no other. */
function service(id: string, { origin, path, headers, json, answer = {} }: Expected): ProviderEmulator {
  const isExpected = (request: EmulatedRequest) =>
    request.method === 'POST' &&
    request.path === path &&
    Object.entries({ 'content-type': 'application/json', ...headers }).every(
      ([name, value]) => request.headers[name] === value,
    );
  return {
    id,
    origin,
    handle: (request): EmulatedResponse => {
      if (!isExpected(request)) return { status: 401, headers: {}, body: '{}' };
      expect(JSON.parse(request.body)).toEqual(json);
      const accepted = { id, to: PHONE, from: 'ACME', text: TEXT };
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer), accepted };
    },
  };
}

const SERVICES = [
  twilioEmulator({ authTokens: [SECRETS['/sms/twilio/auth_token']] }),
  service('messagebird', {
    origin: 'https://rest.messagebird.com',
    path: '/messages',
    headers: { authorization: `AccessKey ${SECRETS['/sms/messagebird/api_key']}` },
    json: { originator: 'ACME', recipients: [DIGITS], body: TEXT },
    answer: {
      id: 'e8077d803532c0b5937c639b60216938',
      recipients: {
        totalCount: 1,
        totalSentCount: 1,
        totalDeliveredCount: 0,
        totalDeliveryFailedCount: 0,
        items: [{ recipient: Number(DIGITS), status: 'sent' }],
      },
    },
  }),
  service('plivo', {
    origin: 'https://api.plivo.com',
    path: `/v1/Account/${SECRETS['/sms/plivo/auth_id']}/Message/`,
    headers: { authorization: basic(SECRETS['/sms/plivo/auth_id'], SECRETS['/sms/plivo/auth_token']) },
    json: { powerpack_uuid: '5ec4c8c9-cd74-42b5-9e41-0d7670d6bb46', dst: PHONE, text: TEXT },
    answer: { message: 'message(s) queued', message_uuid: ['db3ce55a-7f1d-11e1-8ea7-1231380bc196'], api_id: 'a' },
  }),
  service('sinch', {
    origin: 'https://eu.sms.api.sinch.com',
    path: '/xms/v1/7d1f2a90c3b84e5f9a6b1c2d3e4f5a6b/batches',
    headers: { authorization: `Bearer ${SECRETS['/sms/sinch/api_token']}` },
    json: { from: 'ACME', to: [PHONE], body: TEXT },
    answer: {
      id: '01FC66621XXXXX119Z8PMV1QPQ',
      to: [DIGITS],
      from: 'ACME',
      canceled: false,
      body: TEXT,
      type: 'mt_text',
    },
  }),
  service('vonage', {
    origin: 'https://rest.nexmo.com',
    path: '/sms/json',
    headers: {},
    json: { api_key: '5a1c9e07', api_secret: 'Zr4kQ0vT8mWb2yXd', from: 'ACME', to: DIGITS, text: TEXT },
    answer: {
      'message-count': '1',
      messages: [{ to: DIGITS, 'message-id': 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab', status: '0' }],
    },
  }),
  service('whatsapp-handler', {
    origin: 'https://otp.example.com',
    path: '/whatsapp/send',
    headers: { 'x-webhook-secret': SECRETS['/sms/http/x_webhook_secret'] },
    json: { recipient: PHONE, body: TEXT, message_type: 'sms' },
  }),
  service('legacy-sms', {
    origin: 'https://sms.example.net',
    path: '/v2/messages',
    headers: { authorization: basic('kratos', SECRETS['/sms/http/password']) },
    json: { sender: '+4915792300000', number: PHONE, text: TEXT },
  }),
  service('own-service', {
    origin: 'https://messages.example.org',
    path: '/sms?tenant=acme&token=s3cr3tInTheQuery',
    headers: { 'x-api-key': SECRETS['/sms/http/x_api_key'] },
    // Ory's ctx as it came
    json: { ctx: expect.objectContaining({ recipient: PHONE, body: TEXT, template_type: 'login_code_valid' }) },
  }),
];

/** The configuration's name names its provider here. */
const idOf = (file: string) => file.replace(/\.\w+$/, '');

let courier: LocalCourier;
const arrivals: Arrival[] = [];

beforeAll(async () => {
  const { stackDirectory } = synthesizeCourier({
    ...oryConfig('network-twilio.yaml'),
    providers: GOOD_CONFIGS.flatMap((file) => oryConfig(file, idOf(file)).providers),
  });
  const secretsFile = writeJson(join(temporaryFolder(), 'secrets.json'), SECRETS);
  courier = await startLocalCourier({ stackDirectory, secretsFile, emulators: SERVICES, environments: 1 });
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
}, 60_000);

afterAll(() => courier?.stop());

it.each(GOOD_CONFIGS)("an Ory message goes through the imported %s, in Ory's words", async (file) => {
  arrivals.length = 0;
  const message = { ...ORY_EXAMPLES['A_login_code_valid'], provider: idOf(file) };
  expect(JSON.parse(((await courier.invoke(message)) as { payload: string }).payload)).toMatchObject({
    state: 'sent',
    provider: idOf(file),
    attempts: 1,
  });
  expect(arrivals.map(({ to, text }) => [to, text])).toEqual([[PHONE, TEXT]]);
});

it('a message without a body is rendered by the imported template', async () => {
  arrivals.length = 0;
  const { body: _, ...message } = ORY_EXAMPLES['A_login_code_valid'] as Record<string, unknown>;
  await courier.invoke({ ...message, provider: 'network-twilio' });
  expect(arrivals.map(({ text }) => text)).toEqual(['428193 is your code for ACME.']);
});

import { dirname, join } from 'node:path';
import { SmsProvider, SmsSecret } from '../../../lib';
import { startLocalCourier } from '../../../local/courier';
import type { Arrival, LocalCourier, LogLine } from '../../../local/local-courier';
import { eventually, writeJson } from '../support';
import { synthesizeCourier, SECRET as TWILIO_SECRET, twilio } from '../synth';

const SECRET = '/sms/whatsapp/access_token';
let courier: LocalCourier;
const arrivals: Arrival[] = [];
const log: LogLine[] = [];

beforeAll(async () => {
  const whatsapp = SmsProvider.whatsapp({
    phoneNumberId: '106540352242922',
    accessToken: SmsSecret.fromSsmParameter(SECRET),
    template: 'login_code',
    language: { default: 'en_US', de: 'de' },
  });
  const { stackDirectory, secretsFile } = synthesizeCourier({
    providers: [whatsapp, twilio()],
    // a Swiss number is brought by SMS alone
    routes: [
      { countries: ['CH'], providers: ['twilio'] },
      { countries: ['*'], providers: ['whatsapp', 'twilio'] },
    ],
  });
  const value = 'known-to-the-emulators-only';
  const secrets = writeJson(join(dirname(secretsFile), 'both.json'), { [SECRET]: value, [TWILIO_SECRET]: value });
  courier = await startLocalCourier({ stackDirectory, secretsFile: secrets, environments: 1 });
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
  courier.events.on('log', (line) => log.push(line));
});
afterAll(() => courier?.stop());

const GERMAN = '+4917667111638';
const SWISS = '+41791234567';
const message = (id: string, recipient = GERMAN) => ({
  id,
  recipient,
  body: 'Dein Code ist 428193',
  template_type: 'login_code_valid',
  template_data: { login_code: '428193', identity: { traits: { lang: 'de' } } },
});

/** Where a message arrived, and by whom it was tried before. */
async function deliver(body: { readonly id: string }): Promise<{ arrived: unknown[]; outcomes: unknown[] }> {
  const before = arrivals.length;
  const lines = () => log.filter((line) => line['message_id'] === body.id);
  await courier.sendMessage(body);
  await eventually(() => lines().some(({ event }) => event === 'message'), `${body.id} ends`);
  return {
    arrived: arrivals.slice(before).map(({ provider, to, text }) => [provider, to, text]),
    outcomes: lines().flatMap(({ event, provider, outcome }) => (event === 'attempt' ? [[provider, outcome]] : [])),
  };
}

const sms = (to = GERMAN) => [['twilio', to, 'Dein Code ist 428193']];

test('the code comes by WhatsApp, in the language of the identity', async () => {
  expect(await deliver(message('wa'))).toEqual({
    arrived: [['whatsapp', GERMAN, '428193 is your verification code. [login_code, de]']],
    outcomes: [['whatsapp', 'accepted']],
  });
});

test.each([
  ['131026', 'invalid_recipient'],
  ['131050', 'opted_out'],
  ['131049', 'blocked'],
  ['132015', 'bad_sender'],
  ['130429', 'throttled'],
])('what WhatsApp refuses with %s comes by SMS, at once', async (code, outcome) => {
  await courier.setFault('whatsapp', { kind: 'error', code });
  expect(await deliver(message(`wa-${code}`))).toEqual({
    arrived: sms(),
    outcomes: [
      ['whatsapp', outcome],
      ['twilio', 'accepted'],
    ],
  });
  await courier.setFault('whatsapp');
});

test('a message without a code, or with one that is too long, comes by SMS', async () => {
  const withoutCode = { ...message('no-code'), template_type: 'own', template_data: {} };
  expect(await deliver(withoutCode)).toEqual({ arrived: sms(), outcomes: [['twilio', 'accepted']] });
  const long = { ...message('long'), template_type: 'own', template_data: { code: 'x'.repeat(16) } };
  expect((await deliver(long)).outcomes).toEqual([
    ['whatsapp', 'bad_request'],
    ['twilio', 'accepted'],
  ]);
});

test('a country that is routed around WhatsApp has its SMS', async () => {
  expect(await deliver(message('swiss', SWISS))).toEqual({ arrived: sms(SWISS), outcomes: [['twilio', 'accepted']] });
});

import type { CourierConfig, Deferred, HttpProviderConfig } from '../../lambda/config';
import type { ProviderEmulator } from '../../lib/providers/emulator-base';
import { chooseEmulators } from '../../local/emulators';
import { StandIn } from '../../local/stand-in';

const ACCOUNT = `AC${'0'.repeat(32)}`;

function config(...providers: Partial<HttpProviderConfig<Deferred>>[]): CourierConfig<Deferred> {
  return {
    version: 1,
    courier: 'app/Sms',
    allowedCountries: ['*'],
    delivery: { maxAttempts: 1, onAmbiguous: 'retry', defaultTtlSeconds: 60, queueDays: 2, ledgerDays: 30 },
    providers: providers.map((provider, index) => ({
      id: `provider-${index}`,
      channel: 'sms',
      request: request('https://sms.example.com/send'),
      secrets: {},
      ...provider,
    })),
  };
}

const request = (url: Deferred) => ({ url, method: 'POST', headers: {} });
const twilio = (url: Deferred = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages.json`) => ({
  id: 'twilio-eu',
  request: request(url),
  secrets: { AUTH_TOKEN: { source: 'ssm' as const, name: '/token' } },
});
const OAUTH = {
  type: 'oauth2_client_credentials' as const,
  config: {
    token_url: 'https://login.example.com/token',
    client_id: 'i',
    client_secret: 's',
    client_auth: 'basic' as const,
  },
};
const sources = (fields: object = {}) => ({
  variables: {},
  secrets: new Map<string, string>(),
  region: 'eu-central-1',
  own: [],
  live: [],
  ...fields,
});

/** What Twilio's emulator answers a message that comes with the token. */
const statusOf = (emulator: ProviderEmulator | undefined, token: string) =>
  emulator?.handle({
    method: 'POST',
    path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
    headers: {
      authorization: `Basic ${Buffer.from(`${ACCOUNT}:${token}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'To=%2B4917667111638&From=ACME&Body=x',
  }).status;

test("gives Twilio's emulator the token that the courier will be given", () => {
  const [emulator] = chooseEmulators(config(twilio()), sources({ secrets: new Map([['/token', 'value']]) }));
  expect([statusOf(emulator, 'value'), statusOf(emulator, 'other')]).toEqual([201, 401]);
});

test('gives an emulator that stands in for several providers the tokens of all of them', () => {
  const other = { ...twilio(), id: 'twilio-us', secrets: { AUTH_TOKEN: { source: 'ssm' as const, name: '/other' } } };
  const secrets = new Map([
    ['/token', 'value'],
    ['/other', 'another'],
  ]);
  const chosen = chooseEmulators(config(twilio(), other), sources({ secrets }));
  expect(chosen).toHaveLength(1);
  expect(['value', 'another', 'third'].map((token) => statusOf(chosen[0], token))).toEqual([201, 201, 401]);
});

test('follows a URL and a secret that are known only at deploy', () => {
  const deferred = {
    ...twilio({ env: 'URL' }),
    secrets: { AUTH_TOKEN: { source: 'ssm' as const, name: { env: 'NAME' } } },
  };
  const variables = { URL: 'https://api.twilio.com/x', NAME: '/deferred' };
  const chosen = chooseEmulators(config(deferred), sources({ variables, secrets: new Map([['/deferred', 'v']]) }));
  expect(chosen.map(({ id }) => id)).toEqual(['twilio']);
  expect(() => chooseEmulators(config(deferred), sources({ variables }))).toThrow(
    'add "/deferred" to the secrets file',
  );
  expect(() => chooseEmulators(config(deferred), sources())).toThrow(
    'environment variable URL is not set on the function',
  );
});

test.each([
  ['arn:aws:ssm:eu-central-1:123456789012:parameter/token', 'ssm', undefined, { '/token': 'value' }],
  [
    'arn:aws:secretsmanager:eu-central-1:123456789012:secret:twilio-AbCdEf',
    'secretsmanager',
    undefined,
    { twilio: 'value' },
  ],
  ['twilio', 'secretsmanager', 'token', { twilio: '{"token":"value"}' }],
] as const)('finds the token wherever the courier keeps it: %s', (name, source, field, secrets) => {
  const reference = { source, name, ...(field === undefined ? {} : { field }) };
  const provider = { ...twilio(), secrets: { AUTH_TOKEN: reference } };
  const choose = (values: object) =>
    chooseEmulators(config(provider), sources({ secrets: new Map<string, string>(Object.entries(values)) }));
  expect(choose(secrets).map(({ id }) => id)).toEqual(['twilio']);
  expect(() => choose({ other: 'value' })).toThrow('has no value');
});

test("takes the caller's emulators before its own", () => {
  const own: ProviderEmulator = {
    id: 'own',
    origin: 'https://sms.example.com',
    handle: () => ({ status: 200, headers: {}, body: '' }),
  };
  expect(
    chooseEmulators(config({ request: request('https://{$KEY}@sms.example.com/{$KEY}') }), sources({ own: [own] })),
  ).toEqual([own]);
});

test('lets something stand in for a service that it has no emulator of, and for where tokens come from', () => {
  const withTokens = { ...twilio(), request: { ...twilio().request, auth: OAUTH } };
  const chosen = chooseEmulators(
    config({ request: request('https://sms.example.com/send') }, withTokens),
    sources({ secrets: new Map([['/token', 'value']]) }),
  );
  expect(chosen.map((each) => [each.origin, each instanceof StandIn])).toEqual([
    ['https://sms.example.com', true],
    ['https://api.twilio.com', false],
    ['https://login.example.com', true],
  ]);
});

test.each([
  [twilio(), 'secret AUTH_TOKEN of provider twilio-eu has no value: add "/token" to the secrets file'],
  [
    { ...twilio(), secrets: {} },
    'provider twilio-eu binds no secret, and its emulator checks credentials: bind one in secrets',
  ],
  [{ request: request('https://{$HOST}/send') }, /provider-0 has no fixed host in its URL, so that no emulator can/],
  [{ request: request('function(ctx) "https://sms.example.com"') }, /provider-0 has no fixed host in its URL/],
])('does not start without an emulator that works: %j', (provider: Partial<HttpProviderConfig<Deferred>>, error) => {
  const secrets = new Map(provider.request?.auth === undefined ? [] : [['/token', 'value']]);
  expect(() => chooseEmulators(config(provider), sources({ secrets }))).toThrow(error);
});

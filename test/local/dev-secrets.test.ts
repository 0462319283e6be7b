import type { CourierConfig, SecretReference } from '../../lambda/config';
import { chooseSecrets, MADE_UP, variableName } from '../../local/dev-secrets';
import { findSecret } from '../../local/secrets-manager';

const ssm = (name: string): SecretReference => ({ source: 'ssm', name });
const stored = (name: string, field?: string): SecretReference => ({
  source: 'secretsmanager',
  name,
  ...(field === undefined ? {} : { field }),
});

const config = (secrets: Record<string, SecretReference>, rest: object = {}) =>
  ({ providers: [{ id: 'acme', secrets }], ...rest }) as unknown as CourierConfig;

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:sms/acme-AbCdEf';

test.each([
  [ssm('/sms/twilio/auth_token'), 'SMS_TWILIO_AUTH_TOKEN'],
  [ssm('token'), 'TOKEN'],
  [ssm('arn:aws:ssm:eu-central-1:123456789012:parameter/sms/key'), 'SMS_KEY'],
  [stored(ARN), 'SMS_ACME'],
  [stored(ARN, 'apiKey'), 'SMS_ACME_APIKEY'],
])('%j is looked for in %s', (reference, variable) => {
  expect(variableName(reference)).toBe(variable);
});

test('the file goes before the environment, and that before what is made up', () => {
  const bound = config({ A: ssm('/a'), B: ssm('/b'), C: ssm('/c') });
  const file = new Map([['/a', 'of the file']]);
  const values = chooseSecrets(bound, { file, env: { A: 'of the environment', B: 'of the environment' }, live: [] });
  expect(['/a', '/b', '/c', '/d'].map((name) => values.get(name))).toEqual([
    'of the file',
    'of the environment',
    MADE_UP,
    undefined,
  ]);
});

test('fields of one secret are put together', () => {
  const bound = config({ KEY: stored(ARN, 'key'), SECRET: stored(ARN, 'secret') });
  const values = chooseSecrets(bound, { env: { SMS_ACME_KEY: 'k' }, live: [] });
  expect(JSON.parse(values.get(ARN) as string)).toEqual({ key: 'k', secret: MADE_UP });
});

test('nothing is made up for a live provider', () => {
  const bound = config({ KEY: ssm('/sms/key') });
  expect(() => chooseSecrets(bound, { env: {}, live: ['acme'] })).toThrow(
    'provider acme is live, and its secret KEY has no value: set SMS_KEY in .env, or "/sms/key" in the file of --secrets',
  );
  expect(chooseSecrets(bound, { env: { SMS_KEY: 'real' }, live: ['acme'] }).get('/sms/key')).toBe('real');
});

test('the ingress has keys in fields of a secret as well', () => {
  const ingress = { sources: [], apiKeys: [stored(ARN, 'new'), stored(ARN, 'old')] };
  const values = chooseSecrets(config({ KEY: stored(ARN, 'key') }, { ingress }), {
    env: { SMS_ACME_OLD: 'set' },
    live: [],
  });
  expect(JSON.parse(values.get(ARN) as string)).toEqual({ new: MADE_UP, old: 'set', key: MADE_UP });
  const file = new Map([['sms/acme', '{"new":"of the file"}']]);
  const ofFile = chooseSecrets(config({}, { ingress }), { file, env: {}, live: [] });
  expect(findSecret(ARN, ofFile)).toBe('{"new":"of the file"}');
});

test('the ingress has keys that a sender can be told of', () => {
  const ingress = {
    sources: [{ id: 'supabase', type: 'supabase', secrets: [ssm('/hook')] }],
    apiKeys: [ssm('/key')],
    basicAuth: { user: 'ory', passwords: [ssm('/password')] },
  };
  const values = chooseSecrets(config({}, { ingress }), { env: { PASSWORD: 'set' }, live: [] });
  expect(['/key', '/password'].map((name) => values.get(name))).toEqual([MADE_UP, 'set']);
  expect(values.get('/hook')).toMatch(/^v1,whsec_[A-Za-z0-9+/]+=*$/);
});

test('a blank value is none: a line of an example that nobody has filled in', () => {
  const bound = config({ KEY: ssm('/sms/key') });
  expect(chooseSecrets(bound, { env: { SMS_KEY: '' }, live: [] }).get('/sms/key')).toBe(MADE_UP);
  expect(() => chooseSecrets(bound, { env: { SMS_KEY: '' }, live: ['acme'] })).toThrow('has no value: set SMS_KEY');
});

import { createProvider } from '../../lambda/attempt';
import type { HttpProviderConfig as ProviderConfig } from '../../lambda/config';
import { loadConfig } from '../../lambda/load-config';
import { destinationsOf, tokenDestinationsOf } from '../../lambda/request/hosts';
import { createSender } from '../../lambda/request/send';
import { Secrets } from '../../lambda/secrets/secrets';
import { noAws } from '../support/aws';
import { testJsonnet } from '../support/engine';
import { message } from '../support/messages';

const config = (url: string, fields: Partial<ProviderConfig> = {}): ProviderConfig => ({
  id: 'http',
  channel: 'sms',
  request: { url, method: 'POST', headers: {}, body: 'function(ctx) {}' },
  secrets: {},
  ...fields,
});

const attempt = (provider: ProviderConfig) =>
  createProvider(provider, {
    jsonnet: testJsonnet(),
    secrets: new Secrets([provider], { ssm: async () => new Map(), secretsmanager: async () => new Map() }, Date.now),
    sender: createSender(),
    aws: noAws,
    now: Date.now,
  }).attempt(message(), 1);

it('a host that is not allowed is a bad request, told without what a message may have put into it', async () => {
  const provider = config('https://n4917667111638.example.com/', { allowedHosts: ['sms.example.com'] });
  expect(await attempt(provider)).toEqual({
    outcome: 'bad_request',
    detail: "host nxxxxxxxxxxxxx.example.com is not one of the provider's: list it in the provider's hosts",
  });
});

it('an address that is not allowed is a bad request, not to be tried again', async () => {
  expect(await attempt(config('https://[::1]:8443/v1?key=secret'))).toEqual({
    outcome: 'bad_request',
    detail:
      'host ::1 has a loopback, link-local or reserved address, which is never dialled: use the name that its provider documents',
  });
});

it('hosts that only the deploy knows are read from the environment', () => {
  const { config: loaded } = loadConfig(
    JSON.stringify({
      version: 1,
      courier: 'stack/Sms',
      allowedCountries: ['DE'],
      delivery: { maxAttempts: 1, defaultTtlSeconds: 60 },
      privateHosts: ['sms.internal', { env: 'BALANCER' }],
      providers: [
        { ...config(''), request: { ...config('').request, url: { env: 'URL' } } },
        config('https://a.example.com/', { allowedHosts: ['a.example.com', { env: 'BALANCER' } as never] }),
      ],
    }),
    { BALANCER: 'internal-Sms-1.elb.amazonaws.com', URL: 'https://at-Deploy.example.com:8443/v1/{$KEY}' },
  );
  expect(loaded.privateHosts).toEqual(['sms.internal', 'internal-Sms-1.elb.amazonaws.com']);
  expect((loaded.providers as ProviderConfig[]).map((provider) => [...destinationsOf(provider).hosts])).toEqual([
    ['at-deploy.example.com:8443'],
    ['a.example.com', 'internal-sms-1.elb.amazonaws.com'],
  ]);
});

it('the token endpoint is asked for tokens, and for nothing else', () => {
  const config = {
    token_url: 'https://auth.example.com/token',
    client_id: 'a',
    client_secret: 'b',
    client_auth: 'basic',
  } as const;
  const provider: ProviderConfig = {
    id: 'http',
    channel: 'sms',
    request: {
      url: 'https://sms.example.com/',
      method: 'POST',
      headers: {},
      auth: { type: 'oauth2_client_credentials', config },
    },
    secrets: {},
  };
  expect([...destinationsOf(provider).hosts]).toEqual(['sms.example.com']);
  expect([...tokenDestinationsOf(provider).hosts]).toEqual(['auth.example.com']);
});

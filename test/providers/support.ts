import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProvider, type Provider } from '../../lambda/attempt';
import type { AwsCall, AwsClients } from '../../lambda/aws/aws-transport';
import { serviceOrigin } from '../../lambda/aws/endpoint';
import { sdkCall, sdkClientConfig } from '../../lambda/aws/sdk-call';
import { smsVoiceCommand } from '../../lambda/aws/sms-voice';
import { snsCommand } from '../../lambda/aws/sns';
import type { ProviderConfig } from '../../lambda/config';
import type { Outcome } from '../../lambda/outcome/outcome';
import { createSender } from '../../lambda/request/send';
import { Secrets } from '../../lambda/secrets/secrets';
import { type SmsProvider, SmsSecret } from '../../lib';
import { bakeConfig } from '../../lib/courier-config';
import type { Fault, ProviderEmulator } from '../../lib/providers/emulator-base';
import { type FaultPlan, startProviderServer } from '../../local/provider-server';
import { testJsonnet } from '../support/engine';
import { message } from '../support/messages';

/** The SDK's word on this machine's Node.js would be said once in every test file. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const REGION = 'eu-central-1';

/** What every secret's value is, so that an emulator can know it. */
export const CREDENTIAL = 'known-to-the-emulator';

/** A secret named NAME in a fixture's props: `{ "$secret": "NAME" }`. */
export function withSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSecrets);
  if (typeof value !== 'object' || value === null) return value;
  const { $secret: name } = value as { $secret?: unknown };
  if (typeof name === 'string') return SmsSecret.fromSsmParameter(`/sms/${name.toLowerCase()}`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSecrets(item)]));
}

/** The provider as it stands in courier.json. */
export function configOf(provider: SmsProvider): ProviderConfig {
  const { config } = bakeConfig({
    courier: 'test/Sms',
    allowedCountries: ['*'],
    delivery: { maxAttempts: 3, onAmbiguous: 'retry', defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 30 },
    providers: [provider.definition],
    bind: (secret) => secret.bind({ scope: undefined as never, provider: undefined, tags: {} }),
  });
  return config.providers[0] as ProviderConfig;
}

const fetchSecrets = async (keys: readonly string[]) => new Map(keys.map((key) => [key, CREDENTIAL]));

export interface TestProvider {
  readonly provider: Provider;
  /** What the emulator has taken. */
  readonly accepted: readonly { readonly to: string; readonly from: string; readonly text: string }[];
  /** How many requests it has received. */
  readonly requests: () => number;
  setFault(fault?: Fault | FaultPlan): Promise<void>;
  close(): Promise<void>;
}

/** The provider as the courier asks it, with its emulator at the other end of a real socket. */
export async function startTestProvider(
  declared: SmsProvider,
  emulator: ProviderEmulator,
  now: () => number = Date.now,
): Promise<TestProvider> {
  const config = configOf(declared);
  const server = await startProviderServer([emulator], 0);
  const accepted: TestProvider['accepted'][number][] = [];
  let requests = 0;
  server.events.on('request', (request) => {
    requests += 1;
    if (request.accepted !== undefined) accepted.push(request.accepted);
  });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const aws: AwsClients = (service, region = REGION): AwsCall => {
    const endpoint = server.endpoints[serviceOrigin(service, region)];
    if (endpoint === undefined) throw new Error(`the emulator does not stand in for ${serviceOrigin(service, region)}`);
    const client = sdkClientConfig({ region, endpoint });
    return sdkCall(service === 'sns' ? snsCommand(client) : smsVoiceCommand(client));
  };
  return {
    provider: createProvider(config, {
      jsonnet: testJsonnet(),
      secrets: new Secrets([config], { ssm: fetchSecrets, secretsmanager: fetchSecrets }, now),
      sender: createSender({ endpoints: server.endpoints }),
      aws,
      now,
    }),
    accepted,
    requests: () => requests,
    setFault: (fault) => server.setFault(emulator.origin, fault),
    close: server.close,
  };
}

/** What one attempt comes to, with the emulator told what to get wrong. */
export async function sendThrough(
  declared: SmsProvider,
  emulator: ProviderEmulator,
  fields: Readonly<Record<string, unknown>> = {},
  fault?: Fault,
): Promise<Outcome> {
  const test = await startTestProvider(declared, emulator);
  try {
    await test.setFault(fault);
    return await test.provider.attempt(message({ ...LIVE, ...fields }), 1);
  } finally {
    await test.close();
  }
}

/** A message that lives now, whatever the clock of other tests says. */
const LIVE = { expires_at: new Date(Date.now() + 600_000).toISOString() };

/** The files of a kind's folder, by name, that begin so. */
export function fixtures<T>(id: string, prefix: 'request' | 'response'): [name: string, fixture: T][] {
  const folder = join(__dirname, '../../lib/providers', id, 'fixtures');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${prefix}-`) && name.endsWith('.json'))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]);
}

/** The class that each documented code must come out as; a provider without a table documents none, and its emulator knows none. */
export function golden(id: string): Readonly<Record<string, string>> {
  const file = join(__dirname, 'golden', `${id}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

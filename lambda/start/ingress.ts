import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { fetchFromSecretsManager } from '../aws/secrets-manager';
import { sendMessage } from '../aws/send-message';
import { fetchFromSsm } from '../aws/ssm';
import {
  CONFIG_FILE,
  type CourierConfig,
  type Deferred,
  ENV,
  type SecretReference,
  type SourceConfig,
} from '../config';
import type { Adapter } from '../ingress/adapters/adapter';
import { isCognitoEvent } from '../ingress/adapters/cognito';
import { genericAdapter } from '../ingress/adapters/generic';
import { oryAdapter } from '../ingress/adapters/ory';
import { supabaseAdapter } from '../ingress/adapters/supabase';
import { zitadelAdapter } from '../ingress/adapters/zitadel';
import { handleCognito } from '../ingress/cognito';
import type { Credentials } from '../ingress/credentials';
import { handleHttp } from '../ingress/http';
import { keyHolders } from '../ingress/key-holders';
import { Keys } from '../ingress/keys';
import { ingressLog } from '../ingress/log';
import type { IngressServices } from '../ingress/services';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { configHash, reader } from '../load-config';
import { lineWriter } from '../log-line';
import { startJsonnet } from './jsonnet';

/** Handles one event. */
export type Ingress = (event: unknown) => Promise<unknown>;

/** Puts the ingress together, once per execution environment. */
export function startIngress(directory: string): Ingress {
  const text = readFileSync(join(directory, CONFIG_FILE), 'utf8');
  const { keys, ...services } = createServices(text, directory);
  return async (event) => {
    if (isHttpEvent(event)) return handleHttp(event, services);
    if (services.takesCognito && isCognitoEvent(event)) return handleCognito(event, services);
    if (asksForSecrets(event)) return keys.stand();
    // its text is not repeated: it may hold anything
    throw new Error('this is no event of a source that the courier is configured for');
  };
}

function createServices(text: string, directory: string): IngressServices & { readonly keys: Keys } {
  const config = JSON.parse(text) as CourierConfig<Deferred>;
  const { ingress, defaultCountry, templates, delivery } = config;
  const queueUrl = process.env[ENV.queueUrl];
  if (ingress === undefined || queueUrl === undefined)
    throw new Error(`courier.json or ${ENV.queueUrl} is not the ingress function's: deploy again`);
  const now = Date.now;
  const read = reader(process.env);
  const resolve = (references: readonly SecretReference<Deferred>[]): SecretReference[] =>
    references.map(({ name, ...rest }) => ({ ...rest, name: read(name) }));
  const { apiKeys, basicAuth, sources } = ingress;
  const credentials: Credentials = {
    apiKeys: resolve(apiKeys),
    ...(basicAuth && { basicAuth: { user: basicAuth.user, passwords: resolve(basicAuth.passwords) } }),
  };
  const signing = (source: SourceConfig): SecretReference[] => {
    if (source.type === 'supabase') return resolve(source.secrets);
    return source.type === 'zitadel' ? resolve(source.keys) : [];
  };
  const holders = keyHolders(
    credentials,
    sources.map((source) => ({ id: source.id, type: source.type, keys: signing(source) })),
  );
  const keys = new Keys(holders, { ssm: fetchFromSsm, secretsmanager: fetchFromSecretsManager }, now);
  void keys.load();
  const jsonnet = lazily(() => startJsonnet(directory));
  if (sources.some(({ type }) => type === 'generic')) jsonnet();
  const adapterOf = (source: Exclude<SourceConfig, { type: 'cognito' }>): Adapter => {
    switch (source.type) {
      case 'ory':
        return oryAdapter(credentials, keys);
      case 'generic':
        return genericAdapter(source.map, credentials, keys, jsonnet());
      case 'supabase':
        return supabaseAdapter({ ...source, secrets: signing(source) }, keys);
      case 'zitadel':
        return zitadelAdapter(signing(source), keys);
    }
  };
  return {
    sources: sources.flatMap((source) =>
      source.type === 'cognito' ? [] : [{ id: source.id, adapter: adapterOf(source) }],
    ),
    keys,
    takesCognito: sources.some(({ type }) => type === 'cognito'),
    defaults: {
      defaultTtlSeconds: delivery.defaultTtlSeconds,
      queueDays: delivery.queueDays,
      ...(defaultCountry === undefined ? {} : { defaultCountry }),
      ...(templates === undefined ? {} : { templates }),
    },
    send: (body, attributes) => sendMessage({ queueUrl, body, attributes }),
    log: ingressLog(lineWriter(config.courier, configHash(text), writeLine, now), now),
    now,
  };
}

function isHttpEvent(event: unknown): event is APIGatewayProxyEventV2 {
  return (event as Partial<APIGatewayProxyEventV2> | null)?.requestContext?.http !== undefined;
}

/** What `sms-courier secrets` invokes the function with. */
function asksForSecrets(event: unknown): boolean {
  return (event as { readonly action?: unknown } | null)?.action === 'secrets';
}

function lazily(start: () => JsonnetEvaluator): () => JsonnetEvaluator {
  let started: JsonnetEvaluator | undefined;
  return () => {
    started ??= start();
    return started;
  };
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

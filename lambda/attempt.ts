import type { ProviderConfig } from './config';
import { JsonnetError } from './jsonnet/error';
import type { JsonnetEvaluator } from './jsonnet/evaluator';
import type { Message } from './message';
import { judgeByStatus } from './outcome/by-status';
import type { Outcome } from './outcome/outcome';
import { redact } from './redact';
import { requestBuilder } from './request/build';
import { BuildError, Cancelled, type HttpRequest } from './request/request';
import { SendError, type Sender } from './request/send';
import { SecretUnavailable, type SecretValues } from './secrets/placeholder';
import type { SecretStore } from './secrets/store';

/** Longest time that a provider may take to answer, in milliseconds; Ory's courier waits as long. */
export const PROVIDER_DEADLINE_MS = 10_000;

/** A provider that messages can be given to. */
export interface Provider {
  readonly id: string;
  /** Asks the provider to send the message, once. Never throws: whatever happens is an outcome. */
  attempt(message: Message, attempt: number): Promise<Outcome>;
}

export interface AttemptServices {
  readonly jsonnet: JsonnetEvaluator;
  readonly secrets: SecretStore;
  readonly sender: Sender;
  readonly now: () => number;
}

/** build → send → judge, for one HTTP provider. */
export function httpProvider(config: ProviderConfig, services: AttemptServices): Provider {
  const { jsonnet, secrets, sender, now } = services;
  const build = requestBuilder(config.request, jsonnet);
  const values = providerSecrets(config, secrets);

  const once = async (message: Message, attempt: number): Promise<Outcome> => {
    await secrets.load();
    let request: HttpRequest;
    try {
      request = await build({ ctx: message.ctx, courier: courierFacts(message, attempt, now()) }, values);
    } catch (error) {
      return buildOutcome(error, message);
    }
    try {
      return judgeByStatus(await sender.send(request, PROVIDER_DEADLINE_MS), now());
    } catch (error) {
      if (error instanceof SendError) return { outcome: error.outcome, detail: error.message };
      throw error;
    }
  };

  return {
    id: config.id,
    async attempt(message, attempt) {
      const outcome = await once(message, attempt);
      // the credential may have been rotated since it was read
      if (outcome.outcome === 'unauthorized' && (await secrets.refresh())) return once(message, attempt);
      return outcome;
    },
  };
}

/** What `ctx.courier` tells a request config. */
function courierFacts(message: Message, attempt: number, now: number): Record<string, unknown> {
  return {
    id: message.id,
    attempt,
    expires_at: new Date(message.expiresAt).toISOString(),
    ttl_seconds: Math.max(0, Math.floor((message.expiresAt - now) / 1000)),
    ...(message.locale === undefined ? {} : { locale: message.locale }),
  };
}

/** A provider sees the secrets that it binds, and no others. */
function providerSecrets(config: ProviderConfig, store: SecretStore): SecretValues {
  return {
    get(name) {
      const reference = config.secrets[name];
      if (reference === undefined) throw new BuildError(`{$${name}}: provider ${config.id} binds no such secret`);
      return store.get(reference.name);
    },
  };
}

function buildOutcome(error: unknown, message: Message): Outcome {
  if (error instanceof Cancelled) return { outcome: 'cancelled', detail: error.message };
  if (error instanceof SecretUnavailable)
    return { outcome: error.problem === 'missing' ? 'unauthorized' : 'unavailable', detail: error.message };
  if (error instanceof BuildError) return { outcome: 'bad_request', detail: error.message };
  if (error instanceof JsonnetError) {
    const where = error.line === undefined ? '' : ` at ${error.line}:${error.column}`;
    return {
      outcome: 'bad_request',
      code: `jsonnet_${error.kind}`,
      detail: `Jsonnet${where}: ${redact(error.reason, message)}`,
    };
  }
  throw error;
}

import type { CourierConfig, ProviderConfig } from '../config';
import { JsonnetError } from '../jsonnet/error';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { type Message, parseMessage } from '../message';
import { isCountry } from '../phone';
import { type RequestBuilder, requestBuilder } from '../request/build';
import { Cancelled } from '../request/request';
import type { Finding } from './finding';
import { SAMPLE_MESSAGES } from './samples';

/** What the author of a configuration should know before it is deployed. */
export async function checkConfig(config: CourierConfig, jsonnet: JsonnetEvaluator): Promise<Finding[]> {
  return [...checkCountries(config), ...(await checkRequests(config, jsonnet))];
}

function checkCountries({ allowedCountries, defaultCountry }: CourierConfig): Finding[] {
  const countries = [
    ...allowedCountries.filter((country) => country !== '*'),
    ...(defaultCountry === undefined ? [] : [defaultCountry]),
  ];
  return countries
    .filter((country) => !isCountry(country))
    .map((country) => ({
      severity: 'error',
      message: `unknown country "${country}": use ISO 3166-1 alpha-2 codes in upper case, such as DE or US`,
    }));
}

/** Builds every provider's request for a message of each template type, as the courier will. */
async function checkRequests(config: CourierConfig, jsonnet: JsonnetEvaluator): Promise<Finding[]> {
  const messages = SAMPLE_MESSAGES.map((sample) =>
    parseMessage(
      sample,
      { enteredAt: Date.now(), fallbackId: 'sample' },
      { defaultTtlSeconds: config.delivery.defaultTtlSeconds },
    ),
  );
  const findings = await Promise.all(config.providers.map((provider) => checkProvider(provider, messages, jsonnet)));
  return findings.flat();
}

async function checkProvider(
  provider: ProviderConfig,
  messages: readonly Message[],
  jsonnet: JsonnetEvaluator,
): Promise<Finding[]> {
  const build = requestBuilder(provider.request, jsonnet);
  const reasons = await Promise.all(messages.map((message) => tryBuild(build, message)));
  const [first] = reasons;
  if (first !== undefined && reasons.every((reason) => reason !== undefined)) {
    return [{ severity: 'error', message: `provider ${provider.id}: ${first}` }];
  }
  return messages.flatMap(({ templateType }, index): Finding[] => {
    const reason = reasons[index];
    if (reason === undefined) return [];
    return [
      {
        severity: 'warning',
        message: `provider ${provider.id}: a message of type ${templateType} cannot be sent: ${reason}`,
      },
    ];
  });
}

async function tryBuild(build: RequestBuilder, message: Message): Promise<string | undefined> {
  const courier = {
    id: message.id,
    attempt: 1,
    expires_at: new Date(message.expiresAt).toISOString(),
    ttl_seconds: 900,
  };
  try {
    await build({ ctx: message.ctx, courier }, { get: () => 'secret' });
    return undefined;
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    if (error instanceof JsonnetError)
      return `Jsonnet ${error.kind} error${error.line === undefined ? '' : ` at line ${error.line}, column ${error.column}`}: ${error.reason}`;
    return error instanceof Error ? error.message : String(error);
  }
}

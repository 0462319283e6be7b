import type { CourierConfig } from '../config';
import type { JsonnetEngine } from '../jsonnet/engine';
import { JsonnetError } from '../jsonnet/error';
import { type Message, parseMessage } from '../message';
import { isCountry } from '../phone';
import { requestBuilder } from '../request/build';
import { Cancelled } from '../request/request';
import type { Finding } from './finding';
import { SAMPLE_MESSAGES } from './samples';

/** What the author of a configuration should know before it is deployed. */
export function checkConfig(config: CourierConfig, engine: JsonnetEngine): Finding[] {
  return [...checkCountries(config), ...checkRequests(config, engine)];
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
function checkRequests(config: CourierConfig, engine: JsonnetEngine): Finding[] {
  const messages = SAMPLE_MESSAGES.map((sample) =>
    parseMessage(
      sample,
      { enteredAt: Date.now(), fallbackId: 'sample' },
      { defaultTtlSeconds: config.delivery.defaultTtlSeconds },
    ),
  );
  return config.providers.flatMap((provider): Finding[] => {
    const build = requestBuilder(provider.request, engine);
    const failures = messages.flatMap((message) => {
      const reason = tryBuild(build, message);
      return reason === undefined ? [] : [{ templateType: message.templateType, reason }];
    });
    const [first] = failures;
    if (first === undefined) return [];
    if (failures.length === messages.length)
      return [{ severity: 'error', message: `provider ${provider.id}: ${first.reason}` }];
    return failures.map(({ templateType, reason }) => ({
      severity: 'warning',
      message: `provider ${provider.id}: a message of type ${templateType} cannot be sent: ${reason}`,
    }));
  });
}

function tryBuild(build: ReturnType<typeof requestBuilder>, message: Message): string | undefined {
  const courier = {
    id: message.id,
    attempt: 1,
    expires_at: new Date(message.expiresAt).toISOString(),
    ttl_seconds: 900,
  };
  try {
    build({ ctx: message.ctx, courier }, { get: () => 'secret' });
    return undefined;
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    if (error instanceof JsonnetError)
      return `Jsonnet ${error.kind} error${error.line === undefined ? '' : ` at line ${error.line}, column ${error.column}`}: ${error.reason}`;
    return error instanceof Error ? error.message : String(error);
  }
}

import type { ProviderConfig } from '../config';
import { courierFacts } from '../courier-facts';
import { JsonnetError } from '../jsonnet/error';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { type Message, parseMessage } from '../message';
import { type RequestBuilder, requestBuilder } from '../request/build';
import { canonicalHost, checkDestination, type Destinations, destinationsOf } from '../request/hosts';
import type { TokenSource } from '../request/oauth2';
import { Cancelled } from '../request/request';
import { describeError } from './describe-error';
import type { Finding } from './finding';
import { SAMPLE_MESSAGES } from './samples';

/** No token is fetched at synth. */
const SAMPLE_TOKENS: TokenSource = { get: async () => 'token', forget: () => false };
const SAMPLE_TTL_SECONDS = 900;

/** Builds the provider's request for a message of each template type, as the courier will. */
export async function checkRequest(provider: ProviderConfig, jsonnet: JsonnetEvaluator): Promise<Finding[]> {
  const build = requestBuilder(provider.request, { jsonnet, tokens: SAMPLE_TOKENS, now: Date.now });
  const entry = { enteredAt: Date.now(), fallbackId: 'sample', origin: 'sample' };
  const messages = SAMPLE_MESSAGES.map((sample) =>
    parseMessage(sample, entry, { defaultTtlSeconds: SAMPLE_TTL_SECONDS }),
  );
  const reasons: (string | undefined)[] = [];
  for (const message of messages) {
    const error = await tryBuild(build, message, knownDestinations(provider));
    const reason = error === undefined ? undefined : describeError(error);
    // what exceeds a limit would do so, after a second each, for the other samples as well
    if (reason !== undefined && error instanceof JsonnetError && error.kind === 'limit')
      return [{ severity: 'error', message: reason }];
    reasons.push(reason);
  }
  const [first] = reasons;
  if (first !== undefined && !reasons.includes(undefined)) return [{ severity: 'error', message: first }];
  return messages.flatMap(({ templateType }, index): Finding[] => {
    const reason = reasons[index];
    return reason === undefined
      ? []
      : [{ severity: 'warning', message: `a message of type ${templateType} cannot be sent: ${reason}` }];
  });
}

/** Where requests may go, unless only the deploy knows one of the hosts: what stands in for it here is no host. */
function knownDestinations(provider: ProviderConfig): Destinations | undefined {
  return provider.allowedHosts?.every((host) => canonicalHost(host) !== undefined)
    ? destinationsOf(provider)
    : undefined;
}

async function tryBuild(
  build: RequestBuilder,
  message: Message,
  destinations: Destinations | undefined,
): Promise<unknown> {
  try {
    const { url } = await build(
      { ctx: message.ctx, courier: courierFacts(message, 1, Date.now()) },
      { get: () => 'secret' },
    );
    if (destinations !== undefined) checkDestination(url, destinations);
    return undefined;
  } catch (error) {
    return error instanceof Cancelled ? undefined : error;
  }
}

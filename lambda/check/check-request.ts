import { awsInputBuilder } from '../aws/aws-transport';
import { codeOf } from '../code';
import { type HttpProviderConfig, isAwsProvider, type ProviderConfig } from '../config';
import { courierFacts } from '../courier-facts';
import { JsonnetError } from '../jsonnet/error';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { type Message, parseMessage } from '../message';
import { requestBuilder } from '../request/build';
import { bodyFormat } from '../request/content-type';
import { canonicalHost, checkDestination, type Destinations, destinationsOf } from '../request/hosts';
import type { JsonnetInput } from '../request/input';
import type { TokenSource } from '../request/oauth2';
import { Cancelled, type HttpRequest } from '../request/request';
import type { SecretValues } from '../secrets/placeholder';
import { describeError } from './describe-error';
import type { Finding } from './finding';
import { SAMPLE_MESSAGES } from './samples';

/** No token is fetched at synth. */
const SAMPLE_TOKENS: TokenSource = { get: async () => 'token', forget: () => {} };
const SAMPLE_TTL_SECONDS = 900;

/** Builds the provider's request for a message of each template type, as the courier will. */
export async function checkRequest(provider: ProviderConfig, jsonnet: JsonnetEvaluator): Promise<Finding[]> {
  const tryOut = isAwsProvider(provider) ? awsInputBuilder(provider.call, jsonnet) : httpTrial(provider, jsonnet);
  const entry = { enteredAt: Date.now(), fallbackId: 'sample', origin: 'sample' };
  const messages = SAMPLE_MESSAGES.map((sample) =>
    parseMessage(sample, entry, { defaultTtlSeconds: SAMPLE_TTL_SECONDS }),
  ).filter(({ templateData }) => provider.needsCode === undefined || codeOf(templateData) !== undefined);
  const reasons: (string | undefined)[] = [];
  for (const message of messages) {
    const error = await failureOf(tryOut, message);
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
function knownDestinations(provider: HttpProviderConfig): Destinations | undefined {
  const { allowedHosts } = provider;
  const isKnown = allowedHosts === undefined || allowedHosts.every((host) => canonicalHost(host) !== undefined);
  return isKnown ? destinationsOf(provider) : undefined;
}

type Trial = (input: JsonnetInput, secrets: SecretValues) => Promise<unknown>;

/** Builds a request and looks where it would go and what it lacks. */
function httpTrial(provider: HttpProviderConfig, jsonnet: JsonnetEvaluator): Trial {
  const build = requestBuilder(provider.request, { jsonnet, tokens: SAMPLE_TOKENS, now: Date.now });
  const destinations = knownDestinations(provider);
  return async (input, secrets) => {
    const request = await build(input, secrets);
    if (destinations !== undefined) checkDestination(request.url, destinations);
    checkFields(request, provider);
  };
}

/** @throws Error with the remedy, where the body has none of the fields of which it needs one */
function checkFields({ headers, body = '' }: HttpRequest, { needsOneOf }: HttpProviderConfig): void {
  if (needsOneOf === undefined) return;
  const isForm = bodyFormat(headers.get('content-type') ?? '') === 'form';
  const has = isForm
    ? (field: string) => new URLSearchParams(body).has(field)
    : (field: string) => Object.hasOwn(Object(JSON.parse(body)), field);
  if (!needsOneOf.fields.some(has)) throw new Error(needsOneOf.remedy);
}

async function failureOf(tryOut: Trial, message: Message): Promise<unknown> {
  try {
    const facts = courierFacts(message, 1, Date.now());
    await tryOut({ ctx: message.ctx, courier: facts }, { get: () => 'secret' });
    return undefined;
  } catch (error) {
    return error instanceof Cancelled ? undefined : error;
  }
}

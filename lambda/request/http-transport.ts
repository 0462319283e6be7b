import type { HttpProviderConfig } from '../config';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { PROVIDER_DEADLINE_MS, type Transport } from '../transport';
import { requestBuilder } from './build';
import { destinationsOf, tokenDestinationsOf } from './hosts';
import { tokenSource } from './oauth2';
import type { HttpRequest } from './request';
import type { Sender } from './send';

export interface HttpServices {
  readonly jsonnet: JsonnetEvaluator;
  readonly sender: Sender;
  readonly now: () => number;
}

/** A provider's HTTP API. */
export function httpTransport(config: HttpProviderConfig, { jsonnet, sender, now }: HttpServices): Transport {
  const destinations = destinationsOf(config);
  const tokenDestinations = tokenDestinationsOf(config);
  const sendTo = (to: typeof destinations) => (request: HttpRequest) => sender.send(request, to, PROVIDER_DEADLINE_MS);
  const send = sendTo(destinations);
  const tokens = tokenSource(sendTo(tokenDestinations), now);
  const build = requestBuilder(config.request, { jsonnet, tokens, now });
  return {
    async prepare(input, secrets) {
      const { token, ...request } = await build(input, secrets);
      return { send: () => send(request), ...(token !== undefined && { token }) };
    },
    forget: (token) => tokens.forget(token),
  };
}

import { awsInputBuilder } from '../aws/aws-transport';
import { isAwsProvider, type ProviderConfig } from '../config';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { requestBuilder } from '../request/build';
import { checkDestination, destinationsOf } from '../request/hosts';
import type { JsonnetInput } from '../request/input';
import type { SecretValues } from '../secrets/placeholder';

/** An environment that sends nothing needs no credentials. */
const STAND_INS: SecretValues = { get: () => 'secret' };
const STAND_IN_TOKENS = { get: async () => 'token', forget: () => {} };

/** Builds what would be sent, for no more than to find out whether it can be. The function rejects as a transport's `prepare` does. */
export function rehearsal(
  config: ProviderConfig,
  { jsonnet, now }: { readonly jsonnet: JsonnetEvaluator; readonly now: () => number },
): (input: JsonnetInput) => Promise<void> {
  if (isAwsProvider(config)) {
    const build = awsInputBuilder(config.call, jsonnet);
    return async (input) => {
      await build(input, STAND_INS);
    };
  }
  const build = requestBuilder(config.request, { jsonnet, tokens: STAND_IN_TOKENS, now });
  const destinations = destinationsOf(config);
  return async (input) => {
    const { url } = await build(input, STAND_INS);
    checkDestination(url, destinations);
  };
}

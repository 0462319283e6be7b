import type { AwsCallConfig, AwsSmsService } from '../config';
import { isObject } from '../is-object';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { cancellable } from '../request/build';
import type { JsonnetInput } from '../request/input';
import { BuildError, type HttpResponse } from '../request/request';
import { fillJsonnetSecrets, parseJsonnetSecrets } from '../secrets/jsonnet-secrets';
import type { SecretValues } from '../secrets/placeholder';
import { PROVIDER_DEADLINE_MS, type Transport } from '../transport';

/** The input of a service's command. */
export type AwsInput = Readonly<Record<string, unknown>>;

/**
 * Calls the service once, without the SDK's retries. What it answers, an error of the service included, comes as an HTTP response
 * whose body is JSON: the command's output, or `{ error, message, reason? }`.
 *
 * @throws {SendError}
 */
export type AwsCall = (input: AwsInput, deadlineMs: number) => Promise<HttpResponse>;

/** Gives the client of a service in a region, which is loaded when it is first asked for. */
export type AwsClients = (service: AwsSmsService, region: string | undefined) => AwsCall;

/** A service of AWS, called by its SDK. */
export function awsTransport(
  config: AwsCallConfig,
  { jsonnet, aws }: { readonly jsonnet: JsonnetEvaluator; readonly aws: AwsClients },
): Transport {
  const build = awsInputBuilder(config, jsonnet);
  return {
    async prepare(input, secrets) {
      const command = await build(input, secrets);
      // not before: a provider that is asked last, if ever, costs no start anything
      const call = aws(config.service, config.region);
      return { send: () => call(command, PROVIDER_DEADLINE_MS) };
    },
    // it has none
    forget: () => {},
  };
}

/** The function rejects with {@link BuildError}, {@link Cancelled}, {@link JsonnetError} or {@link SecretUnavailable}. */
export function awsInputBuilder(
  { input }: AwsCallConfig,
  jsonnet: JsonnetEvaluator,
): (input: JsonnetInput, secrets: SecretValues) => Promise<AwsInput> {
  const source = parseJsonnetSecrets(input);
  return async ({ ctx, courier }, secrets) => {
    const snippet = fillJsonnetSecrets(source, secrets);
    const text = await cancellable(jsonnet.evaluate(snippet, { name: 'ctx', value: ctx, hidden: { courier } }));
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
    throw new BuildError("the Jsonnet of a command's input must give an object");
  };
}

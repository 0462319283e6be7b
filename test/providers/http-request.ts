import { courierFacts } from '../../lambda/courier-facts';
import { requestBuilder } from '../../lambda/request/build';
import type { SmsProvider } from '../../lib';
import type { EmulatedRequest } from '../../lib/providers/emulator-base';
import { testJsonnet } from '../support/engine';
import { message, NOW } from '../support/messages';
import { CREDENTIAL, configOf } from './support';

const jsonnet = testJsonnet();

/** What a provider with an HTTP API is asked for a message, as its emulator would see it. */
export async function httpRequest(
  provider: SmsProvider,
  fields: Readonly<Record<string, unknown>> = {},
  secrets: Readonly<Record<string, string>> = {},
): Promise<EmulatedRequest> {
  const config = configOf(provider);
  if (!('request' in config)) throw new Error(`${config.id} has no HTTP API`);
  const received = message(fields);
  const tokens = { get: async () => 'token', forget: () => false };
  const { method, url, headers, body } = await requestBuilder(config.request, {
    jsonnet,
    tokens,
    now: () => NOW,
  })({ ctx: received.ctx, courier: courierFacts(received, 1, NOW) }, { get: (name) => secrets[name] ?? CREDENTIAL });
  return { method, path: url.pathname + url.search, headers: Object.fromEntries(headers), body: body ?? '' };
}

import { JsonnetError } from '../../jsonnet/error';
import type { JsonnetEvaluator } from '../../jsonnet/evaluator';
import { Cancelled } from '../../request/request';
import { API_KEY_HEADER, type Credentials, checkCredentials } from '../credentials';
import type { Keys } from '../keys';
import { Refusal } from '../refusal';
import type { IngressRequest } from '../request';
import type { Adapter } from './adapter';

/** What a mapping must not see, since it could end up in a message. */
const CREDENTIAL_HEADERS = [API_KEY_HEADER, 'authorization', 'cookie'];

/** Any webhook: the author's Jsonnet says what its message is. It runs here, so that the sender is told of an error. */
export function genericAdapter(map: string, credentials: Credentials, keys: Keys, jsonnet: JsonnetEvaluator): Adapter {
  return {
    authenticate: (request) => checkCredentials(request, credentials, keys),
    async toMessage(json, request) {
      try {
        return await applyMap(map, json, request, jsonnet);
      } catch (error) {
        if (!(error instanceof JsonnetError)) throw error;
        const [firstLine] = error.message.split('\n');
        throw new Refusal(422, 'invalid_message', `the mapping does not fit this request: ${firstLine}`);
      }
    },
  };
}

/** @throws {JsonnetError} or {Cancelled}, where the mapping says `error "cancel"` */
export async function applyMap(
  map: string,
  json: unknown,
  { method, path, query, headers, body }: IngressRequest,
  jsonnet: JsonnetEvaluator,
): Promise<unknown> {
  const shown = Object.entries(headers).filter(([name]) => !CREDENTIAL_HEADERS.includes(name));
  const req = { method, path, query, headers: Object.fromEntries(shown), body: body.toString(), json };
  try {
    return JSON.parse(await jsonnet.evaluate(map, { name: 'req', value: req }));
  } catch (error) {
    if (error instanceof JsonnetError && error.kind === 'runtime' && error.reason === 'cancel')
      throw new Cancelled('the mapping said error "cancel"');
    throw error;
  }
}

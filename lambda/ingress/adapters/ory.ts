import { isObject } from '../../is-object';
import { type Credentials, checkCredentials } from '../credentials';
import type { Keys } from '../keys';
import type { Adapter } from './adapter';

/**
 * Ory's HTTP courier, with `function(ctx) ctx` as its body; any other backend that posts the message as it is.
 *
 * Ory signs nothing and gives messages no id: its `auth` is an API key or basic auth, and a message that comes again is known by what it
 * says. https://github.com/ory/kratos/blob/master/courier/http_channel.go
 */
export function oryAdapter(credentials: Credentials, keys: Keys): Adapter {
  return {
    authenticate: (request) => checkCredentials(request, credentials, keys),
    toMessage: (json) => unwrap(json),
  };
}

/** Ory's page on passwordless login has `function(ctx) { ctx: ctx }`. */
function unwrap(json: unknown): unknown {
  return isObject(json) && Object.keys(json).join() === 'ctx' ? json['ctx'] : json;
}

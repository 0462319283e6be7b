import { randomBytes } from 'node:crypto';
import type { RequestConfig } from '../config';
import { BuildError } from '../request/request';
import type { SecretValues } from './placeholder';

/** Stands in for secrets while a request is built, and is shown as `{$NAME}` afterwards. */
export class ShownSecrets implements SecretValues {
  /** Letters and digits alone come through any encoding; random ones are in no message. */
  private readonly standIns = new Map<string, string>();

  constructor(names: readonly string[]) {
    for (const name of names) this.standIns.set(name, `secret${randomBytes(12).toString('hex')}`);
  }

  get(name: string): string {
    const standIn = this.standIns.get(name);
    if (standIn === undefined) throw new BuildError(`{$${name}}: the provider binds no such secret`);
    return standIn;
  }

  show(text: string): string {
    return [...this.standIns].reduce((shown, [name, standIn]) => shown.replaceAll(standIn, `{$${name}}`), text);
  }
}

/** Auth whose header does not show what is in it is written in words instead. */
export function showAuth(request: RequestConfig): RequestConfig {
  const { auth, ...rest } = request;
  if (auth?.type === 'basic_auth')
    return withHeader(rest, 'authorization', `Basic base64(${auth.config.user}:${auth.config.password})`);
  if (auth?.type === 'hmac')
    return withHeader(rest, auth.config.header, `${auth.config.prefix}{hmac-${auth.config.algorithm}}`);
  return request;
}

/** The header takes the place of one of the same name, as auth does. */
function withHeader(request: RequestConfig, name: string, value: string): RequestConfig {
  const others = Object.entries(request.headers).filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: { ...Object.fromEntries(others), [name]: value } };
}

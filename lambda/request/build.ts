import type { AuthConfig, RequestConfig } from '../config';
import { JsonnetError } from '../jsonnet/error';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import {
  fillSecrets,
  parseSecretText,
  type SecretText,
  SecretUnavailable,
  type SecretValues,
} from '../secrets/placeholder';
import { bodyFormat } from './content-type';
import { encodeForm } from './form';
import { goJsonnetText } from './json-text';
import { BuildError, Cancelled, type HttpRequest } from './request';

/** What a request config's Jsonnet is told: Ory's ctx, and ours for the hidden field `ctx.courier`. */
export interface JsonnetInput {
  readonly ctx: unknown;
  readonly courier: unknown;
}

/** Builds the requests of one provider. */
export type RequestBuilder = (input: JsonnetInput, secrets: SecretValues) => Promise<HttpRequest>;

/**
 * Takes a request config apart once and returns the function that builds its requests, in Ory's order: headers, content
 * type, auth over them, body. Source: ory/kratos `request/builder.go`.
 *
 * The function rejects with {@link BuildError}, {@link Cancelled}, JsonnetError or SecretUnavailable.
 */
export function requestBuilder(config: RequestConfig, jsonnet: JsonnetEvaluator): RequestBuilder {
  const url = parseSecretText(config.url);
  const headers = Object.entries(config.headers).map(
    ([name, value]) => [name.toLowerCase(), parseSecretText(value)] as const,
  );
  const applyAuth = authenticator(config.auth);
  return async (input, secrets) => {
    const filled = new Map(headers.map(([name, value]) => [name, fillHeader(name, value, secrets)]));
    if (!filled.has('content-type')) filled.set('content-type', 'application/json');
    applyAuth(filled, secrets);
    return {
      method: config.method,
      url: parseUrl(fillSecrets(url, secrets, encodeURIComponent)),
      headers: filled,
      body:
        config.method === 'TRACE'
          ? undefined
          : await buildBody(config.body, filled.get('content-type') as string, jsonnet, input),
    };
  };
}

async function buildBody(
  source: string | undefined,
  contentType: string,
  jsonnet: JsonnetEvaluator,
  { ctx, courier }: JsonnetInput,
): Promise<string> {
  const format = bodyFormat(contentType);
  if (format === undefined) {
    throw new BuildError(`content-type "${contentType}": use application/json or application/x-www-form-urlencoded`);
  }
  if (source === undefined) throw new BuildError('the request config has no body: give the Jsonnet of one');
  const value: unknown = JSON.parse(await evaluate(jsonnet, source, ctx, courier));
  return format === 'json' ? goJsonnetText(value) : encodeForm(formFields(value));
}

async function evaluate(jsonnet: JsonnetEvaluator, source: string, ctx: unknown, courier: unknown): Promise<string> {
  try {
    return await jsonnet.evaluate(source, { name: 'ctx', value: ctx, hidden: { courier } });
  } catch (error) {
    if (error instanceof JsonnetError && error.kind === 'runtime' && error.reason === 'cancel')
      throw new Cancelled('the request config said error "cancel"');
    throw error;
  }
}

/** As Go reads the result into `map[string]string`: strings only, null is the empty string. */
function formFields(value: unknown): Record<string, string> {
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new BuildError('the Jsonnet of a form body must give an object of strings');
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => {
      if (field === null) return [name, ''];
      if (typeof field !== 'string')
        throw new BuildError(
          `form field "${name}" is ${Array.isArray(field) ? 'an array' : `a ${typeof field}`}: make it a string, as with std.toString`,
        );
      return [name, field];
    }),
  );
}

/** Sets the auth block's header over one of the same name, as Ory does. */
function authenticator(auth: AuthConfig | undefined): (headers: Map<string, string>, secrets: SecretValues) => void {
  if (auth === undefined) return () => {};
  if (auth.type === 'basic_auth') {
    const user = parseSecretText(auth.config.user);
    const password = parseSecretText(auth.config.password);
    return (headers, secrets) => {
      const pair = `${fillHeader('auth user', user, secrets)}:${fillHeader('auth password', password, secrets)}`;
      headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    };
  }
  const name = auth.config.name;
  const value = parseSecretText(auth.config.value);
  return (headers, secrets) => {
    const filled = fillHeader(name, value, secrets);
    if (auth.config.in === 'header') headers.set(name.toLowerCase(), filled);
    else headers.set('cookie', [headers.get('cookie'), `${name}=${filled}`].filter(Boolean).join('; '));
  };
}

function fillHeader(name: string, text: SecretText, secrets: SecretValues): string {
  return fillSecrets(text, { get: (secret) => singleLine(secret, secrets.get(secret), name) }, (value) => value);
}

/** A line break in a credential would start a header of its own; it is nearly always one that was pasted along. */
function singleLine(secret: string, value: string, where: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that a header must not hold
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    throw new SecretUnavailable(
      `the value of {$${secret}} in ${where} holds a line break or control character: store it without`,
      'missing',
    );
  }
  return value;
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new BuildError('url: not an absolute URL');
  }
}

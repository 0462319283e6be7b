import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { fillJsonnetSecrets, parseJsonnetSecrets } from '../secrets/jsonnet-secrets';
import { fillSecrets, parseSecretText, SecretUnavailable, type SecretValues } from '../secrets/placeholder';
import type { JsonnetInput } from './input';
import { isJsonnetUrl } from './jsonnet-url';
import { BuildError } from './request';

export type UrlBuilder = (input: JsonnetInput, secrets: SecretValues) => Promise<URL>;

export function urlBuilder(url: string, jsonnet: JsonnetEvaluator): UrlBuilder {
  return isJsonnetUrl(url) ? computedUrl(url, jsonnet) : fixedUrl(url);
}

/** Secrets are percent-encoded: a value cannot add a segment, a parameter or a host. */
function fixedUrl(url: string): UrlBuilder {
  const text = parseSecretText(url);
  const segments = segmentCount(fillSecrets(text, { get: () => 'x' }, (value) => value));
  return async (_, secrets) => {
    const filled = fillSecrets(text, secrets, encodeURIComponent);
    // a value of dots alone would take a segment away
    if (segmentCount(filled) !== segments)
      throw new SecretUnavailable('a secret in the url consists of dots: check its value', 'missing');
    return parse(filled);
  };
}

/**
 * The snippet sees its ctx percent-encoded, so that what it joins to a url cannot change the url's structure; the texts
 * themselves are in `ctx.courier.raw`, to decide by.
 */
function computedUrl(source: string, jsonnet: JsonnetEvaluator): UrlBuilder {
  const parsed = parseJsonnetSecrets(source);
  return async ({ ctx, courier }, secrets) => {
    const filled = fillJsonnetSecrets(parsed, { get: (name) => encodeURIComponent(secrets.get(name)) });
    const argument = {
      name: 'ctx',
      value: encodeStrings(ctx),
      hidden: { courier: { ...(encodeStrings(courier) as object), raw: ctx } },
    } as const;
    const value: unknown = JSON.parse(await jsonnet.evaluate(filled, argument));
    if (typeof value !== 'string') throw new BuildError('the Jsonnet of the url must give a string');
    return parse(value);
  };
}

function encodeStrings(value: unknown): unknown {
  if (typeof value === 'string') return encodeURIComponent(value.replace(LONE_SURROGATE, '\ufffd'));
  if (Array.isArray(value)) return value.map(encodeStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeStrings(item)]));
}

/** encodeURIComponent throws on these. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function segmentCount(url: string): number {
  return parse(url).pathname.split('/').length;
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new BuildError('url: not an absolute URL');
  }
}

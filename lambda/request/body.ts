import type { RequestConfig } from '../config';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { fillJsonnetSecrets, parseJsonnetSecrets } from '../secrets/jsonnet-secrets';
import type { SecretValues } from '../secrets/placeholder';
import { bodyFormat } from './content-type';
import { encodeForm } from './form';
import type { JsonnetInput } from './input';
import { goJsonnetText } from './json-text';
import { BuildError } from './request';

export type BodyBuilder = (
  contentType: string,
  input: JsonnetInput,
  secrets: SecretValues,
) => Promise<string | undefined>;

/** As Ory builds it: the Jsonnet's result as JSON text or as a form, by content type; TRACE has none. */
export function bodyBuilder(
  { method, body, envelope = 'unwrap' }: RequestConfig,
  jsonnet: JsonnetEvaluator,
): BodyBuilder {
  if (method === 'TRACE') return async () => undefined;
  if (body === undefined) {
    return async () => {
      throw new BuildError('the request config has no body: give the Jsonnet of one');
    };
  }
  const source = parseJsonnetSecrets(body);
  return async (contentType, { ctx, courier }, secrets) => {
    const format = bodyFormat(contentType);
    if (format === undefined) {
      throw new BuildError(`content-type "${contentType}": use application/json or application/x-www-form-urlencoded`);
    }
    const text = await jsonnet.evaluate(fillJsonnetSecrets(source, secrets), {
      name: 'ctx',
      value: ctx,
      hidden: { courier },
    });
    const value: unknown = JSON.parse(text);
    const unwrapped = envelope === 'unwrap' ? envelopeText(value) : undefined;
    return unwrapped ?? (format === 'json' ? goJsonnetText(value) : encodeForm(formFields(value)));
  };
}

/**
 * The text of `{ body: "<text>" }` and nothing else. The snippets that Ory's page shows for MessageBird and Vonage give
 * such a result, and Kratos posts the object, which no provider takes.
 */
function envelopeText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [[name, text] = [], ...others] = Object.entries(value);
  return name === 'body' && typeof text === 'string' && others.length === 0 ? text : undefined;
}

/** As Go reads the result into `map[string]string`: strings only, null is the empty string. */
function formFields(value: unknown): Record<string, string> {
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new BuildError('the Jsonnet of a form body must give an object of strings');
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => {
      if (field === null) return [name, ''];
      if (typeof field === 'string') return [name, field];
      throw new BuildError(
        `form field "${name}" is ${Array.isArray(field) ? 'an array' : `a ${typeof field}`}: make it a string, as with std.toString`,
      );
    }),
  );
}

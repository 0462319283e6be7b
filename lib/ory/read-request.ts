import { bodyFormat } from '../../lambda/request/content-type';
import { hostOf } from '../../lambda/request/hosts';
import { jsonnetSecretNames } from '../../lambda/secrets/jsonnet-secrets';
import { secretNames } from '../../lambda/secrets/placeholder';
import type { OryValue } from './document';
import type { Findings } from './findings';
import { hideInAuth, hideInBody, hideInHeader, hideInUrl, hider } from './hide-credentials';
import { type KnownService, serviceAt } from './known-services';
import type { ImportedRequest } from './model';
import type { OryPlace } from './problem';
import { readAuth } from './read-auth';
import type { ReadOrySource } from './read-source';
import { readUrl } from './read-url';
import { mappedPlaceholder, type NamedText, type ReadAuth, readText, type Text } from './request-text';
import { SecretNames } from './secret-names';

export interface ReadRequest {
  readonly service: KnownService;
  readonly request: ImportedRequest;
  readonly secrets: SecretNames;
  readonly bodyPlace: OryPlace;
}

const FIELDS = ['url', 'method', 'headers', 'body', 'auth'];

/** Reads a `request_config`; undefined, and problems are told, if it cannot be used. */
export function readRequest(config: OryValue, findings: Findings, readSource: ReadOrySource): ReadRequest | undefined {
  for (const [name, value] of config.fields()) {
    if (!FIELDS.includes(name)) findings.note('ignored', value.place, "is no setting of Ory's SMS courier");
  }
  const url = readUrl(config, findings);
  const method = readMethod(config, findings);
  const headers = readHeaders(config.get('headers'), findings);
  const auth = readAuth(config.get('auth'), findings);
  const body = readBody(config, findings, readSource);
  if (url === undefined || method === undefined || headers === undefined || auth === undefined || body === undefined) {
    return undefined;
  }
  const service = serviceAt(hostOf(url.text) ?? '');
  const secrets = new SecretNames(service.id);
  // before any literal is given a name
  for (const { place, names } of [...placeholders({ url, headers, auth }), bodyPlaceholders(body)]) {
    for (const name of names) secrets.use(name, place);
  }
  const hide = hider(service, secrets, findings);
  const request: ImportedRequest = {
    url: hideInUrl(url, service, hide),
    method,
    headers: Object.fromEntries(headers.map((header) => [header.name, hideInHeader(header, hide)])),
    body: hideInBody(body, hide, findings),
    ...(auth === 'none' ? {} : { auth: hideInAuth(auth, hide) }),
  };
  return { service, request, secrets, bodyPlace: body.place };
}

function readMethod(config: OryValue, findings: Findings): string | undefined {
  const value = config.get('method');
  if (value === undefined) {
    findings.note('changed', config.place, 'has no method: Ory sends GET then, this courier POST');
    return 'POST';
  }
  const text = readText(value, findings)?.toUpperCase();
  if (text === undefined || /^[A-Z]+$/.test(text)) return text;
  return findings.problem(value.place, 'is no HTTP method: use POST, PUT, GET …');
}

function readHeaders(headers: OryValue | undefined, findings: Findings): NamedText[] | undefined {
  if (headers === undefined || headers.scalar() === null) return [];
  if (!headers.isMapping()) return findings.problem(headers.place, 'is no mapping from name to value');
  const read: NamedText[] = [];
  for (const [name, value] of headers.fields()) {
    const text = mappedPlaceholder(value) ?? readText(value, findings);
    if (text === undefined) return undefined;
    if (name.toLowerCase() === 'content-type' && bodyFormat(text) === undefined) {
      return findings.problem(
        value.place,
        `is "${text}": use application/json or application/x-www-form-urlencoded, as Ory does`,
      );
    }
    read.push({ name, text, place: value.place });
  }
  return read;
}

function readBody(config: OryValue, findings: Findings, readSource: ReadOrySource): Text | undefined {
  const value = config.get('body');
  if (value === undefined) {
    return findings.problem(
      config.place,
      'has no body: add the Jsonnet that makes it, body: base64://… or file://…; Ory sends nothing without one either',
    );
  }
  const text = readText(value, findings);
  if (text === undefined) return undefined;
  const source = readSource(value, text, 'jsonnet');
  if (source === undefined) return undefined;
  const left = /<[a-z]+(?:[- ][a-z]+)+>/.exec(source)?.[0];
  return left === undefined
    ? { text: source, place: value.place }
    : findings.problem(value.place, `holds the placeholder ${left}: replace it with your own value`);
}

interface Placeholders {
  readonly place: OryPlace;
  readonly names: readonly string[];
}

function placeholders(read: {
  readonly url: Text;
  readonly headers: readonly NamedText[];
  readonly auth: ReadAuth | 'none';
}): Placeholders[] {
  const texts = [read.url, ...read.headers, ...(read.auth === 'none' ? [] : Object.values(read.auth.fields))];
  return texts.map(({ place, text }) => ({ place, names: secretNames(text) }));
}

function bodyPlaceholders({ text, place }: Text): Placeholders {
  return { place, names: jsonnetSecretNames(text) };
}

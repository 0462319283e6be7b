import { bodyFormat } from '../../lambda/request/content-type';
import { canonicalHost, hostOf } from '../../lambda/request/hosts';
import { jsonnetSecretNames } from '../../lambda/secrets/jsonnet-secrets';
import { secretNames } from '../../lambda/secrets/placeholder';
import { isCredentialName, literalCredential, looksLikeCredential, secretNameOf } from './credentials';
import type { OryValue } from './document';
import type { Findings } from './findings';
import { findJsonnetCredentials, replaceLiterals } from './jsonnet-credentials';
import { type KnownService, serviceAt } from './known-services';
import type { ImportedAuth, ImportedRequest } from './model';
import type { OryPlace } from './problem';
import type { ReadOrySource } from './read-source';
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
    url: hideInUrl(url, hide),
    method,
    headers: Object.fromEntries(headers.map((header) => [header.name, hideInHeader(header, hide)])),
    body: hideInBody(body, hide),
    ...(auth === 'none' ? {} : { auth: hideInAuth(auth, hide) }),
  };
  return { service, request, secrets, bodyPlace: body.place };
}

interface Text {
  readonly text: string;
  readonly place: OryPlace;
}

interface NamedText extends Text {
  readonly name: string;
}

function readText(value: OryValue, findings: Findings): string | undefined {
  const text = value.scalar();
  return typeof text === 'string' ? text : findings.problem(value.place, 'is no text: put quotes around it');
}

function readUrl(config: OryValue, findings: Findings): Text | undefined {
  const value = config.get('url');
  if (value === undefined) {
    return findings.problem(config.place, "has no url: add the address of the provider's API, url: https://…");
  }
  const text = readText(value, findings);
  if (text === undefined) return undefined;
  const problem = urlProblem(text);
  return problem === undefined ? { text, place: value.place } : findings.problem(value.place, problem);
}

/** The url itself is not told: it may hold a key. */
function urlProblem(text: string): string | undefined {
  const left = /<[^>]*>/.exec(text)?.[0];
  if (left !== undefined) return `holds the placeholder ${left}: replace it with your own value`;
  let url: URL;
  try {
    url = new URL(text.replace(/\{\$\w+\}/g, '1'));
  } catch {
    return 'is no absolute url: write one such as https://sms.example.com/send';
  }
  if (url.protocol !== 'https:') {
    return `has the scheme ${url.protocol}//: only https is allowed, since codes and credentials travel in it; a service inside your VPC is declared by SmsProvider.http({ allowPlainHttp: true, … })`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'holds a user or password: move it to auth, type basic_auth';
  }
  if (hostOf(text) === undefined || canonicalHost(url.host) === undefined) {
    return 'has a placeholder in its host: hosts must be known before a message comes, so write it out';
  }
  return undefined;
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

interface ReadAuth {
  readonly type: ImportedAuth['type'];
  readonly fields: Readonly<Record<string, Text>>;
}

const AUTH_FIELDS: Readonly<Record<ImportedAuth['type'], readonly string[]>> = {
  basic_auth: ['user', 'password'],
  api_key: ['name', 'value'],
};

function readAuth(auth: OryValue | undefined, findings: Findings): ReadAuth | 'none' | undefined {
  if (auth === undefined || auth.scalar() === null) return 'none';
  const type = auth.get('type')?.scalar() ?? '';
  // as in Ory, where no type means no auth
  if (type === '') return 'none';
  if (type !== 'basic_auth' && type !== 'api_key') {
    const place = auth.get('type')?.place ?? auth.place;
    return findings.problem(
      place,
      `is ${JSON.stringify(type)}, an auth type that Ory does not know: use basic_auth or api_key; a bearer token goes into headers, Authorization: Bearer {$TOKEN}`,
    );
  }
  const config = auth.get('config');
  const fields: Record<string, Text> = {};
  for (const name of AUTH_FIELDS[type]) {
    const value = config?.get(name);
    if (value === undefined) {
      return findings.problem(
        (config ?? auth).place,
        `has no ${name}: ${type} needs ${AUTH_FIELDS[type].join(' and ')}`,
      );
    }
    const text = mappedPlaceholder(value) ?? readText(value, findings);
    if (text === undefined) return undefined;
    fields[name] = { text, place: value.place };
  }
  const where = config?.get('in');
  if (type === 'api_key' && where !== undefined) {
    fields['in'] = { text: where.scalar() === 'cookie' ? 'cookie' : 'header', place: where.place };
  }
  return { type, fields };
}

/** What YAML makes of `user: { $ACCOUNT_SID }`, as Ory's page has it. */
function mappedPlaceholder(value: OryValue): string | undefined {
  const [[name, nothing] = [], ...others] = value.fields();
  return name?.startsWith('$') && nothing?.scalar() === null && others.length === 0 ? `{${name}}` : undefined;
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

/** Gives the placeholder of a literal credential, and notes that it did. */
type Hide = (value: string, called: string, place: OryPlace, detail?: string) => string;

function hider(service: KnownService, secrets: SecretNames, findings: Findings): Hide {
  return (value, called, place, detail = '') => {
    const name = service.secretNames[called.toLowerCase()] ?? secretNameOf(called);
    const placeholder = secrets.replace(value, name, place, detail);
    findings.note('changed', place, `holds a credential${detail}: ${placeholder} stands for it now`);
    return placeholder;
  };
}

function hideInUrl({ text, place }: Text, hide: Hide): string {
  return text.replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string, value: string) => {
    const suspicious = isCredentialName(name) || looksLikeCredential(value);
    if (!suspicious || literalCredential(value) === undefined) return whole;
    return `${mark}${name}=${hide(value, name, place, ` in its parameter ${name}`)}`;
  });
}

function hideInHeader({ name, text, place }: NamedText, hide: Hide): string {
  const credential = literalCredential(text);
  if (credential === undefined) return text;
  const suspicious = isCredentialName(name) || credential.scheme !== '' || looksLikeCredential(credential.value);
  return suspicious ? credential.scheme + hide(credential.value, name, place) : text;
}

function hideInAuth({ type, fields }: ReadAuth, hide: Hide): ImportedAuth {
  const text = (name: string) => fields[name]?.text ?? '';
  const hidden = (name: string, called: string) => {
    const credential = literalCredential(text(name));
    if (credential === undefined) return text(name);
    return credential.scheme + hide(credential.value, called, (fields[name] as Text).place);
  };
  if (type === 'basic_auth') {
    // services that want their key as the user leave the password empty
    const user = text('password') === '' ? hidden('user', 'user') : text('user');
    return { type, config: { user, password: hidden('password', 'password') } };
  }
  const name = text('name');
  return { type, config: { name, value: hidden('value', name), in: text('in') === 'cookie' ? 'cookie' : 'header' } };
}

function hideInBody({ text, place }: Text, hide: Hide): string {
  return replaceLiterals(
    text,
    findJsonnetCredentials(text).map(({ literal, name, scheme, value, line }) => [
      literal,
      scheme + hide(value, name, place, ` in line ${line} of its Jsonnet`),
    ]),
  );
}

import type * as Yaml from 'yaml';
import { loadYaml, type OryValue, parseOryDocument } from '../../lib/ory/document';
import { findCourier } from '../../lib/ory/find-channel';
import { OryConfigError } from '../../lib/ory/problem';

export interface OryExport {
  /** Where Ory shall post to: {@link ingressEndpoint}. */
  readonly url: string;
  /** How Ory authenticates there. */
  readonly auth: { readonly type: 'api_key' } | { readonly type: 'basic_auth'; readonly user: string };
}

/** Stands for the ingress's key in what is exported; Ory does not fill it in, its administrator does. */
export const KEY_PLACEHOLDER = '{$INGRESS_KEY}';

/** The message as it is: the courier takes Ory's ctx. */
const BODY = `base64://${Buffer.from('function(ctx) ctx').toString('base64')}`;

/**
 * The ingress's path for Ory.
 *
 * @param url the courier's `ingressUrl`, with or without the path
 * @param source the id of its source
 * @throws Error if it is no https url
 */
export function ingressEndpoint(url: string, source = 'ory'): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new Error(
      `"${url}" is no absolute url: give the courier's ingressUrl, such as https://abc123.execute-api.eu-central-1.amazonaws.com`,
    );
  }
  if (parsed.protocol !== 'https:') throw new Error(`"${url}" is no https url: codes and the key travel to it`);
  if (parsed.username !== '' || parsed.password !== '')
    throw new Error('the url holds a user or password: leave them out');
  if (parsed.search !== '' || parsed.hash !== '')
    throw new Error(`"${url}" has a query or fragment: give the url without it`);
  const path = parsed.pathname.replace(/\/+$/, '');
  return `${parsed.origin}${path.endsWith(`/${source}`) ? path : `${path}/${source}`}`;
}

/** The `courier` that sends all SMS to the ingress, as YAML. */
export function exportCourier(target: OryExport): string {
  return loadYaml().stringify({ courier: { channels: [channel(target)] } }, { lineWidth: 0 });
}

/**
 * A whole Ory configuration with its SMS channel replaced by the ingress: comments and all else stay. Only where the courier shares parts
 * with the rest, by anchors, all is written anew, each part in its place.
 *
 * @throws {OryConfigError} if it is no YAML, or holds no courier
 */
export function exportInto(text: string, file: string, target: OryExport): string {
  // what cannot be read is told with its line
  const root = parseOryDocument(text, file);
  const courier = findCourier(root);
  if (courier === undefined) {
    throw new OryConfigError(file, [
      { ...root.place, text: 'has no courier: give what `ory get identity-config` prints, or leave --config out' },
    ]);
  }
  if (!courier.isMapping() && courier.scalar() !== null) {
    throw new OryConfigError(file, [
      { ...courier.place, text: 'is no mapping: give what `ory get identity-config` prints' },
    ]);
  }
  const path = courier.path === '' ? [] : courier.path.split('.');
  const document = editable(text, root, path);
  if (courier.scalar() === null) document.setIn(path, document.createNode({}));
  setChannel(document, [...path, 'channels'], channel(target));
  document.deleteIn([...path, 'sms']);
  addEmail(document, [...path, 'templates']);
  return text.trimStart().startsWith('{')
    ? `${JSON.stringify(document.toJS(), null, 2)}\n`
    : document.toString({ lineWidth: 0 });
}

/** The document in whose courier whatever is set is set there alone. */
function editable(text: string, root: OryValue, path: readonly string[]): Yaml.Document {
  const yaml = loadYaml();
  const document = yaml.parseDocument(text);
  if (!isShared(document, path)) return document;
  const whole = new yaml.Document();
  whole.contents = root.copy();
  return whole;
}

/** Whether an alias or a merge key (`<<`) leads to the node at that path, into it or out of it. */
function isShared(document: Yaml.Document.Parsed, path: readonly string[]): boolean {
  const yaml = loadYaml();
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  // there is a way to it, or it would not have been found
  if (!yaml.isNode(node) || yaml.isAlias(node)) return true;
  const own = new Set<unknown>();
  let isMerged = false;
  yaml.visit(node, {
    Node: (_, each) => {
      own.add(each);
    },
    Pair: (_, { key }) => {
      isMerged ||= yaml.isScalar(key) && key.value === '<<';
    },
  });
  let isAliased = false;
  yaml.visit(document, {
    Alias: (_, alias) => {
      isAliased ||= own.has(alias) || own.has(alias.resolve(document));
    },
  });
  return isMerged || isAliased;
}

function channel({ url, auth }: OryExport): object {
  const config =
    auth.type === 'api_key'
      ? { name: 'X-Api-Key', value: KEY_PLACEHOLDER, in: 'header' }
      : { user: auth.user, password: KEY_PLACEHOLDER };
  return {
    id: 'sms',
    type: 'http',
    request_config: {
      url,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: BODY,
      auth: { type: auth.type, config },
    },
  };
}

/** In the place of the first channel that sends SMS, the only one that Ory uses; other channels stay. */
function setChannel(document: Yaml.Document, path: readonly string[], own: object): void {
  const channels: unknown = document.getIn(path);
  const { items } = loadYaml().isSeq(channels) ? channels : { items: [] };
  const isSms = (item: unknown) => loadYaml().isMap(item) && ['sms', 'phone'].includes(String(item.get('id')));
  const at = items.findIndex(isSms);
  if (items.length === 0) document.setIn(path, document.createNode([own]));
  else document.setIn([...path, at === -1 ? items.length : at], document.createNode(own));
}

/** Ory's schema wants an `email` beside each `sms` of `valid`. */
function addEmail(document: Yaml.Document, path: readonly string[]): void {
  const templates: unknown = document.getIn(path);
  if (!loadYaml().isMap(templates)) return;
  for (const { key } of templates.items) {
    const valid = [...path, String(loadYaml().isScalar(key) ? key.value : key), 'valid'];
    if (document.hasIn([...valid, 'sms']) && !document.hasIn([...valid, 'email'])) {
      document.setIn([...valid, 'email'], document.createNode({}));
    }
  }
}

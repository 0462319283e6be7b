import { Token } from 'cdktf';
import { hostOf } from '../../../lambda/request/hosts';
import { isJsonnetUrl } from '../../../lambda/request/jsonnet-url';
import type { HttpDefinition } from '../../provider-definition';
import { readSenders, type Sender } from '../../senders';
import type { SmsSecret } from '../../sms-secret';
import { type ProviderKind, responseRule } from '../kind';
import { kindAt } from '../known';
import { authConfig, type HttpAuthProps } from './auth';
import { checkRequest, writtenCredentials } from './check-request';
import { readJsonnet } from './jsonnet-source';

/**
 * Ory's `request_config` as it stands, and what goes with it.
 *
 * @example
 * SmsProvider.http({
 *   url: 'https://sms.example.com/send',
 *   body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
 *   auth: { type: 'api_key', config: { name: 'X-Api-Key', value: '{$API_KEY}', in: 'header' } },
 *   secrets: { API_KEY: SmsSecret.fromSsmParameter('/sms/example/api_key') },
 * })
 */
export interface HttpProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'http'
   */
  readonly id?: string;

  /**
   * Ory's channel type; there is only this one.
   *
   * @default 'http'
   */
  readonly type?: 'http';

  /**
   * Absolute https URL, whose host is the one that may be dialled; it may hold `{$NAME}` placeholders and Terraform tokens. Or Jsonnet, `function(ctx) …`, that gives
   * one, for gateways that want everything in the query: the texts of its ctx are percent-encoded, so that they can be
   * joined to a url as they are, and are found as they were in `ctx.courier.raw`.
   *
   * @example 'https://api.example.com/accounts/{$ACCOUNT}/messages'
   * @example "function(ctx) 'https://gateway.example.com/send?key={$KEY}&to=' + ctx.recipient + '&text=' + ctx.body"
   */
  readonly url: string;

  /**
   * Hosts that requests may go to, with the port where it is not the scheme's own; needed where the url is Jsonnet. A request to
   * any other is refused.
   *
   * @default - the host of the url
   * @example ['eu.sms.example.com', 'us.sms.example.com']
   */
  readonly hosts?: readonly string[];

  /**
   * Allows an http url, which is only ever dialled at a private address: the courier's `privateHosts` must list its host.
   * Codes and credentials travel in clear there.
   *
   * @default false
   */
  readonly allowPlainHttp?: boolean;

  /**
   * The HTTP method.
   *
   * @default 'POST'
   */
  readonly method?: string;

  /**
   * Values may hold `{$NAME}` placeholders. The Content-Type decides how the body is written:
   * `application/json` or `application/x-www-form-urlencoded`.
   *
   * @default { 'Content-Type': 'application/json' }
   */
  readonly headers?: Readonly<Record<string, string>>;

  /**
   * Jsonnet that gives the request's body, usually `function(ctx) …`: its text, or Ory's `base64://…`, or `file://…` with a
   * path that is absolute or relative to the working directory. Read at synth.
   *
   * @default - the body that we know for the API which the url names, such as Plivo's or Sinch's; needed for any other
   */
  readonly body?: string;

  /**
   * The sender, for a body that is not given.
   *
   * @default - none
   */
  readonly from?: Sender;

  /**
   * What a result `{ body: "<text>" }`, and nothing else, means: the text is the request's body, as the snippets on Ory's page
   * for MessageBird and Vonage intend, or the object is, as Kratos sends it.
   *
   * @default 'unwrap'
   */
  readonly envelope?: 'unwrap' | 'literal';

  /**
   * How requests prove who sends them.
   *
   * @default - none
   */
  readonly auth?: HttpAuthProps;

  /**
   * Response rule: Jsonnet `function(res)`, which says what the provider's answer means. `res` holds `status`, `headers` (names in
   * lower case), `body` and `json` (null if the body is none). It gives `{ outcome, code?, detail?, message_id?, retry_after?, warning? }`, or
   * null to leave it to the status.
   * Text, `base64://…` or `file://…`, as for `body`.
   *
   * @default - the rule that we know for the API which the url names; for any other, HTTP 2xx is accepted and other answers are judged by their status
   * @example "function(res) if res.json.status == 'ok' then { outcome: 'accepted', message_id: res.json.id } else { outcome: 'bad_request' }"
   */
  readonly response?: string;

  /**
   * The secrets that `{$NAME}` placeholders stand for.
   *
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SmsSecret>>;
}

export function httpProvider(props: HttpProviderProps): HttpDefinition {
  const { id = 'http', type = 'http', url, method = 'POST', headers = {}, secrets = {} } = props;
  if (type !== 'http') throw new Error(`provider ${id}: unknown type ${JSON.stringify(type)}: use http`);
  checkTexts(id, props);
  const kind = Token.isUnresolved(url) || isJsonnetUrl(url) ? undefined : kindOf(url);
  const response =
    props.response === undefined ? kind && responseRule(kind.id) : readJsonnet(props.response, 'response', id);
  const definition: HttpDefinition = {
    id,
    channel: kind?.channel ?? 'sms',
    request: {
      url,
      method: method.toUpperCase(),
      headers,
      body: readBody(props, id, kind),
      ...(props.envelope === undefined ? {} : { envelope: props.envelope }),
      ...(props.auth === undefined ? {} : { auth: authConfig(props.auth) }),
    },
    ...(response === undefined ? {} : { response }),
    secrets,
    ...(props.from === undefined ? {} : { senders: readSenders(id, 'from', props.from) }),
    ...(props.hosts === undefined ? {} : { hosts: props.hosts }),
    ...(props.allowPlainHttp === undefined ? {} : { allowPlainHttp: props.allowPlainHttp }),
    ...(kind?.http?.needsOneOf === undefined ? {} : { needsOneOf: kind.http.needsOneOf }),
  };
  checkRequest(definition);
  const warnings = writtenCredentials(definition);
  return warnings.length === 0 ? definition : { ...definition, warnings };
}

/** What is read from YAML may be a number, or nothing, where Ory has a text. */
function checkTexts(id: string, { url, method, headers = {}, body, response }: HttpProviderProps): void {
  const named = Object.entries(headers).map(([name, value]) => [`header ${name}`, value] as const);
  const optional = Object.entries({ method, body, response }).filter(([, value]) => value !== undefined);
  const problems = [['url', url] as const, ...optional, ...named]
    .filter(([, value]) => typeof value !== 'string')
    .map(([name, value]) => `${name} is ${JSON.stringify(value) ?? 'missing'}: give a text`);
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
}

/** The service that we know whose API the url names. */
function kindOf(url: string): ProviderKind<never> | undefined {
  const host = hostOf(url);
  return host === undefined ? undefined : kindAt(`https://${host}`);
}

function readBody({ body, from, url }: HttpProviderProps, id: string, kind: ProviderKind<never> | undefined): string {
  if (body !== undefined && from !== undefined)
    throw new Error(`provider ${id}: from is for a body that is not given: write the sender into the body instead`);
  if (body !== undefined) return readJsonnet(body, 'body', id);
  const known = kind?.http?.body?.({ id, from });
  if (known !== undefined) return known;
  const remedy =
    kind?.http?.needsOneOf?.remedy ?? "give it, as in body: 'function(ctx) { to: ctx.recipient, text: ctx.body }'";
  throw new Error(`provider ${id}: the request to ${url} has no body: ${remedy}`);
}

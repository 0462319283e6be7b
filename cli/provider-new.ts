import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BadInput } from './bad-input';
import { listProviders } from './providers';

const REGISTRY = 'lib/providers/registry.ts';

/**
 * Writes the folder of a new service.
 *
 * @returns what was written, relative to the root
 */
export function writeProvider(id: string, root: string): string[] {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 30)
    throw new BadInput(
      `invalid id "${id}": use 1 to 30 lower-case letters, digits and hyphens, and begin with a letter, as in acme-sms`,
    );
  if (!existsSync(join(root, REGISTRY)))
    throw new BadInput(`${root} has no ${REGISTRY}: run this at the root of a checkout of cdktf-sms-courier`);
  const folder = `lib/providers/${id}`;
  if (existsSync(join(root, folder)) || listProviders().some((known) => known.id === id))
    throw new BadInput(`there is a provider "${id}" already: take another id`);
  return Object.entries(contents(id)).map(([name, content]) => {
    const file = join(folder, name);
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
    return file;
  });
}

/** What is left to do, for people. */
export function nextSteps(id: string): string {
  return `Add this line to ${REGISTRY}, in alphabetical order:

  ${registryLine(id)}

Then "npx jest test/providers/fixtures.test.ts -t ${id}" passes, and SmsProvider.${camel(id)}({ … }) can be deployed.
Put the real API in place of the made-up one, file by file:
  provider.ts        url, auth, and every option that matters for one-time codes
  request.jsonnet    the request's body
  response.jsonnet   what each documented code means
  emulator.ts        what the real API refuses; each documented code in \`errors\`, and with its class in test/providers/golden/${id}.json
  fixtures/          messages and the exact requests that they become, answers and the outcomes that they come to
`;
}

function registryLine(id: string): string {
  return `export { ${camel(id)} } from './${id}';`;
}

/** acme-sms → acmeSms: the factory's name. */
function camel(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function pascal(id: string): string {
  const name = camel(id);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function title(id: string): string {
  return id.replace(/(^|-)(\w)/g, (_, hyphen: string, letter: string) => (hyphen && ' ') + letter.toUpperCase());
}

/** The files of a service that takes JSON with a bearer token, by name. */
function contents(id: string): Readonly<Record<string, string>> {
  return {
    'index.ts': index(id),
    'provider.ts': provider(id),
    'request.jsonnet': request(id),
    'response.jsonnet': response(id),
    'emulator.ts': emulator(id),
    ...fixtures(id),
  };
}

const index = (id: string) => `import type { ProviderKind } from '../kind';
import { ${camel(id)}Emulator } from './emulator';
import { type ${pascal(id)}ProviderProps, ${camel(id)}Provider } from './provider';

export type { ${pascal(id)}ProviderProps } from './provider';

/** ${title(id)}. */
export const ${camel(id)}: ProviderKind<${pascal(id)}ProviderProps> = {
  id: '${id}',
  title: '${title(id)}',
  channel: 'sms',
  requiredProps: ['apiKey', 'from'],
  define: ${camel(id)}Provider,
  serves: (origin) => origin === 'https://api.${id}.example',
  emulator: ({ credentials }) => ${camel(id)}Emulator(credentials()),
};
`;

const provider = (id: string) => `import type { ProviderDefinition } from '../../provider-definition';
import { readSenders, type Sender } from '../../senders';
import type { SmsSecret } from '../../sms-secret';
import { bakeRequest } from '../bake-request';
import { responseRule } from '../kind';

/** https://docs.${id}.example/send-a-message */
export interface ${pascal(id)}ProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default '${id}'
   */
  readonly id?: string;

  /** The account's API key. */
  readonly apiKey: SmsSecret;

  /** The sender: a number in E.164 form, a short code, or an alphanumeric sender id; for all countries, or by country. */
  readonly from: Sender;
}

export function ${camel(id)}Provider(props: ${pascal(id)}ProviderProps): ProviderDefinition {
  const { id = '${id}', apiKey, from } = props;
  const senders = readSenders(id, 'from', from);
  return {
    id,
    channel: 'sms',
    request: {
      url: 'https://api.${id}.example/v1/messages',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer {$API_KEY}' },
      body: bakeRequest('${id}', { from: senders }),
    },
    response: responseRule('${id}'),
    secrets: { API_KEY: apiKey },
    senders,
  };
}
`;

const request = (id: string) => `// ${title(id)}, "Send a message".
function(settings) function(ctx) {
  to: ctx.recipient,
  from: std.get(settings.from, ctx.courier.country, std.get(settings.from, 'default')),
  text: ctx.body,
  ttl: ctx.courier.ttl_seconds,
}
`;

const response = (id: string) => `// ${title(id)}'s answers: https://docs.${id}.example/errors
local CODES = {
  invalid_recipient: ['invalid_number'],
  bad_sender: ['unknown_sender'],
};

function(res)
  local json = if std.isObject(res.json) then res.json else {};
  local code = std.get(json, 'code');
  local known = [class for class in std.objectFields(CODES) if std.member(CODES[class], code)];
  if res.status == 202 then
    if 'id' in json then { outcome: 'accepted', message_id: json.id }
    else { outcome: 'ambiguous', code: '202', detail: 'the answer names no message' }
  else if std.length(known) > 0 then { outcome: known[0], code: code }
  // what is not listed is judged by its HTTP status
  else null
`;

const emulator = (id: string) => `import { randomUUID } from 'node:crypto';
import {
  authorization,
  type EmulatedRequest,
  type EmulatedResponse,
  emulator,
  jsonObject,
  jsonResponse,
  type ProviderEmulator,
  Refusal,
} from '../emulator-base';

const ABOUT = { id: '${id}', origin: 'https://api.${id}.example' };

/** ${title(id)}'s \`POST /v1/messages\`: https://docs.${id}.example/send-a-message */
export function ${camel(id)}Emulator(apiKeys: readonly string[]): ProviderEmulator {
  return emulator(ABOUT, (request) => sendMessage(request, apiKeys));
}

function sendMessage(request: EmulatedRequest, apiKeys: readonly string[]): EmulatedResponse {
  if (request.path !== '/v1/messages') throw refusal(404, 'not_found');
  if (!apiKeys.includes(authorization(request, 'Bearer') ?? '')) throw refusal(401, 'unauthorized');
  if (request.method !== 'POST') throw refusal(405, 'method_not_allowed');
  const { to, from, text } = jsonObject(request) ?? {};
  if (typeof to !== 'string' || !/^\\+[1-9]\\d{6,14}$/.test(to)) throw refusal(400, 'invalid_number');
  if (typeof from !== 'string' || from === '') throw refusal(400, 'unknown_sender');
  if (typeof text !== 'string' || text === '') throw refusal(400, 'empty_text');
  const id = randomUUID();
  return { ...jsonResponse(202, { id }), accepted: { id, to, from, text } };
}

function refusal(status: number, code: string): Refusal {
  return new Refusal(jsonResponse(status, { code }));
}
`;

function fixtures(id: string): Record<string, string> {
  const text = 'Your code is 428193';
  const files = {
    'request-login-code': {
      props: { apiKey: { $secret: 'API_KEY' }, from: { default: 'ACME', US: '+12065550100' } },
      message: { recipient: '+4917667111638', body: text },
      request: {
        method: 'POST',
        url: `https://api.${id}.example/v1/messages`,
        headers: { 'content-type': 'application/json', authorization: 'Bearer <API_KEY>' },
        body: `{\n   "from": "ACME",\n   "text": "${text}",\n   "to": "+4917667111638",\n   "ttl": 3600\n}\n`,
      },
    },
    'response-accepted': {
      response: { status: 202, body: { id: '3f1c' } },
      outcome: { outcome: 'accepted', messageId: '3f1c' },
    },
    'response-invalid-number': {
      response: { status: 400, body: { code: 'invalid_number' } },
      outcome: { outcome: 'invalid_recipient', code: 'invalid_number' },
    },
    'response-unlisted-code': {
      response: { status: 429, headers: { 'retry-after': '5' }, body: { code: 'busy' } },
      outcome: {
        outcome: 'throttled',
        code: '429',
        detail: 'the provider answered HTTP 429',
        retryAfterSeconds: 5,
      },
    },
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, fixture]) => [`fixtures/${name}.json`, `${JSON.stringify(fixture, null, 2)}\n`]),
  );
}

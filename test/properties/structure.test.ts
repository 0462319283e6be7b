import type { RequestConfig } from '../../lambda/config';
import { InvalidMessage, parseMessage } from '../../lambda/message';
import { requestBuilder } from '../../lambda/request/build';
import { createSender } from '../../lambda/request/send';
import { SecretUnavailable } from '../../lambda/secrets/placeholder';
import { testJsonnet } from '../support/engine';
import fc from '../support/fast-check';
import { NOW } from '../support/messages';
import { parseForm, type WireRequest, WireServer } from '../support/wire';

/**
 * Nothing that a message or a secret holds changes the structure of a request, and no message pulls a secret into it. The
 * judge reads the bytes on the wire with a parser of its own.
 */

const RUNS = 10_000;
const ORIGIN = 'https://sms.example.com';

const DESTINATIONS = { hosts: new Set(['sms.example.com']), plainHttp: false };

const server = new WireServer();
const jsonnet = testJsonnet();
let sender: ReturnType<typeof createSender>;
beforeAll(async () => {
  sender = createSender({ endpoints: { [ORIGIN]: await server.start() } });
});
afterAll(() => server.stop());

/** Text with all that has a meaning somewhere on the way. */
const SPECIAL = [
  '{$AUTH_TOKEN}',
  '{$ACCOUNT_SID}',
  '"',
  "'",
  '\\',
  '\r\n',
  '\n',
  '|||',
  '\0',
  '😀',
  '\ud800',
  '%s',
  '%',
  '${x}',
  '&',
  '=',
  '+',
  '#',
  '?',
  '/',
  '..',
  ';',
  ',',
  ' ',
  'é',
  '\u2028',
  '{',
  '}',
  '*/',
  '//',
  'ctx',
  ':',
  '\r\nX-Evil: 1\r\n\r\n',
];
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...SPECIAL), fc.string({ maxLength: 3, unit: 'binary' })), { maxLength: 6 })
      .map((parts) => parts.join('')),
  },
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
/** What is left of a text in UTF-8. */
const wellFormed = (value: string) => Buffer.from(value).toString();

async function onTheWire(
  config: RequestConfig,
  message: unknown,
  secrets: Readonly<Record<string, string>>,
): Promise<WireRequest> {
  const { ctx } = parseMessage(message, { enteredAt: NOW, fallbackId: 'x', origin: 'test' }, { defaultTtlSeconds: 60 });
  const build = requestBuilder(config, {
    jsonnet,
    tokens: { get: async () => '', forget: () => false },
    now: () => NOW,
  });
  await sender.send(await build({ ctx, courier: {} }, { get: (name) => secrets[name] as string }), DESTINATIONS, 5_000);
  return server.take();
}

const MESSAGE = { recipient: '+4917667111638', body: 'x' };
const SECRETS = { ACCOUNT_SID: 'sid-4a7f0c', AUTH_TOKEN: 'token-9b1e55' };

const config = (contentType: string): RequestConfig => ({
  url: `${ORIGIN}/accounts/{$ACCOUNT_SID}/send?key={$AUTH_TOKEN}`,
  method: 'POST',
  headers: { 'Content-Type': contentType, 'X-Auth': 'Bearer {$AUTH_TOKEN}' },
  auth: { type: 'basic_auth', config: { user: '{$ACCOUNT_SID}', password: '{$AUTH_TOKEN}' } },
  body: `function(ctx) {
    to: ctx.recipient,
    text: 'Code: ' + ctx.body,
    data: std.toString(ctx.template_data),
    agent: ctx.request_headers['User-Agent'][0],
    key: '{$AUTH_TOKEN}',
    other: "%s" % ctx.template_data.value,
  }`,
});

const HEADERS = ['user-agent', 'content-type', 'x-auth', 'authorization', 'content-length', 'Host', 'Connection'];

/** All but the body, which the message must not reach at all. */
function expectFrame(request: WireRequest, { ACCOUNT_SID: sid, AUTH_TOKEN: token } = SECRETS): void {
  expect(request.method).toBe('POST');
  const [path = '', query = ''] = request.target.split('?');
  expect(path.split('/').map((segment) => decodeURIComponent(segment))).toEqual(['', 'accounts', sid, 'send']);
  expect(query.split('&').map((pair) => pair.split('=').map(decodeURIComponent))).toEqual([['key', token]]);
  expect(request.headers.map(([name]) => name)).toEqual(HEADERS);
  const header = new Map(request.headers);
  expect(header.get('x-auth')).toBe(`Bearer ${token}`);
  expect(Buffer.from((header.get('authorization') ?? '').replace('Basic ', ''), 'base64').toString()).toBe(
    `${sid}:${token}`,
  );
}

/** The fields of the body, whichever the format. */
function fieldsOf(request: WireRequest): Record<string, string> {
  const isForm = new Map(request.headers).get('content-type') === 'application/x-www-form-urlencoded';
  return isForm ? Object.fromEntries(parseForm(request.body)) : JSON.parse(request.body);
}

describe.each(['application/x-www-form-urlencoded', 'application/json'])('%s', (contentType) => {
  it('keeps its structure whatever a message holds, and holds the secrets where the configuration puts them only', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, async (body, value, agent) => {
        fc.pre(body.trim() !== '');
        const request = await onTheWire(
          config(contentType),
          { ...MESSAGE, body, template_data: { [value]: 1, value }, request_headers: { 'User-Agent': [agent] } },
          SECRETS,
        );
        expectFrame(request);
        const { data, ...fields } = fieldsOf(request);
        expect(fields).toEqual({
          to: MESSAGE.recipient,
          text: `Code: ${wellFormed(body)}`,
          agent: wellFormed(agent),
          key: SECRETS.AUTH_TOKEN,
          other: wellFormed(value),
        });
        expect(Object.values(JSON.parse(data as string))).toContain(wellFormed(value));
        expect(request.body.split(SECRETS.AUTH_TOKEN)).toHaveLength(2);
        expect(request.body).not.toContain(SECRETS.ACCOUNT_SID);
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps its structure whatever a secret holds, or is refused for what no header can carry', async () => {
    await fc.assert(
      fc.asyncProperty(text.map(wellFormed), text.map(wellFormed), async (sid, token) => {
        fc.pre(sid !== '' && token !== '');
        const secrets = { ACCOUNT_SID: sid, AUTH_TOKEN: token };
        let request: WireRequest;
        try {
          request = await onTheWire(
            config(contentType),
            { ...MESSAGE, template_data: { value: '{$AUTH_TOKEN}' }, request_headers: { 'User-Agent': ['a'] } },
            secrets,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(SecretUnavailable);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header cannot carry
          expect(/[\u0000-\u0008\u000a-\u001f\u007f]/.test(sid + token) || /^\.\.?$/.test(sid)).toBe(true);
          return;
        }
        expectFrame(request, { ACCOUNT_SID: sid, AUTH_TOKEN: token });
        expect(fieldsOf(request)).toEqual({
          to: MESSAGE.recipient,
          text: 'Code: x',
          agent: 'a',
          key: token,
          other: '{$AUTH_TOKEN}',
          data: '{"value": "{$AUTH_TOKEN}"}',
        });
      }),
      { numRuns: RUNS },
    );
  });
});

it('a recipient is a number in E.164, or refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        text,
        fc.tuple(fc.constantFrom('+49176', '+1415', '0176', ' +44 20 ', '+'), text).map((parts) => parts.join('')),
      ),
      async (recipient) => {
        try {
          const request = await onTheWire(
            config('application/x-www-form-urlencoded'),
            { ...MESSAGE, recipient, template_data: { value: '' }, request_headers: { 'User-Agent': [''] } },
            SECRETS,
          );
          expectFrame(request);
          expect(fieldsOf(request)['to']).toMatch(/^\+[1-9]\d{5,14}$/);
        } catch (error) {
          if (!(error instanceof InvalidMessage)) throw error;
        }
      },
    ),
    { numRuns: RUNS },
  );
});

it('a computed url keeps its structure whatever message and secret hold', async () => {
  const computed: RequestConfig = {
    ...config('application/json'),
    headers: {},
    body: '{}',
    url: `function(ctx) '${ORIGIN}/send?key={$AUTH_TOKEN}&to=' + ctx.recipient + '&text=' + ctx.body + '&v=' + ctx.template_data.value`,
  };
  const { auth: _, ...withoutAuth } = computed;
  await fc.assert(
    fc.asyncProperty(text, text, text.map(wellFormed), async (body, value, token) => {
      fc.pre(body.trim() !== '' && token !== '');
      const { target } = await onTheWire(
        withoutAuth,
        { ...MESSAGE, body, template_data: { value } },
        { AUTH_TOKEN: token },
      );
      const [path, query = ''] = target.split('?');
      expect(path).toBe('/send');
      expect(query.split('&').map((pair) => pair.split('=').map(decodeURIComponent))).toEqual([
        ['key', token],
        ['to', MESSAGE.recipient],
        ['text', wellFormed(body)],
        ['v', wellFormed(value)],
      ]);
    }),
    { numRuns: RUNS },
  );
});

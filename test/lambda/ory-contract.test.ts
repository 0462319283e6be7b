import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { RequestConfig } from '../../lambda/config';
import { handleQueue } from '../../lambda/courier/sqs';
import { InvalidMessage, parseMessage } from '../../lambda/message';
import { requestBuilder } from '../../lambda/request/build';
import { BuildError } from '../../lambda/request/request';
import { DEFAULT_TEXTS } from '../../lambda/template/default-texts';
import { oryData } from '../../lambda/template/ory-data';
import { Template } from '../../lambda/template/template';
import { SmsSecret } from '../../lib';
import headers from '../fixtures/ory/request-headers.json';
import { accepted, batch, record, status, TestCourier } from '../support/courier';
import { testJsonnet } from '../support/engine';
import { NOW, ORY_EXAMPLES } from '../support/messages';
import { courier, http } from '../support/stack';

/** docs/ory-contract.md, rule by rule: a title begins with the number of its rule. */

const jsonnet = testJsonnet();
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const LOGIN = ORY_EXAMPLES['A_login_code_valid'] as Record<string, unknown>;

const ctxOf = (message: unknown) =>
  parseMessage(message, { enteredAt: NOW, fallbackId: 'x', origin: 'test' }, { defaultTtlSeconds: 60 }).ctx;

function build(config: Partial<RequestConfig> = {}, message: unknown = LOGIN) {
  const { body = 'function(ctx) ctx', ...rest } = config;
  const complete = { url: 'https://sms.example.com/send?a=1', method: 'POST', headers: {}, body, ...rest };
  const services = { jsonnet, tokens: { get: async () => '', forget: () => false }, now: () => NOW };
  return requestBuilder(complete, services)(
    { ctx: ctxOf(message), courier: { id: 'x', attempt: 1 } },
    { get: (name) => `secret-${name}` },
  );
}

/** What a snippet gives for a message. */
const evaluate = async (body: string, message: unknown = LOGIN) =>
  JSON.parse((await build({ body, envelope: 'literal' }, message)).body as string);
const baked = (fields: object) =>
  JSON.parse(courier({ providers: [http(fields)] }).toCourierJson()).providers[0].request;
const queue = (test: TestCourier, receiveCount = 1, sentAt = NOW) =>
  handleQueue(batch(record(LOGIN, { receiveCount, sentAt })), test.deadline, test.services);

describe('traps', () => {
  it('[ory 0.1] template_data has snake_case keys', async () => {
    expect(
      await evaluate('function(ctx) [ctx.template_data.login_code, ctx.template_data.expires_in_minutes]'),
    ).toEqual(['428193', 15]);
  });

  it('[ory 0.2] template_type is the long name', async () => {
    expect(
      await Promise.all(
        Object.values(ORY_EXAMPLES).map((example) => evaluate('function(ctx) ctx.template_type', example)),
      ),
    ).toEqual([
      'login_code_valid',
      'verification_code_valid',
      'recovery_code_valid',
      'authenticator_key_added',
      'login_code_valid',
    ]);
  });

  it('[ory 0.3] the code of a recovery SMS is verification_code', async () => {
    expect(
      await evaluate('function(ctx) ctx.template_data.verification_code', ORY_EXAMPLES['E_recovery_code_valid']),
    ).toBe('918273');
  });

  it('[ory 0.4] request_headers holds arrays, or is empty, or null', async () => {
    expect(await evaluate("function(ctx) ctx.request_headers['True-Client-Ip'][0]")).toBe('203.0.113.7');
    expect(await evaluate('function(ctx) ctx.request_headers', ORY_EXAMPLES['D_verification_code_valid'])).toEqual({});
    expect(await evaluate('function(ctx) ctx.request_headers', ORY_EXAMPLES['G_authenticator_key_added'])).toBeNull();
  });

  it("[ory 0.5] the page's MessageBird snippet gives what MessageBird takes, or literally what Kratos posts", async () => {
    const body = `function(ctx) {
body: std.manifestJsonEx({
originator: 'YourApp',
recipients: [
if std.startsWith(ctx.recipient, '+')
then std.substr(ctx.recipient, 1, std.length(ctx.recipient) - 1)
else ctx.recipient,
],
body: ctx.body,
}, ' '),
}`;
    const intended = { originator: 'YourApp', recipients: ['4917667111638'], body: LOGIN['body'] };
    expect(JSON.parse((await build({ body })).body as string)).toEqual(intended);
    const posted = JSON.parse((await build({ body, envelope: 'literal' })).body as string);
    expect(Object.keys(posted)).toEqual(['body']);
    expect(JSON.parse(posted.body)).toEqual(intended);
  });

  it('[ory 0.6] a Content-Type with a charset of UTF-8 is accepted, another type is not', async () => {
    expect((await build({ headers: { 'Content-Type': 'application/json; charset=utf-8' } })).body).toContain(
      '"recipient"',
    );
    expect(
      (
        await build({
          headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset="UTF-8"' },
          body: "{ a: 'b' }",
        })
      ).body,
    ).toBe('a=b');
    expect(() => http({ headers: { 'Content-Type': 'application/json; charset=latin1' } })).toThrow(
      'unsupported Content-Type',
    );
  });

  it('[ory 0.7] fields of a form are strings, null is empty', async () => {
    expect((await build({ headers: FORM, body: "{ a: 'x', b: null }" })).body).toBe('a=x&b=');
    for (const value of ['1', 'true', '[]', '{}'])
      await expect(build({ headers: FORM, body: `{ a: ${value} }` })).rejects.toThrow(BuildError);
  });

  it('[ory 0.8] 2xx is success, and what cannot work is not tried again', async () => {
    for (const code of [200, 201, 202, 204, 299])
      expect(await queue(new TestCourier({ one: status(code) }))).toEqual({ batchItemFailures: [] });
    const refused = new TestCourier({ one: status(400) });
    expect(await queue(refused)).toEqual({ batchItemFailures: [] });
    expect(refused.sent[0]?.queueUrl).toBe('dead-letters');
    expect((await queue(new TestCourier({ one: status(503) }))).batchItemFailures).toHaveLength(1);
  });

  it('[ory 0.9] attempts are spaced by a back-off, Retry-After and maxAttempts', async () => {
    const test = new TestCourier({ one: status(429, { 'retry-after': '9' }) });
    for (const count of [1, 2, 3]) {
      await queue(test, count);
      test.now += 9_000;
    }
    expect(test.delays.map(({ seconds }) => seconds)).toEqual([9, 9]);
    expect(test.sent[0]?.queueUrl).toBe('dead-letters');
  });

  it('[ory 0.10] no method is POST, no type is http, no body is an error', async () => {
    expect(baked({}).method).toBe('POST');
    expect(baked({ type: 'http', method: 'put' }).method).toBe('PUT');
    const services = { jsonnet, tokens: { get: async () => '', forget: () => false }, now: () => NOW };
    const withoutBody = requestBuilder({ url: 'https://x.example/', method: 'POST', headers: {} }, services);
    await expect(withoutBody({ ctx: {}, courier: {} }, { get: () => '' })).rejects.toThrow(
      'the request config has no body',
    );
  });

  it('[ory 0.11] error "cancel" ends a message without sending it', async () => {
    const test = new TestCourier({ one: accepted }, {}, 'function(ctx) error "cancel"');
    expect(await queue(test)).toEqual({ batchItemFailures: [] });
    expect([test.requests, test.sent, test.log.at(-1)?.['state']]).toEqual([[], [], 'cancelled']);
  });

  it('[ory 0.12] no attempt begins after the code has expired', async () => {
    const test = new TestCourier({ one: accepted });
    await queue(test, 1, NOW - 15 * 60_000 + 1);
    expect(test.requests).toHaveLength(1);
    const late = new TestCourier({ one: accepted });
    await queue(late, 1, NOW - 15 * 60_000);
    expect(late.requests).toEqual([]);
    expect(late.log.at(-1)).toMatchObject({ state: 'expired' });
  });
});

describe('order of building', () => {
  it('[ory 1.2.1] method and url are as configured', async () => {
    const { method, url } = await build({ method: 'DELETE' });
    expect([method, url.href]).toEqual(['DELETE', 'https://sms.example.com/send?a=1']);
  });

  it('[ory 1.2.2] two headers that differ in case are an error at synth', () => {
    expect(() => http({ headers: { 'X-A': '1', 'x-a': '2' } })).toThrow('headers X-A and x-a are the same header');
  });

  it('[ory 1.2.3] without a Content-Type it is application/json', async () => {
    expect((await build()).headers.get('content-type')).toBe('application/json');
  });

  it('[ory 1.2.4] auth takes the place of a header of the same name', async () => {
    const auth = { type: 'api_key', config: { name: 'X-Key', value: 'new', in: 'header' } } as const;
    expect(
      [...(await build({ headers: { 'x-key': 'old' }, auth })).headers].filter(([name]) => name === 'x-key'),
    ).toEqual([['x-key', 'new']]);
  });

  it('[ory 1.2.5] TRACE has no body, all others have one', async () => {
    expect((await build({ method: 'TRACE' })).body).toBeUndefined();
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH'])
      expect((await build({ method })).body).toContain('"recipient"');
  });

  it('[ory 1.2.6] one argument, ctx; what is no function stands for itself', async () => {
    expect(await evaluate('{ a: 1 }')).toEqual({ a: 1 });
    await expect(build({ body: 'function(context) context' })).rejects.toThrow('parameter ctx is not defined');
    await expect(build({ body: 'function(ctx, other) other' })).rejects.toThrow(
      'function argument is not passed: other',
    );
  });

  it('[ory 1.2.7] another Content-Type is an error', async () => {
    await expect(build({ headers: { 'Content-Type': 'text/plain' } })).rejects.toThrow(BuildError);
    expect(() => http({ headers: { 'Content-Type': 'text/plain' } })).toThrow('unsupported Content-Type "text/plain"');
  });

  it('[ory 1.2.8] headers that the transport writes have no effect', async () => {
    const configured = {
      Host: 'evil.example',
      'Content-Length': '1',
      'Transfer-Encoding': 'chunked',
      Trailer: 'x',
      Connection: 'close',
      'X-A': '1',
    };
    expect([...(await build({ headers: configured })).headers.keys()]).toEqual(['x-a', 'content-type']);
  });
});

describe('JSON bodies', () => {
  it("[ory 1.3.1] are go-jsonnet's text; the example is Kratos's own stub", async () => {
    const body = 'function(ctx) { to: ctx.recipient, from: "Kratos Test", body: ctx.body, e: [], o: {} }';
    const message = { recipient: '+12065550101', body: 'test-sms-body-1' };
    expect((await build({ body }, message)).body).toBe(
      '{\n   "body": "test-sms-body-1",\n   "e": [ ],\n   "from": "Kratos Test",\n   "o": { },\n   "to": "+12065550101"\n}\n',
    );
  });

  it('[ory 1.3.2] numbers are written as Go does', async () => {
    expect((await build({ body: '[0.1, 1, -3, 1e15, 1.5, 1e-7]' })).body).toBe(
      '[\n   0.10000000000000001,\n   1,\n   -3,\n   1000000000000000,\n   1.5,\n   9.9999999999999995e-08\n]\n',
    );
  });

  it('[ory 1.3.3] may be any value', async () => {
    for (const [body, text] of [
      ['"x"', '"x"\n'],
      ['null', 'null\n'],
      ['{}', '{ }\n'],
    ] as const) {
      expect((await build({ body })).body).toBe(text);
    }
  });
});

describe('form bodies', () => {
  it('[ory 1.4.1] are sorted and escaped as Go does', async () => {
    expect((await build({ headers: FORM, body: "{ z: 'a b', a: '*~+&=', 'ä': '/' }" })).body).toBe(
      'a=%2A~%2B%26%3D&z=a+b&%C3%A4=%2F',
    );
  });

  it('[ory 1.4.2] are empty for null', async () => {
    expect((await build({ headers: FORM, body: 'null' })).body).toBe('');
  });

  it("[ory 1.4.3] of the page's Twilio snippet", async () => {
    const body = 'function(ctx) {\nTo: ctx.recipient,\nBody: ctx.body,\n}';
    expect((await build({ headers: FORM, body })).body).toBe(
      'Body=Your+login+code+is%3A+428193%0A%0AIt+expires+in+15+minutes.%0A%0A%40auth.example.com+%23428193%0A&To=%2B4917667111638',
    );
  });
});

describe('auth', () => {
  it('[ory 1.5.1] is none without a block', async () => {
    expect([...(await build()).headers.keys()]).toEqual(['content-type']);
  });

  it("[ory 1.5.2] basic_auth; the example is of Kratos's own tests", async () => {
    const auth = { type: 'basic_auth', config: { user: 'me', password: '12345' } } as const;
    expect((await build({ auth })).headers.get('authorization')).toBe('Basic bWU6MTIzNDU=');
  });

  it('[ory 1.5.3] basic_auth and api_key need strings', () => {
    expect(() => http({ auth: { type: 'basic_auth', config: { user: 1, password: 'x' } } })).toThrow(
      'auth.config.user is 1: give a string',
    );
    expect(() => http({ auth: { type: 'api_key', config: { name: 'X', in: 'header' } } })).toThrow(
      'auth.config.value is undefined: give a string',
    );
  });

  it('[ory 1.5.4] an api key is a header, also where nothing says so', async () => {
    expect(baked({ auth: { type: 'api_key', config: { name: 'X-Key', value: 'v' } } }).auth.config.in).toBe('header');
    const auth = { type: 'api_key', config: { name: 'X-Key', value: 'v', in: 'header' } } as const;
    expect((await build({ auth })).headers.get('x-key')).toBe('v');
  });

  it('[ory 1.5.5] an api key may be a cookie', async () => {
    const auth = { type: 'api_key', config: { name: 'key', value: 'v', in: 'cookie' } } as const;
    expect((await build({ auth })).headers.get('cookie')).toBe('key=v');
  });

  it('[ory 1.5.6] another type is an error', () => {
    expect(() => http({ auth: { type: 'digest', config: {} } })).toThrow('unsupported auth type: "digest"');
  });

  it("[ory 1.5.7] the page's user: { $ACCOUNT_SID } is that secret", async () => {
    const { auth } = baked({
      auth: { type: 'basic_auth', config: { user: { $ACCOUNT_SID: null }, password: { $AUTH_TOKEN: null } } },
      secrets: { ACCOUNT_SID: SmsSecret.fromSsmParameter('/sid'), AUTH_TOKEN: SmsSecret.fromSsmParameter('/token') },
    });
    expect((await build({ auth })).headers.get('authorization')).toBe(
      `Basic ${Buffer.from('secret-ACCOUNT_SID:secret-AUTH_TOKEN').toString('base64')}`,
    );
  });
});

describe('sources of bodies', () => {
  const SOURCE = "function(ctx) { text: 'ü' }";
  const folder = mkdtempSync(join(tmpdir(), 'sms-courier-body-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('[ory 1.6.1] base64:// is standard base64 with padding, line breaks ignored', () => {
    const encoded = Buffer.from(SOURCE).toString('base64');
    expect(baked({ body: `base64://${encoded.slice(0, 8)}\r\n${encoded.slice(8)}` }).body).toBe(SOURCE);
    expect(() => http({ body: `base64://${encoded.replace(/=+$/, '')}x` })).toThrow(
      'the body is not standard base64 with padding',
    );
  });

  it('[ory 1.6.2] file:// is relative to the working directory', () => {
    const file = join(folder, 'body.jsonnet');
    writeFileSync(file, SOURCE);
    expect(baked({ body: `file://${file}` }).body).toBe(SOURCE);
    expect(baked({ body: `file://${relative(process.cwd(), file)}` }).body).toBe(SOURCE);
  });

  it('[ory 1.6.3] http:// is to be downloaded', () => {
    expect(() => http({ body: 'http://example.com/body.jsonnet' })).toThrow('download it and use file://');
  });

  it('[ory 1.6.4] a path is to be written with file://, and other text is the Jsonnet', () => {
    expect(() => http({ body: 'jsonnet/body.jsonnet' })).toThrow('write file://jsonnet/body.jsonnet');
    expect(baked({ body: SOURCE }).body).toBe(SOURCE);
  });

  it('[ory 1.6.5] what Ory Network takes is taken: its default body is', () => {
    const body = Buffer.from('function(ctx) {\nTo: ctx.recipient,\nBody: ctx.body,\n}').toString('base64');
    expect(baked({ body: `base64://${body}`, headers: FORM }).body).toContain('To: ctx.recipient');
  });
});

describe('ctx', () => {
  const FIELDS = ['body', 'message_type', 'recipient', 'request_headers', 'subject', 'template_data', 'template_type'];

  it('[ory 4.1] always has seven fields', async () => {
    expect(await evaluate('function(ctx) std.objectFields(ctx)')).toEqual(FIELDS);
    expect(await evaluate('function(ctx) std.objectFields(ctx)', { recipient: '+4917667111638', body: 'x' })).toEqual(
      FIELDS,
    );
  });

  it('[ory 4.2] html_body is passed on', async () => {
    expect(await evaluate('function(ctx) ctx.html_body', { ...LOGIN, html_body: '<p>' })).toBe('<p>');
  });

  it('[ory 4.3] ours is hidden', async () => {
    expect(await evaluate('function(ctx) ctx')).toEqual(LOGIN);
    expect(await evaluate('function(ctx) ctx.courier')).toEqual({ id: 'x', attempt: 1 });
  });

  it('[ory 4.4] recipient is E.164', async () => {
    expect(
      await evaluate('function(ctx) ctx.recipient', ORY_EXAMPLES['H_login_code_valid_v26_2_0_legacy_number']),
    ).toBe('+4917667111638');
    expect(() => ctxOf({ ...LOGIN, recipient: 'me@example.com' })).toThrow(InvalidMessage);
  });

  it('[ory 4.5] request_headers may be null or absent', async () => {
    const { request_headers: _, ...older } = LOGIN;
    expect(await evaluate('function(ctx) ctx.request_headers', older)).toEqual({});
    expect(await evaluate('function(ctx) ctx.request_headers', { ...older, request_headers: null })).toBeNull();
  });

  it('[ory 4.6] all 23 headers of the page arrive with all their values, but the rewrite token', async () => {
    expect(Object.keys(headers)).toHaveLength(23);
    const { 'Ory-Base-Url-Rewrite-Token': token, ...others } = headers;
    const request = await build({}, { ...LOGIN, request_headers: headers });
    expect(JSON.parse(request.body as string).request_headers).toEqual(others);
    expect(request.body).not.toContain(token[0]);
  });

  it('[ory 4.7] message_type is sms', () => {
    expect(() => ctxOf({ ...LOGIN, message_type: 'email' })).toThrow('only "sms" can be sent');
  });

  it('[ory 4.8] there are no imports, external variables or native functions', async () => {
    for (const body of ["import 'a'", "importstr '/etc/hostname'", "std.extVar('a')", "std.native('a')()"])
      await expect(build({ body })).rejects.toMatchObject({ name: 'JsonnetError' });
  });
});

describe('templates', () => {
  /** What a template makes of a login's data. */
  const rendered = (source: string, type = 'login_code_valid') => {
    const data = { login_code: '428193', identity: {} };
    return Template.parse(source).render(oryData(type, data));
  };

  it('[ory 3.2.1] a missing key prints <no value>, an unknown field is an error', () => {
    expect(rendered('{{ .Identity.nickname }}')).toBe('<no value>');
    expect(() => rendered('{{ .Nickname }}')).toThrow("can't evaluate field Nickname in type *sms.LoginCodeValidModel");
  });

  it('[ory 3.2.2] functions that are not hermetic do not exist', () => {
    const removed =
      'date date_in_zone date_modify now htmlDate htmlDateInZone dateInZone dateModify randAlphaNum randAlpha randAscii randNumeric randBytes uuidv4 env expandenv getHostByName';
    for (const name of removed.split(' '))
      expect(() => Template.parse(`{{ ${name} }}`)).toThrow(`function "${name}" not defined`);
    expect(rendered('{{ .LoginCode | trunc 3 }}')).toBe('428');
  });

  const failing = { templates: { login_code_valid: { default: '{{ index .Identity.x 1 }}' } } };

  it('[ory 3.2.3] a template that fails gives way to the body', async () => {
    const test = new TestCourier({ one: accepted }, failing);
    await handleQueue(batch(record(LOGIN)), test.deadline, test.services);
    expect(JSON.parse(test.requests[0]?.body ?? '').text).toBe(LOGIN['body']);
    const bare = new TestCourier({ one: accepted }, failing);
    await handleQueue(batch(record({ ...LOGIN, body: '' })), bare.deadline, bare.services);
    expect([bare.requests, bare.sent[0]?.queueUrl]).toEqual([[], 'dead-letters']);
  });

  it('[ory 3.2.4] the text is rendered at each attempt, from the same data', async () => {
    const test = new TestCourier(
      { one: status(429) },
      { templates: { login_code_valid: { default: '{{ .LoginCode }}!' } } },
    );
    for (const receiveCount of [1, 2]) {
      await handleQueue(batch(record(LOGIN, { receiveCount })), test.deadline, test.services);
      test.now += 60_000;
    }
    expect(test.requests.map(({ body }) => JSON.parse(body ?? '').text)).toEqual(['428193!', '428193!']);
  });

  it('[ory 3.2.5] each of the six types has a default text, without a line break at the end', () => {
    const texts = Object.entries(DEFAULT_TEXTS);
    expect(texts).toHaveLength(6);
    for (const [type, source] of texts) {
      const data = { login_code: '1', registration_code: '1', verification_code: '1', request_url_domain: 'a.example' };
      expect(Template.parse(source).render(oryData(type, data))).toMatch(/\S$/);
    }
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeReport, describeSecrets } from '../../../cli/ory/describe-report';
import { writeTypeScript } from '../../../cli/ory/typescript';
import { OryConfig, OryConfigError, SmsProvider, SmsSecret } from '../../../lib';
import { importOry } from '../../../lib/ory/import-ory';
import { CREDENTIALS, GOOD_CONFIGS, imported, ORY_CONFIGS, oryConfig } from '../../support/ory';
import { courier } from '../../support/stack';

const BROKEN_CONFIGS = readdirSync(ORY_CONFIGS).filter(
  (name) => /\.(yaml|json)$/.test(name) && !(GOOD_CONFIGS as readonly string[]).includes(name),
);

/** The text of an error, without where the tests are. */
function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message.replaceAll(ORY_CONFIGS, '<folder>');
  }
  throw new Error('expected an error');
}

const fromText = (text: string) => importOry({ text, file: 'ory.yaml', folder: ORY_CONFIGS });

/** A configuration with these fields in its request config. */
const withRequest = (fields: object) =>
  fromText(
    JSON.stringify({
      url: 'https://sms.example.com/send',
      method: 'POST',
      body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
      ...fields,
    }),
  );

describe.each(GOOD_CONFIGS)('%s', (file) => {
  it('tells what was taken, changed and ignored', () => {
    const { report, secrets } = imported(file);
    expect(describeReport(report) + describeSecrets(secrets)).toMatchSnapshot();
  });

  it('becomes TypeScript', () => {
    expect(writeTypeScript(imported(file), { library: 'cdktf-sms-courier' })).toMatchSnapshot();
  });

  it('gives props with which a courier synthesizes', () => {
    const { providers, templates, ...rest } = JSON.parse(courier({ ...oryConfig(file) }).toCourierJson());
    expect(providers).toHaveLength(1);
    expect(rest).toMatchObject({ templatePrecedence: 'body' });
    expect(Object.keys(templates ?? {})).toEqual(
      file === 'network-twilio.yaml' ? ['login_code_valid', 'verification_code_valid'] : [],
    );
  });

  it('shows no credential of the file', () => {
    const { report, secrets } = imported(file);
    const shown = [
      describeReport(report),
      describeSecrets(secrets),
      JSON.stringify(report),
      writeTypeScript(imported(file), { library: 'cdktf-sms-courier' }),
      errorOf(() => OryConfig.fromFile(join(ORY_CONFIGS, file))),
      courier({ ...oryConfig(file) }).toCourierJson(),
    ].join('\n');
    expect(CREDENTIALS.filter((credential) => shown.includes(credential))).toEqual([]);
  });
});

it('the fixtures hold the credentials that are not to be shown', () => {
  const files = readdirSync(ORY_CONFIGS, { withFileTypes: true }).filter((entry) => entry.isFile());
  const text = files.map(({ name }) => readFileSync(join(ORY_CONFIGS, name), 'utf8')).join('\n');
  const decoded = [...text.matchAll(/base64:\/\/([A-Za-z0-9+/=]+)/g)].map(([, code]) =>
    Buffer.from(code as string, 'base64'),
  );
  expect(CREDENTIALS.filter((credential) => !(text + decoded.join('\n')).includes(credential))).toEqual([]);
});

it.each(BROKEN_CONFIGS)('%s is refused, with the line and the remedy', (file) => {
  const error = errorOf(() => OryConfig.fromFile(join(ORY_CONFIGS, file)));
  expect(error).toMatch(/^.+ cannot be imported:\n {2}[\w.-]+:\d+: /);
  expect(CREDENTIALS.filter((credential) => error.includes(credential))).toEqual([]);
  expect(error).toMatchSnapshot();
});

describe('secrets', () => {
  it('a configuration names those that it needs, where, and what to write', () => {
    expect(errorOf(() => OryConfig.fromFile(join(ORY_CONFIGS, 'bare-twilio.yaml')))).toMatchInlineSnapshot(`
"bare-twilio.yaml cannot be imported:
  bare-twilio.yaml:1: url has the placeholder {$ACCOUNT_SID}: give secrets: { ACCOUNT_SID: SmsSecret.fromSsmParameter('/sms/twilio/account_sid') }
  bare-twilio.yaml:10: auth.config.password has the placeholder {$AUTH_TOKEN}: give secrets: { AUTH_TOKEN: SmsSecret.fromSsmParameter('/sms/twilio/auth_token') }"
`);
    expect(errorOf(() => OryConfig.fromFile(join(ORY_CONFIGS, 'vonage.yaml')))).toMatchInlineSnapshot(`
"vonage.yaml cannot be imported:
  vonage.yaml:11: courier.channels[0].request_config.body holds a credential in line 3 of its Jsonnet: store its value in SSM, and give secrets: { VONAGE_API_KEY: SmsSecret.fromSsmParameter('/sms/vonage/api_key') }
  vonage.yaml:11: courier.channels[0].request_config.body holds a credential in line 4 of its Jsonnet: store its value in SSM, and give secrets: { VONAGE_API_SECRET: SmsSecret.fromSsmParameter('/sms/vonage/api_secret') }"
`);
  });

  it('one that nothing needs is a mistake', () => {
    const secrets = { API_TOKEN: SmsSecret.fromSsmParameter('/a'), SINCH_API_TOKEN: SmsSecret.fromSsmParameter('/b') };
    expect(errorOf(() => OryConfig.fromFile(join(ORY_CONFIGS, 'sinch.yaml'), { secrets }))).toMatchInlineSnapshot(`
"sinch.yaml cannot be imported:
  sinch.yaml:1: needs no secret API_TOKEN: it has SINCH_API_TOKEN"
`);
  });

  it('the same value is one secret; another of the same name gets a name of its own', () => {
    const { secrets } = withRequest({
      url: 'https://sms.example.com/send?token=one',
      headers: { 'X-Token': 'one', Token: 'two' },
      body: "function(ctx) { token: '{$TOKEN}' }",
    });
    expect(secrets.map(({ name, wasLiteral }) => [name, wasLiteral])).toEqual([
      ['TOKEN', false],
      ['TOKEN_2', true],
      ['TOKEN_3', true],
    ]);
  });

  it.each([
    ['a header by its name', { headers: { 'X-Api-Key': 'abc' } }, ['X_API_KEY']],
    ['a header by its scheme', { headers: { 'X-Whatever': 'Bearer abc' } }, ['X_WHATEVER']],
    ['a header by its value', { headers: { 'X-Tenant': 'q7Vd0Zs3NfKx91hTbYw2RmLp8' } }, ['X_TENANT']],
    ['a cookie', { headers: { Cookie: 'session=abc' } }, ['COOKIE']],
    ['a parameter of the url', { url: 'https://sms.example.com/?apiKey=abc&to=me' }, ['API_KEY']],
    ['a part of the path', { url: 'https://sms.example.com/v1/q7Vd0Zs3NfKx91hTbYw2RmLp8/send' }, ['SECRET']],
    ['a user without a password', { auth: { type: 'basic_auth', config: { user: 'abc', password: '' } } }, ['USER']],
    ['a variable of Jsonnet', { body: "local authToken = 'abc'; function(ctx) { t: authToken }" }, ['AUTH_TOKEN']],
    ['a field of Jsonnet', { body: `function(ctx) { "api-key": "abc", to: 'x' }` }, ['API_KEY']],
    ['a computed name', { body: "function(ctx) { ['secret']: 'abc' }" }, ['SECRET']],
    ['a hidden field', { body: "function(ctx) { local s = self, key:: 'abc', k: s.key }" }, ['KEY']],
    ['a joined text', { body: "function(ctx) { auth: 'Bearer ' + 'abc' }" }, ['AUTH']],
    ['either branch', { body: "function(ctx) { key: if ctx.body == 'x' then 'a' else 'b' }" }, ['KEY', 'KEY_2']],
    ['a text block', { body: 'function(ctx) { password: |||\n  abc\n||| }' }, ['PASSWORD']],
  ])('a credential is found: %s', (_, fields, names) => {
    const { secrets, provider } = withRequest(fields);
    expect(secrets.map(({ name }) => name)).toEqual(names);
    expect(JSON.stringify(provider)).not.toMatch(/abc|q7Vd0/);
  });

  it('one that is percent-encoded in the url is to be stored as what it stands for, since it will be encoded again', () => {
    const { secrets } = withRequest({ url: 'https://sms.example.com/send?key=a%2Fb%3D&token=a-b' });
    expect(describeSecrets(secrets)).toMatch(
      /line 1, in its parameter key \(store it without percent-encoding\)\n.*line 1, in its parameter token\n/,
    );
  });

  it('what looks like one in a comment is taken out: nothing stands for it, since nothing needs it', () => {
    const key = 'q7Vd0Zs3NfKx91hTbYw2RmLp8';
    const { provider, secrets, report } = withRequest({
      body: `// api_key: '${key}', as before
function(ctx) {
  to: ctx.recipient, # ${key}
  url: 'https://a.example.com//x', /* it's ${key}
  */ text: 'it is # not // a /* comment' + ctx.body,
}`,
    });
    expect(provider.props['body']).toBe(`// api_key: '…', as before
function(ctx) {
  to: ctx.recipient, # …
  url: 'https://a.example.com//x', /* it's …
  */ text: 'it is # not // a /* comment' + ctx.body,
}`);
    expect(secrets).toEqual([]);
    expect(report.entries.filter(({ disposition }) => disposition === 'changed')).toMatchObject([
      { path: 'body', text: 'holds what looks like a credential in a comment of its Jsonnet: it is taken out' },
    ]);
  });

  it.each([
    [
      'an account in the path of a service that is known',
      { url: 'https://api.plivo.com/v1/Account/MA1234567890ABCDEFGH/Message/' },
      [],
    ],
    ['a host', { url: 'https://q7Vd0Zs3NfKx91hTbYw2RmLp8.example.com/send' }, []],
    [
      'a placeholder in the path',
      { url: 'https://sms.example.com/{$KEY_1234567890_ABCDEF}/send' },
      ['KEY_1234567890_ABCDEF'],
    ],
    ['a placeholder with its scheme', { headers: { Authorization: 'Bearer {$TOKEN}' } }, ['TOKEN']],
    ['the code of a message', { body: "function(ctx) { token: ctx.template_data['login_code'] }" }, []],
    ['a name with more behind it', { body: "function(ctx) { token_type: 'otp', keyword: 'ACME' }" }, []],
    ['what is compared', { body: "function(ctx) { ok: ctx.template_data.token == 'abc' }" }, []],
    ['a comment', { body: "// token: 'abc'\nfunction(ctx) { to: ctx.recipient }" }, []],
    [
      'identifiers',
      { body: `function(ctx) { a: 'MG${'0f'.repeat(16)}', b: '5ec4c8c9-cd74-42b5-9e41-0d7670d6bb46' }` },
      [],
    ],
    ['a name with a version', { headers: { 'User-Agent': 'acme-sms-gateway-client-v2' } }, []],
    ['a user with a password', { auth: { type: 'basic_auth', config: { user: 'me', password: '{$P}' } } }, ['P']],
  ])('is no credential: %s', (_, fields, names) => {
    expect(withRequest(fields).secrets.map(({ name }) => name)).toEqual(names);
  });
});

describe('Twilio', () => {
  const sid = `AC${'0123456789abcdef'.repeat(2)}`;
  const twilio = {
    url: `https://api.twilio.com/2010-04-01/Accounts/${sid}/Messages.json`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: "function(ctx) { To: ctx.recipient, From: 'ACME', Body: ctx.body }",
    auth: { type: 'basic_auth', config: { user: sid, password: '{$AUTH_TOKEN}' } },
  };
  const factory = (fields: object) => withRequest({ ...twilio, ...fields }).provider.factory;

  it("a request that is Twilio's own is sent by its factory", () => {
    expect(withRequest(twilio).provider).toEqual({
      factory: 'twilio',
      props: { accountSid: sid, authToken: { name: 'AUTH_TOKEN' }, from: 'ACME' },
    });
  });

  it.each([
    ['another user', { auth: { type: 'basic_auth', config: { user: 'SK1', password: '{$AUTH_TOKEN}' } } }],
    ['another method', { method: 'PUT' }],
    ['another content type', { headers: { 'Content-Type': 'application/json' } }],
    ['no content type', { headers: {} }],
    ['a header', { headers: { ...twilio.headers, 'X-Tenant': 'a' } }],
    [
      'another field',
      { body: "function(ctx) { To: ctx.recipient, From: 'A', Body: ctx.body, ForceDelivery: 'true' }" },
    ],
    ['another text', { body: "function(ctx) { To: ctx.recipient, From: 'A', Body: 'ACME: ' + ctx.body }" }],
    [
      'two senders',
      { body: "function(ctx) { To: ctx.recipient, From: 'A', MessagingServiceSid: 'MG', Body: ctx.body }" },
    ],
    ['logic', { body: "function(ctx) if ctx.recipient == '+1' then error 'cancel' else { To: ctx.recipient }" }],
  ])('one that differs is sent as it is: %s', (_, fields) => {
    expect(factory(fields)).toBe('http');
  });

  it('is asked about a sender that is missing', () => {
    const { report } = withRequest({ ...twilio, body: 'function(ctx) { To: ctx.recipient, Body: ctx.body }' });
    expect(report.entries.filter(({ disposition }) => disposition === 'check')).toMatchObject([
      { path: 'body', text: expect.stringContaining('no sender') },
    ]);
  });
});

describe('forms of a configuration', () => {
  it('ory get project, with the configurations of all services', () => {
    const { provider, report } = fromText(
      JSON.stringify({
        id: 'p',
        services: {
          identity: {
            config: {
              courier: { channels: [{ id: 'sms', request_config: { url: 'https://a.example.com', body: '{}' } }] },
            },
          },
        },
      }),
    );
    expect(provider.props).toMatchObject({ url: 'https://a.example.com', method: 'POST' });
    expect(report.entries.map(({ text }) => text)).toContain('is not about the courier: id');
  });

  it('aliases and merge keys of YAML', () => {
    const { provider } = fromText(`
base: &base
  method: PUT
  body: 'function(ctx) ctx'
courier:
  channels:
    - id: sms
      type: http
      request_config: { <<: *base, url: https://a.example.com, method: PATCH, headers: &h { X-A: b } }
`);
    expect(provider.props).toMatchObject({ method: 'PATCH', url: 'https://a.example.com', headers: { 'X-A': 'b' } });
  });

  it.each([
    ['an anchor that holds itself', 'courier: &c\n  sms: &s\n    <<: *c\n', 3, 'refers to itself'],
    ['an anchor that there is not', 'log: {}\ncourier: *missing\n', 2, 'there is no anchor'],
    ['UTF-16, as PowerShell writes it', Buffer.from('\ufeffcourier: {}\n', 'utf16le').toString(), 1, 'UTF-16'],
  ])('%s is told with its line', (_, text, line, problem) => {
    const error = errorOf(() => fromText(text));
    expect(error).toContain(`ory.yaml:${line}: `);
    expect(error).toContain(problem);
  });

  it('an auth that is no mapping is no auth that may be left out', () => {
    for (const auth of ['basic_auth', ['basic_auth'], 5])
      expect(errorOf(() => withRequest({ auth }))).toContain('auth is no mapping: give type and config');
    for (const auth of [null, {}, { type: '' }])
      expect(withRequest({ auth }).provider.props).not.toHaveProperty('auth');
  });

  it('what is at http:// is not to be downloaded by us', () => {
    const error = errorOf(() => withRequest({ body: 'http://intranet/sms.jsonnet' }));
    expect(error).toMatch(
      / body is at http:\/\/intranet\/sms\.jsonnet: download it beside this file .*file:\/\/sms\.jsonnet$/,
    );
  });

  it('channels that are no list are told', () => {
    expect(errorOf(() => fromText('courier:\n  channels:\n    sms: { type: http }\n'))).toBe(
      'ory.yaml cannot be imported:\n  ory.yaml:2: courier.channels is no list: begin each channel with a hyphen',
    );
  });

  it('the first channel sms counts, and goes before courier.sms', () => {
    const channel = (host: string) => ({
      id: 'sms',
      type: 'http',
      request_config: { url: `https://${host}`, method: 'POST', body: '{}' },
    });
    const { provider, report } = fromText(
      JSON.stringify({
        courier: { channels: [channel('a.example.com'), channel('b.example.com')], sms: { enabled: true } },
      }),
    );
    expect(provider.props['url']).toBe('https://a.example.com');
    expect(report.entries.map(({ disposition, path }) => [disposition, path])).toEqual([
      ['ignored', 'courier.channels[1]'],
      ['ignored', 'courier.sms'],
      ['taken', 'courier.channels[0].request_config'],
    ]);
  });

  it('a channel by its name of old, phone', () => {
    const { report } = fromText(
      'courier: { channels: [{ id: phone, type: http, request_config: { url: "https://a.example.com", method: POST, body: "{}" } }] }',
    );
    expect(report.entries[0]).toMatchObject({ disposition: 'changed', path: 'courier.channels[0]' });
  });

  it('a template that is indented too far is told', () => {
    const sms = { body: { plaintext: 'x' } };
    const { report, templates } = fromText(
      JSON.stringify({
        url: 'https://a.example.com',
        courier: {
          channels: [
            { id: 'sms', type: 'http', request_config: { url: 'https://a.example.com', method: 'POST', body: '{}' } },
          ],
          templates: { verification_code: { valid: { sms, login_code: { valid: { sms } } } } },
        },
      }),
    );
    expect(templates).toEqual({ verification_code: 'x' });
    expect(report.entries).toContainEqual(
      expect.objectContaining({ disposition: 'ignored', path: 'courier.templates.verification_code.valid.login_code' }),
    );
  });

  it('says that a channel already points at a courier', () => {
    const { report } = withRequest({ body: 'function(ctx) ctx' });
    expect(report.entries.filter(({ disposition }) => disposition === 'check')).toHaveLength(1);
  });

  it('posts { body: … } as Ory does', () => {
    expect(withRequest({ body: 'function(ctx) { body: ctx.body }' }).provider.props).toMatchObject({
      envelope: 'literal',
    });
  });
});

it('is spread without its report, and gives way to what comes after', () => {
  const ory = oryConfig('sinch.yaml', 'sinch-eu');
  expect(Object.keys({ ...ory })).toEqual(['providers', 'templates', 'templatePrecedence']);
  expect(ory.report.entries.length).toBeGreaterThan(0);
  const more = courier({
    ...ory,
    providers: [...ory.providers, SmsProvider.http({ url: 'https://b.example.com', body: '{}' })],
  });
  expect(JSON.parse(more.toCourierJson()).providers.map(({ id }: { id: string }) => id)).toEqual(['sinch-eu', 'http']);
});

it('what is to be checked is a warning of the synth', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sms-courier-ory-'));
  const file = join(folder, 'points-here.yaml');
  writeFileSync(file, "url: https://sms.example.com/ory\nmethod: POST\nbody: 'function(ctx) ctx'\n");
  const { node } = courier({ ...OryConfig.fromFile(file) });
  rmSync(folder, { recursive: true });
  expect(node.metadata.map(({ data }) => data)).toEqual([
    expect.stringMatching(/points-here\.yaml:3: body hands the message on as it is, as to a courier such as this one/),
  ]);
});

it('says which file cannot be read', () => {
  expect(() => OryConfig.fromFile('nowhere.yaml')).toThrow(
    /^the Ory configuration nowhere\.yaml cannot be read from .+: ENOENT$/,
  );
});

it('has its problems as data', () => {
  try {
    fromText('courier:\n  channels: []\n');
    throw new Error('expected an error');
  } catch (error) {
    expect(error).toBeInstanceOf(OryConfigError);
    expect((error as OryConfigError).problems).toMatchObject([{ path: 'courier', file: 'ory.yaml', line: 1 }]);
  }
});

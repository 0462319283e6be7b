import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SmsProvider, SmsSecret } from '../../lib';
import { ORY_EXAMPLES } from '../support/messages';
import { courier, http, twilio } from '../support/stack';

const COMMAND = join(__dirname, '../../dist/cli/sms-courier.js');
const folder = mkdtempSync(join(tmpdir(), 'sms-courier-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Runs the command as a user does. */
function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    input,
    encoding: 'utf8',
    env: {},
  });
  return { status, stderr, output: stdout.startsWith('{') ? JSON.parse(stdout) : stdout };
}

const secrets = Object.fromEntries(['KEY', 'TOKEN'].map((name) => [name, SmsSecret.fromSsmParameter(`/${name}`)]));
const config = file(
  'courier.json',
  courier({
    allowedCountries: ['DE'],
    providers: [
      twilio(),
      http({
        id: 'vonage',
        url: 'https://rest.nexmo.com/sms/json?v={$KEY}',
        headers: { 'X-Key': 'k {$KEY}' },
        body: "function(ctx) { api_secret: '{$TOKEN}', to: ctx.recipient, text: ctx.body, ttl: ctx.courier.ttl_seconds }",
        auth: { type: 'hmac', config: { secret: '{$TOKEN}', header: 'X-Signature', prefix: 'v1=' } },
        response: `function(res) local first = res.json.messages[0];
          if first.status == '0' then { outcome: 'accepted', message_id: first['message-id'] }
          else { outcome: 'throttled', code: first.status, detail: first['error-text'], retry_after: res.headers['x-wait'] }`,
        secrets,
      }),
      http({
        id: 'picky',
        body: "function(ctx) if ctx.template_type == 'login_code_valid' then error 'no logins' else {}",
      }),
    ],
  }).toCourierJson(),
);
const message = file('message.json', ORY_EXAMPLES['A_login_code_valid']);

describe('preview', () => {
  it('prints the request of the first provider', () => {
    const { status, output } = run(['preview', '--config', config, '--message', message]);
    expect(status).toBe(0);
    expect(output).toMatchObject({
      recipient: '+4917667111638',
      encoding: 'GSM-7',
      segments: 1,
      provider: 'twilio',
      request: {
        method: 'POST',
        headers: { authorization: 'Basic base64(AC0123456789abcdef0123456789abcdef:{$AUTH_TOKEN})' },
      },
    });
    expect(output.body).toBe(ORY_EXAMPLES['A_login_code_valid']?.['body']);
    expect(output.request.body).toContain('To=%2B4917667111638');
  });

  it('shows secrets by name wherever they stand', () => {
    const { output } = run(['preview', '--config', config, '--message', message, '--provider', 'vonage']);
    expect(output.request).toMatchObject({
      url: 'https://rest.nexmo.com/sms/json?v={$KEY}',
      headers: { 'x-key': 'k {$KEY}', 'x-signature': 'v1={hmac-sha256}' },
    });
    expect(JSON.parse(output.request.body)).toMatchObject({ api_secret: '{$TOKEN}', to: '+4917667111638', ttl: 900 });
  });

  it('counts what a carrier bills', () => {
    const text = JSON.stringify({ recipient: '+4917667111638', body: `${'a'.repeat(70)}’` });
    expect(run(['preview', '--config', config, '--message', '-'], text).output).toMatchObject({
      encoding: 'UCS-2',
      segments: 2,
    });
  });

  it.each([
    ['a country that is not allowed', { recipient: '+18765551234', body: 'x' }, [], /would end as limited: country JM/],
    [
      'a message that has expired',
      { recipient: '+4917667111638', body: 'x', expires_at: '2020-01-01T00:00:00Z' },
      [],
      /would end as expired/,
    ],
    [
      'Jsonnet that fails',
      ORY_EXAMPLES['A_login_code_valid'],
      ['--provider', 'picky'],
      /provider picky: Jsonnet runtime error at line 1, column \d+: no logins/,
    ],
  ])('says that it would not be sent, and exits with 1: %s', (_, value, more, reason) => {
    const { status, output, stderr } = run(
      ['preview', '--config', config, '--message', '-', ...more],
      JSON.stringify(value),
    );
    expect([status, output]).toEqual([1, '']);
    expect(stderr).toMatch(reason);
  });

  it.each([
    ['a message that is none', '{}', [], /the message is refused: recipient: missing/],
    ['no JSON', 'hello', [], /--message - is not JSON/],
    [
      'a provider that there is not',
      '{"recipient":"+4917667111638","body":"x"}',
      ['--provider', 'x'],
      /no provider "x": the configuration has twilio, vonage, picky/,
    ],
    ['an unknown option', '{}', ['--colour'], /unknown option '--colour'/],
  ])('exits with 2 on bad input: %s', (_, text, more, reason) => {
    const { status, output, stderr } = run(['preview', '--config', config, '--message', '-', ...more], text);
    expect([status, output]).toEqual([2, '']);
    expect(stderr).toMatch(reason);
  });

  it.each([
    ['a file that is not there', join(folder, 'nowhere.json'), /cannot be read: ENOENT/],
    ['a file that is no configuration', message, /is no courier.json of version 1/],
  ])('exits with 2 on %s', (_, path, reason) => {
    const { status, stderr } = run(['preview', '--config', path, '--message', message]);
    expect(status).toBe(2);
    expect(stderr).toMatch(reason);
  });
});

describe('judge', () => {
  const judge = (provider: string, status: number, body: unknown, headers?: string) =>
    run(
      [
        'judge',
        '--config',
        config,
        '--provider',
        provider,
        '--status',
        String(status),
        '--body',
        '-',
        ...(headers === undefined ? [] : ['--headers', file('headers', headers)]),
      ],
      JSON.stringify(body),
    );

  it("prints a rule's outcome, and exits with 0 for accepted", () => {
    expect(judge('vonage', 200, { messages: [{ status: '0', 'message-id': 'abc' }] })).toEqual({
      status: 0,
      stderr: '',
      output: { outcome: 'accepted', code: null, detail: null, message_id: 'abc', retry_after: null },
    });
  });

  it.each([
    ['lines', 'HTTP/1.1 200 OK\nX-Wait: 7\n'],
    ['JSON', '{"X-Wait":"7"}'],
  ])('exits with 1 for any other outcome, reading headers as %s', (_, headers) => {
    expect(judge('vonage', 200, { messages: [{ status: '1', 'error-text': 'slow down' }] }, headers)).toEqual({
      status: 1,
      stderr: '',
      output: { outcome: 'throttled', code: '1', detail: 'slow down', message_id: null, retry_after: 7 },
    });
  });

  it('goes by the status where there is no rule', () => {
    expect(judge('picky', 429, {}, 'Retry-After: 5').output).toEqual({
      outcome: 'throttled',
      code: '429',
      detail: 'the provider answered HTTP 429',
      message_id: null,
      retry_after: 5,
    });
  });

  it('exits with 2 for a rule that fails, and for a status that is none', () => {
    expect(judge('vonage', 200, {})).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('response rule: Jsonnet runtime error'),
    });
    expect(
      run(['judge', '--config', config, '--provider', 'vonage', '--status', '99', '--body', '-'], '{}'),
    ).toMatchObject({ status: 2, stderr: expect.stringContaining('--status is "99"') });
  });
});

it('explains itself with an example', () => {
  for (const command of ['preview', 'judge']) {
    const { status, output } = run([command, '--help']);
    expect(status).toBe(0);
    expect(output).toContain(`Example:\n  sms-courier ${command} --config courier.json`);
  }
});

describe('render', () => {
  const template = file(
    'login.gotmpl',
    'Code {{ .LoginCode }}\n{{ .ExpiresInMinutes }} min{{ .Identity.traits.lang }}',
  );

  it('prints the text of an Ory message, byte for byte', () => {
    expect(run(['render', '--template', template, '--data', message, '--ory'])).toEqual({
      status: 0,
      stderr: '',
      output: 'Code 428193\n15 minde',
    });
  });

  it('takes the type of the message by name where the data is template_data alone', () => {
    const data = file('data.json', { login_code: '1', expires_in_minutes: 2 });
    expect(run(['render', '--template', template, '--data', data, '--ory', 'login_code'])).toMatchObject({
      status: 0,
      output: 'Code 1\n2 min<no value>',
    });
  });

  it('gives any other data as JSON has it', () => {
    const plain = file('plain.gotmpl', '{{ range .l }}{{ printf "%v;" . }}{{ end }}{{ .m }}');
    const data = file('plain.json', { l: [1, 'a', null], m: { b: 1e21, a: true } });
    expect(run(['render', '--template', plain, '--data', data])).toMatchObject({
      status: 0,
      output: '1;a;<nil>;map[a:true b:1e+21]',
    });
  });

  it("says what fails in Go's words, with line and column", () => {
    const bad = file('bad.gotmpl', 'ok\n  {{ .Recovery }}');
    expect(run(['render', '--template', bad, '--data', message, '--ory'])).toEqual({
      status: 2,
      stderr:
        'template: bad.gotmpl:2:5: executing "bad.gotmpl" at <.Recovery>: can\'t evaluate field Recovery in type *sms.LoginCodeValidModel\n',
      output: '',
    });
    const unread = file('unread.gotmpl', 'a\n{{ end }}');
    expect(run(['render', '--template', unread, '--data', message])).toMatchObject({
      status: 2,
      stderr: 'template: unread.gotmpl:2: unexpected {{end}}\n',
    });
  });

  it.each([
    ['a type that is not told', ['--ory'], /no template_type: name it, as in --ory login_code/],
    ["a type that is not Ory's", ['--ory', 'welcome'], /--ory welcome: Ory's template types are login_code_valid, /],
  ])('refuses %s', (_, args, message) => {
    const data = file('typeless.json', { login_code: '1' });
    const { status, stderr } = run(['render', '--template', template, '--data', data, ...args]);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('services of AWS', () => {
  const aws = file(
    'aws.json',
    courier({
      providers: [SmsProvider.sns({ senderId: 'ACME' }), SmsProvider.endUserMessaging({ region: 'eu-west-1' })],
    }).toCourierJson(),
  );

  it('preview prints the call', () => {
    const { status, output } = run(['preview', '--config', aws, '--message', message]);
    expect([status, output.request]).toEqual([
      0,
      {
        service: 'sns',
        region: null,
        input: {
          PhoneNumber: '+4917667111638',
          Message: output.body,
          MessageAttributes: {
            'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
            'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'ACME' },
          },
        },
      },
    ]);
    const other = run(['preview', '--config', aws, '--message', message, '--provider', 'end-user-messaging']);
    expect(other.output.request).toMatchObject({
      service: 'sms-voice',
      region: 'eu-west-1',
      input: { DestinationPhoneNumber: '+4917667111638', MessageType: 'TRANSACTIONAL' },
    });
  });

  it.each([
    ['sns', { error: 'Throttling', message: 'Rate exceeded' }, 'throttled'],
    ['end-user-messaging', { error: 'AccessDeniedException', reason: 'ACCOUNT_DISABLED' }, 'unauthorized'],
  ])('judge knows the errors of %s', (id, answer, outcome) => {
    const args = ['judge', '--provider', id, '--status', '400', '--body', '-'];
    expect(run(args, JSON.stringify(answer)).output).toMatchObject({ outcome });
  });
});

it("preview shows the text of the courier's own template", () => {
  const own = file(
    'own.json',
    courier({
      templates: { login_code: { en: 'Code {{ .LoginCode }}', de: 'Kode {{ .LoginCode }}' } },
    }).toCourierJson(),
  );
  expect(run(['preview', '--config', own, '--message', message]).output).toMatchObject({ body: 'Kode 428193' });
});

describe('check', () => {
  it('tries every provider out on a message of each type, counts their texts, and names the secrets', () => {
    const good = file(
      'good.json',
      courier({ providers: [twilio()], templates: { login_code: 'Код: {{ .LoginCode }}' } }).toCourierJson(),
    );
    const { status, output } = run(['check', '--config', good, '--json']);
    expect(status).toBe(0);
    expect(output.messages).toHaveLength(6);
    expect(output.messages[0]).toEqual({
      template_type: 'login_code_valid',
      encoding: 'UCS-2',
      segments: 1,
      providers: { twilio: 'ok' },
    });
    expect(output).toMatchObject({
      secrets: [{ provider: 'twilio', name: 'AUTH_TOKEN', source: 'ssm', stored_as: '/sms/twilio/auth_token' }],
      errors: [],
      warnings: [],
    });
  });

  it('shows a table, with the type that a provider does not take', () => {
    const { status, output } = run(['check', '--config', config]);
    expect(status).toBe(0);
    expect(output).toMatch(/^TEMPLATE TYPE +ENCODING +SEGMENTS +twilio +vonage +picky$/m);
    expect(output).toMatch(/^login_code_valid +GSM-7 +1 +ok +ok +Jsonnet runtime error/m);
    expect(output).toMatch(/^recovery_code_valid +GSM-7 +1 +ok +ok +ok$/m);
    expect(output).toMatch(
      /^warning: provider picky: a message of type login_code_valid cannot be sent: .*no logins$/m,
    );
  });

  it('ends with exit code 1 if something cannot work', () => {
    const bad = JSON.parse(courier({ providers: [twilio()] }).toCourierJson());
    bad.allowedCountries = ['XX'];
    bad.providers[0].request.body = "function(ctx) { To: ctx.recipient, Body: error 'no' }";
    const { status, output } = run(['check', '--config', file('bad.json', bad), '--json']);
    expect(status).toBe(1);
    expect(output.errors).toEqual([
      expect.stringContaining('unknown country "XX"'),
      expect.stringMatching(/^provider twilio: .*no/),
    ]);
  });

  it('finds what a hand has broken in a courier.json, which a synth would have refused', () => {
    const config = () => JSON.parse(courier({ providers: [twilio()] }).toCourierJson());
    const broken: [change: object, error: string][] = [
      [{ providers: [] }, 'providers is empty: no message can be sent'],
      [{ providers: [...config().providers, ...config().providers] }, 'provider twilio is there twice'],
      [{ allowedCountries: [] }, 'allowedCountries is empty: name countries'],
      [
        { routes: [{ countries: ['*'], providers: ['nobody'] }] },
        'routes[0].providers names "nobody": the courier has',
      ],
    ];
    for (const [change, error] of broken) {
      const { status, output } = run(['check', '--config', file('hand.json', { ...config(), ...change }), '--json']);
      expect([status, output.errors]).toEqual([1, expect.arrayContaining([expect.stringContaining(error)])]);
    }
    for (const [url, error] of [
      ['http://sms.example.com/send', 'host sms.example.com is asked over plain http'],
      ['ftp://sms.example.com/send', 'ftp://sms.example.com is not allowed: use https'],
      ["function(ctx) 'ftp://' + ctx.recipient", 'the provider has no host'],
    ] as const) {
      const other = config();
      other.providers[0].request.url = url;
      const { status, output } = run(['check', '--config', file('hand.json', other), '--json']);
      expect([status, output.errors]).toEqual([1, expect.arrayContaining([expect.stringContaining(error)])]);
    }
  });

  it.each([
    [{ allowedCountries: 'DE' }, 'allowedCountries is of the wrong kind: give a list'],
    [{ delivery: undefined }, 'delivery is missing: give an object'],
    [{ providers: [null] }, 'providers[0] is of the wrong kind: give an object'],
    [
      { providers: [{ id: '', channel: 'fax' }] },
      'providers[0].id is of the wrong kind: give a text that is not empty',
    ],
    [
      { providers: [{ id: 'a', channel: 'fax' }] },
      'providers[0].channel is of the wrong kind: give one of sms, whatsapp',
    ],
    [{ providers: [{ id: 'a', channel: 'sms' }] }, 'providers[0].request is missing: give an object'],
    [
      { providers: [{ id: 'a', channel: 'sms', secrets: {}, response: ['function(res) null'] }] },
      'providers[0].response is of the wrong kind: give a text, or a list of an acceptance and a text',
    ],
    [{ templates: { login_code: 'text' } }, 'templates.login_code is of the wrong kind: give an object'],
    [
      { routes: [{ countries: ['DE'], providers: { a: '1' } }] },
      'routes[0].providers.a is of the wrong kind: give a number',
    ],
  ])('says where a file is no courier.json: %j', (change, error) => {
    const config = JSON.parse(courier({ providers: [twilio()] }).toCourierJson());
    const { status, stderr } = run(['check', '--config', file('shape.json', { ...config, ...change })]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(error)]);
  });
});

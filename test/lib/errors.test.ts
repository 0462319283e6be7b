import { TerraformVariable, Token } from 'cdktf';
import { type SmsCourierProps, type SmsProvider, SmsSecret } from '../../lib';
import { courier, http, SERVICE_SID, testStack, twilio } from '../support/stack';

const oauth2 = (fields: object = {}) => ({
  type: 'oauth2_client_credentials',
  config: { token_url: 'https://a.example/token', client_id: 'id', client_secret: '{$SECRET}', ...fields },
});

/** Everything that can be known at synth is said at synth: what is wrong, the value, what is allowed, what to do. */
describe('props of the courier', () => {
  it.each<[string, Partial<SmsCourierProps>, string]>([
    ['no providers', { providers: [] }, 'providers is empty: give at least one, such as SmsProvider.twilio({ … })'],
    [
      'two providers of one id',
      { providers: [twilio(), twilio()] },
      'two providers have the id "twilio": give one of them another',
    ],
    [
      'no countries',
      { allowedCountries: [] },
      "allowedCountries is empty: name the countries that you have users in, such as ['DE', 'AT'], or ['*'] for all",
    ],
    [
      'a country that is none',
      { allowedCountries: ['DE', 'Germany'] },
      'unknown country "Germany": use ISO 3166-1 alpha-2 codes in upper case',
    ],
    ['a country in lower case', { allowedCountries: ['de'] }, 'unknown country "de"'],
    ['a default country that is none', { defaultCountry: 'XX' }, 'unknown country "XX"'],
    [
      'too many attempts',
      { delivery: { maxAttempts: 101 } },
      'delivery.maxAttempts is 101: use a whole number from 1 to 100',
    ],
    ['half an attempt', { delivery: { maxAttempts: 1.5 } }, 'delivery.maxAttempts is 1.5'],
    [
      'a life that is too short',
      { delivery: { defaultTtlSeconds: 5 } },
      'delivery.defaultTtlSeconds is 5: use a whole number from 30 to 172800',
    ],
    [
      'a life for which the queue keeps no message',
      { delivery: { defaultTtlSeconds: 172_800 } },
      'delivery.defaultTtlSeconds is 172800, and a message ends an hour before the queue forgets it: give 169200 at most, or more than 2 as retention.queueDays',
    ],
    [
      'a retention that SQS does not know',
      { retention: { queueDays: 15 } },
      'retention.queueDays is 15: use a whole number from 1 to 14',
    ],
    [
      'a retention that CloudWatch Logs does not know',
      { retention: { logDays: 31 } },
      'retention.logDays is 31: CloudWatch Logs knows 1, 3, 5, 7, 14, 30',
    ],
    [
      'what is neither yes nor no',
      { retention: { redactExpired: 'hourly' as unknown as boolean } },
      'retention.redactExpired is "hourly": use true or false',
    ],
    [
      'a yes or no that only Terraform knows',
      { retention: { redactExpired: Token.asAny({}) as unknown as boolean } },
      'retention.redactExpired is a Terraform token: give true or false itself',
    ],
    [
      'a concurrency that Lambda does not know',
      { maximumConcurrency: 1 },
      'maximumConcurrency is 1: use a whole number from 2 to 1000',
    ],
    ['too little memory', { memorySize: 128 }, 'memorySize is 128: use a whole number from 256 to 10240'],
    [
      'a time-out that leaves a provider no time',
      { timeoutSeconds: 5 },
      'timeoutSeconds is 5: use a whole number from 15 to 900',
    ],
    [
      'a prefix with other characters',
      { namePrefix: 'my_prefix' },
      'namePrefix "my_prefix": use 1 to 20 letters, digits and hyphens',
    ],
  ])('%s', (_, props, message) => {
    expect(() => courier(props)).toThrow(message);
    expect(() => courier(props)).toThrow(/^invalid SmsCourier "stack\/Sms": /);
  });

  it('are all told at once', () => {
    expect(() => courier({ providers: [], allowedCountries: [], memorySize: 1 })).toThrow(
      /providers is empty.*allowedCountries is empty.*memorySize is 1/,
    );
  });

  it('must be known at synth where they are checked or baked in', () => {
    const stack = testStack();
    const list = new TerraformVariable(stack, 'countries', { type: 'list(string)' }).listValue;
    const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
    expect(() => courier({ allowedCountries: list, memorySize: number }, stack)).toThrow(
      /allowedCountries is a Terraform token.*memorySize is a Terraform token/,
    );
  });
});

describe('an HTTP provider', () => {
  it.each<[string, object, string | RegExp]>([
    ['an id with a space', { id: 'my provider' }, 'invalid id "my provider"'],
    ['no absolute url', { url: '/send' }, 'invalid url "/send": give an absolute URL'],
    ['plain http', { url: 'http://sms.example.com/' }, 'url has the scheme http://: only https is allowed'],
    ['credentials in the url', { url: 'https://a:b@sms.example.com/' }, 'url holds a user or password: use auth'],
    [
      "a placeholder of Ory's page left in the url",
      { url: 'https://us.sms.api.sinch.com/xms/v1/<service-plan-id>/batches' },
      'url holds the placeholder <service-plan-id>: replace it',
    ],
    ['a method that is none', { method: 'PO ST' }, 'invalid method "PO ST"'],
    ['a header name that is none', { headers: { 'X Key': 'a' } }, 'invalid header name "X Key"'],
    ['a header with a line break', { headers: { 'X-Key': 'a\nb' } }, 'header X-Key holds a line break'],
    ['one header twice', { headers: { 'X-Key': 'a', 'x-key': 'b' } }, 'headers X-Key and x-key are the same header'],
    [
      'a content type that Ory does not know',
      { headers: { 'Content-Type': 'text/xml' } },
      'unsupported Content-Type "text/xml"',
    ],
    [
      'a placeholder without a secret',
      { headers: { 'X-Key': '{$KEY}' } },
      "{$KEY} names no secret: add secrets: { KEY: SmsSecret.fromSsmParameter('…') }",
    ],
    [
      'a secret in the host',
      { url: 'https://{$HOST}.example.com/', secrets: { HOST: SmsSecret.fromSsmParameter('/h') } },
      'url holds a secret in its host',
    ],
    [
      'a token url without https',
      { auth: oauth2({ token_url: 'http://a.example/token' }) },
      'auth.config.token_url has the scheme http://',
    ],
    ['a secret of a body that nothing binds', { body: "function(ctx) { key: '{$KEY}' }" }, '{$KEY} names no secret'],
    [
      'a secret of a computed url that nothing binds',
      { url: "function(ctx) 'https://a.example/?k={$KEY}'" },
      '{$KEY} names no secret',
    ],
    [
      'an auth type that there is not',
      { auth: { type: 'digest', config: {} } },
      'unsupported auth type: "digest": use basic_auth, api_key, hmac or oauth2_client_credentials',
    ],
    [
      'a mapping that names no secret',
      { auth: { type: 'basic_auth', config: { user: { a: 1 }, password: 'x' } } },
      'auth.config.user is {"a":1}: give a string',
    ],
    [
      'a password that is missing',
      { auth: { type: 'basic_auth', config: { user: 'x' } } },
      'auth.config.password is undefined: give a string',
    ],
    [
      'a path without its scheme',
      { body: './body.jsonnet' },
      'the body is the path ./body.jsonnet: write file://./body.jsonnet',
    ],
    [
      'numbers, as YAML has them',
      { url: undefined, headers: { 'X-Version': 2 } },
      'provider http: url is missing: give a text; header X-Version is 2: give a text',
    ],
    ['another channel type', { type: 'smtp' }, 'unknown type "smtp": use http'],
    [
      'a body at an address',
      { body: 'https://example.com/body.jsonnet' },
      'the body is at https://example.com/body.jsonnet: download it and use file://',
    ],
    [
      'a body that is no base64',
      { body: 'base64://abc' },
      'the body is not standard base64 with padding (3 characters after base64://)',
    ],
    [
      'a body in a file that is not there',
      { body: 'file://nowhere.jsonnet' },
      /the body is in nowhere.jsonnet, which cannot be read from .*: ENOENT/,
    ],
  ])('%s', (_, fields, message) => {
    expect(() => http(fields)).toThrow(message);
  });

  it('takes a credential by reference only: a token would be written to the state', () => {
    const token = new TerraformVariable(testStack(), 'password', { type: 'string' }).stringValue;
    const remedy =
      'is a Terraform token, so its value would be written to the state: use {$NAME} and bind NAME in secrets';
    expect(() => http({ auth: { type: 'basic_auth', config: { user: 'u', password: token } } })).toThrow(
      `auth.config.password ${remedy}`,
    );
    expect(() => http({ auth: { type: 'api_key', config: { name: 'k', value: token } } })).toThrow(
      `auth.config.value ${remedy}`,
    );
    expect(() => http({ auth: { type: 'hmac', config: { secret: token, header: 'X-Signature' } } })).toThrow(
      `auth.config.secret ${remedy}`,
    );
    expect(() => http({ auth: oauth2({ client_secret: token }) })).toThrow(`auth.config.client_secret ${remedy}`);
    for (const header of ['authorization', 'X-Api-Key', 'x-auth-token', 'API_KEY', 'Cookie'])
      expect(() => http({ headers: { [header]: `Bearer ${token}` } })).toThrow(`header ${header} ${remedy}`);
    expect(() => http({ body: `function(ctx) { a: '${token}' }` })).toThrow('the body is a Terraform token');
  });

  it('warns of a credential that is written out, and does not repeat it', () => {
    const secrets = { KEY: SmsSecret.fromSsmParameter('/key') };
    const warnings = (fields: object) =>
      courier({ providers: [http({ secrets, ...fields })] }).node.metadata.map(({ data }) => String(data));
    const told =
      "is written out, and so is in the function's code for all to read: use {$NAME} and bind NAME in secrets";
    const password = { type: 'basic_auth', config: { user: 'acme', password: 'sk_live_0123' } };
    expect(warnings({ auth: password })).toEqual([`provider http: auth.config.password ${told}`]);
    expect(warnings({ headers: { 'X-Api-Key': 'sk_live_0123', 'X-Tenant': 'acme' } })).toEqual([
      `provider http: header X-Api-Key ${told}`,
    ]);
    expect(warnings({ headers: { 'X-Api-Key': '{$KEY}' }, auth: oauth2({ client_secret: '{$KEY}' }) })).toEqual([]);
  });

  it("reads a body as Ory's configuration gives it", () => {
    const body = Buffer.from('function(ctx) { To: ctx.recipient }').toString('base64');
    const config = JSON.parse(courier({ providers: [http({ body: `base64://${body}` })] }).toCourierJson());
    expect(config.providers[0].request.body).toBe('function(ctx) { To: ctx.recipient }');
  });
});

describe("a provider's Jsonnet is run at synth", () => {
  it.each([
    [
      'a syntax error',
      'function(ctx) {\n  To: ctx.recipient,,\n}',
      /provider http: Jsonnet syntax error at line 2, column 21/,
    ],
    ['a parameter of another name', 'function(context) {}', /parameter ctx is not defined/],
    [
      "a field that is not there, as in the example on Ory's page",
      'function(ctx) { a: ctx.TemplateData.To }',
      /no such field: TemplateData/,
    ],
    ['an import', "import 'x.libsonnet'", /import/],
    ['a recursion without end', 'local f(x) = f(x) + 1; f(1)', /stack overflow/],
    ['a loop without end', 'std.foldl(function(a, b) a + b, std.range(1, 1000000000), 0)', /Jsonnet limit error/],
  ])('%s', (_, body, message) => {
    expect(() => courier({ providers: [http({ body })] })).toThrow(message);
  });

  it('with a form that is no object of strings', () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(() => courier({ providers: [http({ headers, body: 'function(ctx) { To: 1 }' })] })).toThrow(
      'form field "To" is a number: make it a string',
    );
  });

  it('and may fail for some template types: a warning', () => {
    const stack = testStack();
    const sms = courier({ providers: [http({ body: 'function(ctx) { code: ctx.template_data.login_code }' })] }, stack);
    const warnings = sms.node.metadata.map(({ data }) => data);
    expect(warnings).toHaveLength(5);
    expect(warnings[0]).toBe(
      'provider http: a message of type registration_code_valid cannot be sent: Jsonnet runtime error: no such field: login_code (in field "code")',
    );
  });

  it('and may cancel', () => {
    expect(() => courier({ providers: [http({ body: 'function(ctx) error "cancel"' })] })).not.toThrow();
  });
});

describe("a provider's response rule is run at synth", () => {
  it.each([
    ['a syntax error', 'function(res) {', /provider http: response rule: Jsonnet syntax error/],
    ['a parameter of another name', 'function(response) {}', /parameter res is not defined/],
    ['no outcome', 'function(res) {}', /response rule: outcome undefined: use one of accepted, invalid_recipient/],
    ['an outcome that there is not', "function(res) { outcome: 'ok' }", /outcome "ok": use one of/],
    ['an outcome that no response has', "function(res) { outcome: 'cancelled' }", /outcome "cancelled": use one of/],
    [
      'a field that there is not',
      "function(res) { outcome: 'accepted', id: 1 }",
      /unknown field "id": use outcome, code/,
    ],
    ['a code that is no text', "function(res) { outcome: 'accepted', code: [] }", /code must be a string or a number/],
    [
      'a delay that is none',
      "function(res) { outcome: 'throttled', retry_after: 'soon' }",
      /retry_after must be a number/,
    ],
  ])('%s', (_, response, message) => {
    expect(() => courier({ providers: [http({ response })] })).toThrow(message);
  });

  it('and warns where an answer without JSON would be judged by its status alone', () => {
    const stack = testStack();
    const response = "function(res) { outcome: if res.json.ok then 'accepted' else 'bad_request' }";
    const warnings = courier({ providers: [http({ response })] }, stack).node.metadata.map(({ data }) => data);
    expect(warnings).toHaveLength(5);
    expect(warnings[0]).toMatch(
      /^provider http: response rule: HTTP 200 with the body "\{\}" would be judged by its status alone/,
    );
  });
});

describe('Twilio', () => {
  it.each<[string, object, string]>([
    [
      'no sender',
      { messagingServiceSid: undefined },
      'neither of from and messagingServiceSid given; give exactly one',
    ],
    ['two senders', { from: '+4930123456' }, 'both of from and messagingServiceSid given; give exactly one'],
    [
      'an account SID that is none',
      { accountSid: 'AC123' },
      'invalid accountSid "AC123": Twilio\'s begins with AC, followed by 32 hexadecimal digits',
    ],
    ['a service SID that is none', { messagingServiceSid: 'AC123' }, 'invalid messagingServiceSid "AC123"'],
  ])('%s', (_, fields, message) => {
    expect(() => twilio(fields)).toThrow(message);
  });

  it('takes either sender', () => {
    const body = (provider: SmsProvider) =>
      JSON.parse(courier({ providers: [provider] }).toCourierJson()).providers[0].request.body as string;
    expect(body(twilio())).toContain(`{"messagingServiceSid":"${SERVICE_SID}"}`);
    expect(body(twilio({ messagingServiceSid: undefined, from: 'ACME' }))).toContain('{"from":{"default":"ACME"}}');
  });
});

describe('secrets', () => {
  it.each([
    ['a name with a space', () => SmsSecret.fromSsmParameter('my secret'), 'invalid SSM parameter name "my secret"'],
    [
      'a path without its first slash',
      () => SmsSecret.fromSsmParameter('sms/token'),
      'invalid SSM parameter name "sms/token"',
    ],
    [
      'an ARN of another service',
      () => SmsSecret.fromSsmParameterArn('arn:aws:sqs:eu-central-1:123456789012:queue'),
      'invalid SSM parameter ARN',
    ],
    [
      'a variable name that is none',
      () => SmsSecret.writeOnly({ parameterName: '/a', variable: '1st' }),
      'invalid Terraform variable name "1st"',
    ],
    [
      'a version that is none',
      () => SmsSecret.writeOnly({ parameterName: '/a', variable: 'a', version: 0 }),
      'invalid version 0 of secret /a',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

import { readFileSync } from 'node:fs';
import { Token } from 'cdktf';
import { unzipSync } from 'fflate';
import { type IngressProps, SmsSecret, SmsSource } from '../../lib';
import { writeFunctionZip } from '../../lib/function-zip';
import { courier, readable, resources, synthesized, testStack, twilio } from '../support/stack';

const POOL = 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_Abc';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0f3c1a52-7d0c-4c43-9b6e-2f5d8f0e6a11';
const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/0f3c1a52';

const apiKey = SmsSecret.fromSsmParameter('/sms/ingress/api_key');
const cognito = () => SmsSource.cognito({ userPoolArn: POOL, kmsKeyArn: KEY });
const everything: IngressProps = {
  apiKey,
  previousApiKey: SmsSecret.fromSsmParameter('/sms/ingress/api_key_before'),
  basicAuth: {
    user: 'ory',
    password: SmsSecret.fromSecretsManager('arn:aws:secretsmanager:eu-central-1:123456789012:secret:ingress', {
      jsonField: 'password',
      kmsKeyArn: KEY,
    }),
  },
  sources: [
    SmsSource.ory(),
    SmsSource.supabase({ secret: SmsSecret.fromSsmParameter('/sms/supabase') }),
    SmsSource.zitadel({ signingKey: SmsSecret.fromSsmParameter('/sms/zitadel') }),
    SmsSource.generic({ id: 'shop', map: 'function(req) req.json' }),
    cognito(),
  ],
  throttle: { ratePerSecond: 5, burst: 7 },
  domain: { name: 'sms.example.com', certificateArn: CERTIFICATE },
};

function build(ingress: IngressProps | undefined) {
  const stack = testStack();
  const sms = courier(ingress === undefined ? {} : { ingress }, stack);
  return { stack, sms };
}

/** Construct paths below the courier, out of the logical ids. */
const pathOf = (id: string) =>
  id
    .replace(/^Sms_/, '')
    .replace(/_[0-9A-F]{8}$/, '')
    .replaceAll('_', '/');
const paths = (stack: ReturnType<typeof testStack>) =>
  Object.values(synthesized(stack).resource).flatMap((byId) => Object.keys(byId).map(pathOf));

/** The one resource of a type at a path. */
function at(stack: ReturnType<typeof testStack>, type: string, path: string) {
  const found = Object.entries(synthesized(stack).resource[type] ?? {}).filter(([id]) => pathOf(id) === path);
  expect(found).toHaveLength(1);
  return found[0]?.[1] as Record<string, unknown>;
}

const statements = (policy: unknown) =>
  (
    JSON.parse(readable(String(policy))) as {
      Statement: { Sid: string; Action: string[]; Resource: string | string[] }[];
    }
  ).Statement;

it('is not there unless it is asked for', () => {
  const { stack, sms } = build(undefined);
  expect(paths(stack).filter((path) => path.includes('Ingress'))).toEqual([]);
  expect([sms.ingressFunction, sms.ingressUrl, sms.ingressDomainName]).toEqual([undefined, undefined, undefined]);
  expect(Object.keys(synthesized(stack).resource).filter((type) => /apigateway/.test(type))).toEqual([]);
});

it('has child ids that are a contract', () => {
  const { stack } = build(everything);
  expect(
    paths(stack)
      .filter((path) => path.startsWith('Ingress/'))
      .sort(),
  ).toEqual([
    'Ingress/AccessLogGroup',
    'Ingress/Api',
    'Ingress/ApiMapping',
    'Ingress/ApiPermission',
    'Ingress/DomainName',
    'Ingress/Function',
    'Ingress/Integration',
    'Ingress/LogGroup',
    'Ingress/Permission-cognito',
    'Ingress/Policy',
    'Ingress/Role',
    'Ingress/Route-ory',
    'Ingress/Route-shop',
    'Ingress/Route-supabase',
    'Ingress/Route-zitadel',
    'Ingress/Stage',
  ]);
});

it('has a function of its own, from the courier’s zip', () => {
  const { stack, sms } = build({ apiKey });
  const own = at(stack, 'aws_lambda_function', 'Ingress/Function');
  const couriers = at(stack, 'aws_lambda_function', 'Function');
  expect(own).toMatchObject({
    function_name: `${String(couriers['function_name'])}-ingress`,
    handler: 'ingress.handler',
    runtime: 'nodejs22.x',
    timeout: 10,
    memory_size: 512,
    filename: couriers['filename'],
    source_code_hash: couriers['source_code_hash'],
    environment: { variables: { SMS_COURIER_QUEUE_URL: expect.stringContaining('aws_sqs_queue') } },
  });
  expect(own['role']).not.toBe(couriers['role']);
  expect(sms.ingressUrl).toBeDefined();
});

it('may write to the queue and read its own secrets, and nothing else', () => {
  const { stack } = build(everything);
  const policy = statements(at(stack, 'aws_iam_role_policy', 'Ingress/Policy')['policy']);
  expect(policy.map(({ Sid, Action }) => `${Sid}: ${Action.join()}`)).toEqual([
    'HandOverMessages: sqs:SendMessage',
    'WriteLogs: logs:CreateLogStream,logs:PutLogEvents',
    'ReadParameters: ssm:GetParameters',
    'ReadSecrets: secretsmanager:GetSecretValue',
    'DecryptSecrets: kms:Decrypt',
  ]);
  const parameters = [policy[2]?.Resource].flat().map((arn) => String(arn).replace(/^.*:parameter/, ''));
  expect(parameters).toEqual(['/sms/supabase', '/sms/zitadel', '/sms/ingress/api_key', '/sms/ingress/api_key_before']);
  expect(policy[0]?.Resource).toMatch(/aws_sqs_queue\.Sms_Queue/);
  expect(policy[1]?.Resource).toMatch(/Ingress_LogGroup/);
});

it('leaves its secrets to itself: the courier may decrypt codes, and read none of them', () => {
  const { stack } = build(everything);
  const policy = statements(at(stack, 'aws_iam_role_policy', 'Policy')['policy']);
  expect(JSON.stringify(policy)).not.toMatch(/ingress|supabase|zitadel/);
  expect(policy.find(({ Sid }) => Sid === 'DecryptCodes')).toEqual({
    Sid: 'DecryptCodes',
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: [KEY],
  });
});

it('has an API with a route for each source that posts, throttled, logged without headers and bodies', () => {
  const { stack, sms } = build(everything);
  expect(resources(stack, 'aws_apigatewayv2_route').map(({ route_key }) => route_key)).toEqual([
    'ANY /ory',
    'ANY /shop',
    'ANY /supabase',
    'ANY /zitadel',
  ]);
  expect(at(stack, 'aws_apigatewayv2_integration', 'Ingress/Integration')).toMatchObject({
    integration_type: 'AWS_PROXY',
    payload_format_version: '2.0',
    timeout_milliseconds: 10_000,
  });
  const stage = at(stack, 'aws_apigatewayv2_stage', 'Ingress/Stage');
  expect(stage).toMatchObject({
    name: '$default',
    auto_deploy: true,
    default_route_settings: { throttling_rate_limit: 5, throttling_burst_limit: 7 },
  });
  const { format } = stage['access_log_settings'] as { format: string };
  expect(Object.values(JSON.parse(format)).every((value) => /^\$context\.[\w.]+$/.test(String(value)))).toBe(true);
  expect(format).not.toMatch(/header|body|authorizer|querystring/i);
  expect(at(stack, 'aws_lambda_permission', 'Ingress/ApiPermission')).toMatchObject({
    principal: 'apigateway.amazonaws.com',
    source_arn: expect.stringMatching(/execution_arn\}\/\*\/\*$/),
  });
  expect(at(stack, 'aws_lambda_permission', 'Ingress/Permission-cognito')).toMatchObject({
    principal: 'cognito-idp.amazonaws.com',
    source_arn: POOL,
  });
  expect(at(stack, 'aws_apigatewayv2_api', 'Ingress/Api')).toMatchObject({ disable_execute_api_endpoint: true });
  expect(at(stack, 'aws_apigatewayv2_domain_name', 'Ingress/DomainName')).toMatchObject({
    domain_name: 'sms.example.com',
    domain_name_configuration: { certificate_arn: CERTIFICATE, endpoint_type: 'REGIONAL', security_policy: 'TLS_1_2' },
  });
  expect([sms.ingressUrl, sms.ingressDomainName]).toEqual(['https://sms.example.com', expect.anything()]);
});

it('has no API for Cognito alone', () => {
  const { stack, sms } = build({ sources: [cognito()] });
  expect(Object.keys(synthesized(stack).resource).filter((type) => type.includes('apigateway'))).toEqual([]);
  expect([sms.ingressFunction !== undefined, sms.ingressUrl]).toEqual([true, undefined]);
});

it('bakes references to its secrets, and what only the deploy knows into the environment of its function', () => {
  const stack = testStack();
  const token = Token.asString({ resolve: () => '/made/elsewhere' });
  const sms = courier(
    {
      ingress: {
        apiKey: SmsSecret.fromSsmParameter(token),
        sources: [
          SmsSource.ory(),
          SmsSource.cognito({ userPoolArn: POOL, kmsKeyArn: Token.asString({ resolve: () => KEY }) }),
        ],
      },
    },
    stack,
  );
  expect(JSON.parse(sms.toCourierJson())).toMatchObject({
    ingress: {
      sources: [
        { id: 'ory', type: 'ory' },
        { id: 'cognito', type: 'cognito' },
      ],
      apiKeys: [{ source: 'ssm', name: { env: 'SMS_COURIER_INGRESS_API_KEY_0' } }],
    },
    cognitoKeys: [{ env: 'SMS_COURIER_COGNITO_KEY_0' }],
  });
  const variables = (path: string) =>
    (at(stack, 'aws_lambda_function', path)['environment'] as { variables: object }).variables;
  expect(variables('Ingress/Function')).toMatchObject({ SMS_COURIER_INGRESS_API_KEY_0: '/made/elsewhere' });
  expect(variables('Function')).toMatchObject({ SMS_COURIER_COGNITO_KEY_0: KEY });
  expect(variables('Function')).not.toHaveProperty('SMS_COURIER_INGRESS_API_KEY_0');
});

it('puts files into the zip only where they are needed', () => {
  const files = (ingress: IngressProps | undefined) => {
    const { path } = writeFunctionZip(build(ingress).sms.toCourierJson());
    return Object.keys(unzipSync(readFileSync(path))).filter((name) => /ingress|cognito/.test(name));
  };
  expect(files(undefined)).toEqual([]);
  expect(files({ apiKey })).toEqual(['ingress.js']);
  expect(files({ sources: [cognito()] })).toEqual(['ingress.js', 'cognito.js']);
});

describe('what is wrong', () => {
  const generic = (fields: object) => ({
    apiKey,
    sources: [SmsSource.generic({ map: 'function(req) req.json', ...fields })],
  });

  it.each<[string, () => IngressProps, string]>([
    ['no sources', () => ({ sources: [] }), 'ingress.sources is empty: give at least one, such as SmsSource.ory()'],
    [
      'no credential',
      () => ({}),
      "ingress.apiKey is missing, and so is basicAuth: source ory needs one of them, such as apiKey: SmsSecret.fromSsmParameter('/sms/ingress/api_key')",
    ],
    [
      'a credential that nobody uses',
      () => ({ apiKey, sources: [cognito()] }),
      'ingress.apiKey or basicAuth is given, and no source uses it: add SmsSource.ory() or leave it out',
    ],
    [
      'a key before, and none after',
      () => ({ previousApiKey: apiKey, basicAuth: { user: 'a', password: apiKey } }),
      'ingress.previousApiKey is given without apiKey: give the key that replaces it',
    ],
    [
      'two sources of one id',
      () => ({ apiKey, sources: [SmsSource.ory(), SmsSource.ory()] }),
      `ingress.sources: two have the id "ory": give one of them another`,
    ],
    [
      'an id that is no path',
      () => generic({ id: 'My Shop' }),
      'ingress.sources: invalid id "My Shop": use 1 to 32 lower-case letters, digits and hyphens',
    ],
    [
      'another front door’s id',
      () => generic({ id: 'queue' }),
      `ingress.sources: the id "queue" is another front door's`,
    ],
    ['Cognito’s id', () => generic({ id: 'cognito' }), `ingress.sources: the id "cognito" is another front door's`],
    [
      'a user with a colon',
      () => ({ basicAuth: { user: 'a:b', password: apiKey } }),
      'ingress.basicAuth.user is "a:b": use 1 to 128 characters, no colon',
    ],
    [
      'half a request',
      () => ({ apiKey, throttle: { ratePerSecond: 0.5 } }),
      'ingress.throttle.ratePerSecond is 0.5: use a whole number from 1 to 10000',
    ],
    [
      'too large a burst',
      () => ({ apiKey, throttle: { burst: 5001 } }),
      'ingress.throttle.burst is 5001: use a whole number from 1 to 5000',
    ],
    [
      'a domain with a scheme',
      () => ({ apiKey, domain: { name: 'https://sms.example.com', certificateArn: CERTIFICATE } }),
      'ingress.domain.name is "https://sms.example.com": give a host name alone, in lower case',
    ],
    [
      'a certificate that is none',
      () => ({ apiKey, domain: { name: 'sms.example.com', certificateArn: 'cert' } }),
      'ingress.domain.certificateArn is "cert": expected arn:aws:acm:<region>:<account>:certificate/<id>',
    ],
    [
      'a domain for nobody',
      () => ({ sources: [cognito()], domain: { name: 'sms.example.com', certificateArn: CERTIFICATE } }),
      'ingress.domain is given, and no source posts over HTTP: leave it out',
    ],
    [
      'a pool that is none',
      () => ({ sources: [SmsSource.cognito({ userPoolArn: 'eu-central-1_Abc', kmsKeyArn: KEY })] }),
      'ingress.sources: userPoolArn of cognito is "eu-central-1_Abc": expected arn:aws:cognito-idp:',
    ],
    [
      'the alias of a key',
      () => ({ sources: [SmsSource.cognito({ userPoolArn: POOL, kmsKeyArn: KEY.replace('key/', 'alias/') })] }),
      'expected arn:aws:kms:<region>:<account>:key/<id>, not an alias, since a policy cannot name one',
    ],
    [
      'a life that is too short',
      () => ({ sources: [SmsSource.supabase({ secret: apiKey, codeLifeSeconds: 5 })] }),
      'ingress.sources: codeLifeSeconds of supabase is 5: use a whole number from 30 to 86400',
    ],
    [
      'a mapping with a mistake',
      () => generic({ map: 'function(req) {' }),
      'ingress source generic: map: Jsonnet syntax error at line 1',
    ],
    [
      'a mapping of something else',
      () => generic({ map: 'function(ctx) ctx' }),
      'ingress source generic: map: Jsonnet runtime error',
    ],
    [
      'a mapping that gives no message',
      () => generic({ map: 'function(req) { recipient: req.json.phone }', sample: { phone: '+4917667111638' } }),
      'ingress source generic: map: what it makes of the sample is no message: body: empty or missing',
    ],
    [
      'a mapping that does not fit the sample',
      () => generic({ map: 'function(req) { recipient: req.json.fone }', sample: { phone: '+4917667111638' } }),
      'ingress source generic: map: Jsonnet runtime error',
    ],
  ])('%s', (_, ingress, message) => {
    expect(() => build(ingress())).toThrow(message);
    expect(() => build(ingress())).toThrow(/^invalid SmsCourier "stack\/Sms": /);
  });

  it('a mapping that only a request can judge is no error', () => {
    expect(() =>
      build(generic({ map: 'function(req) { recipient: req.json.phone, body: req.json.text }' })),
    ).not.toThrow();
    expect(() => build(generic({ map: 'function(req) error "cancel"', sample: {} }))).not.toThrow();
  });

  it('a mapping in a file that there is not', () => {
    expect(() => SmsSource.generic({ map: 'file://no-such-file.jsonnet' })).toThrow(
      /^map of SmsSource.generic is in no-such-file.jsonnet, which cannot be read from .*: ENOENT$/,
    );
  });
});

it('shares a secret with a provider: each function may read it', () => {
  const stack = testStack();
  const shared = SmsSecret.writeOnly({ parameterName: '/sms/shared', variable: 'shared' });
  courier({ providers: [twilio({ authToken: shared })], ingress: { apiKey: shared } }, stack);
  expect(resources(stack, 'aws_ssm_parameter')).toHaveLength(1);
  for (const path of ['Policy', 'Ingress/Policy'])
    expect(JSON.stringify(at(stack, 'aws_iam_role_policy', path)['policy'])).toContain('parameter/sms/shared');
});

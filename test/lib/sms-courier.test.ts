import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { type TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { unzipSync } from 'fflate';
import { SmsCourier, SmsSecret } from '../../lib';
import { writeFunctionZip } from '../../lib/function-zip';
import { bakeRequest } from '../../lib/providers/bake-request';
import { responseRule } from '../../lib/providers/kind';
import {
  courier,
  http,
  only,
  readable,
  resources,
  SERVICE_SID,
  synthesized,
  testStack,
  twilio,
} from '../support/stack';

describe('what a courier creates', () => {
  it('has child ids that are a contract: another would replace resources of every user', () => {
    const stack = testStack();
    courier(
      {
        providers: [
          twilio({
            authToken: SmsSecret.writeOnly({ parameterName: '/sms/twilio/auth_token', variable: 'twilio_auth_token' }),
          }),
        ],
      },
      stack,
    );
    const addresses = Object.entries(synthesized(stack).resource).flatMap(([type, byId]) =>
      Object.keys(byId).map((id) => `${type}.${id}`),
    );
    expect(addresses.sort()).toMatchInlineSnapshot(`
[
  "aws_cloudwatch_dashboard.Sms_Dashboard_67297A23",
  "aws_cloudwatch_event_rule.Sms_RedactionRule_896E9E87",
  "aws_cloudwatch_event_target.Sms_RedactionTarget_EAAB934B",
  "aws_cloudwatch_log_group.Sms_LogGroup_7CCB6A2B",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-async-lost_D1A806AA",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-bad-request_8F65830E",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-bad-sender_479F10DA",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-breaker-open_87827C0F",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-dead-letters_C307F78A",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-expired_A7219727",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-function-errors_2A35D79F",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-in-flight_CEF4DA88",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-ledger-failures_1A14D69B",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-out-of-credit_EDD05594",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-over-limit_BB54FA01",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-queue-age_2F5C8FA1",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-throttles_BB692AE3",
  "aws_cloudwatch_metric_alarm.Sms_Alarm-unauthorized_AFF555C1",
  "aws_dynamodb_table.Sms_Ledger_C24A9491",
  "aws_iam_role.Sms_Role_CE5A47BA",
  "aws_iam_role_policy.Sms_Policy_4B73E448",
  "aws_lambda_event_source_mapping.Sms_EventSourceMapping_9095D031",
  "aws_lambda_function.Sms_Function_8D2E1E47",
  "aws_lambda_function_event_invoke_config.Sms_EventInvokeConfig_0B9795FB",
  "aws_lambda_permission.Sms_RedactionPermission_1DC0E685",
  "aws_sqs_queue.Sms_DeadLetterQueue_9D36000D",
  "aws_sqs_queue.Sms_Queue_47FF6C1E",
  "aws_ssm_parameter.Sms_Secret-sms-twilio-auth-token-5047b4_9032D0CF",
]
`);
  });

  it('has a queue whose failures end in the dead-letter queue', () => {
    const stack = testStack();
    courier({}, stack);
    const [deadLetters, queue] = resources(stack, 'aws_sqs_queue');
    expect(queue).toMatchObject({
      visibility_timeout_seconds: 60,
      message_retention_seconds: 2 * 86_400,
      sqs_managed_sse_enabled: true,
    });
    expect(JSON.parse(queue?.['redrive_policy'] as string)).toEqual({
      deadLetterTargetArn: expect.stringContaining('DeadLetterQueue'),
      maxReceiveCount: 40,
    });
    expect(deadLetters).toMatchObject({ message_retention_seconds: 7 * 86_400, sqs_managed_sse_enabled: true });
  });

  it('has a function on Node.js 22 and arm64, and a mapping that reports failures one by one', () => {
    const stack = testStack();
    courier({}, stack);
    expect(only(stack, 'aws_lambda_function')).toMatchObject({
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      memory_size: 1024,
      timeout: 45,
    });
    expect(only(stack, 'aws_lambda_event_source_mapping')).toMatchObject({
      batch_size: 10,
      function_response_types: ['ReportBatchItemFailures'],
      scaling_config: { maximum_concurrency: 10 },
    });
    expect(only(stack, 'aws_cloudwatch_log_group')).toMatchObject({ retention_in_days: 30 });
    expect(only(stack, 'aws_lambda_function_event_invoke_config')).toMatchObject({
      destination_config: { on_failure: { destination: expect.stringContaining('DeadLetterQueue') } },
    });
  });

  it('hides messages at least as long as the function may run', () => {
    const stack = testStack();
    courier({ timeoutSeconds: 120 }, stack);
    expect(resources(stack, 'aws_sqs_queue')[1]).toMatchObject({ visibility_timeout_seconds: 135 });
  });

  it('has a policy that names exactly the resources it uses', () => {
    const stack = testStack();
    courier(
      {
        providers: [
          twilio(),
          http({
            headers: { 'X-Key': '{$KEY}' },
            secrets: {
              KEY: SmsSecret.fromSsmParameterArn('arn:aws:ssm:eu-central-1:123456789012:parameter/shared/key'),
            },
          }),
        ],
      },
      stack,
    );
    const policy = readable(only(stack, 'aws_iam_role_policy')['policy'] as string);
    const statements: { Action: string[]; Resource: string | string[] }[] = JSON.parse(policy).Statement;
    expect(
      statements.flatMap(({ Action, Resource }) =>
        [Resource].flat().map((resource) => `${Action.join(' ')} on ${resource}`),
      ),
    ).toMatchInlineSnapshot(`
[
  "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ChangeMessageVisibility sqs:SendMessage on \${aws_sqs_queue.Sms_Queue.arn}",
  "sqs:SendMessage on \${aws_sqs_queue.Sms_DeadLetterQueue.arn}",
  "sqs:ReceiveMessage sqs:DeleteMessage sqs:ChangeMessageVisibility on \${aws_sqs_queue.Sms_DeadLetterQueue.arn}",
  "dynamodb:GetItem dynamodb:UpdateItem on \${aws_dynamodb_table.Sms_Ledger.arn}",
  "dynamodb:Query on \${aws_dynamodb_table.Sms_Ledger.arn}/index/recipient",
  "logs:CreateLogStream logs:PutLogEvents on \${aws_cloudwatch_log_group.Sms_LogGroup.arn}:*",
  "ssm:GetParameters on arn:<queue arn 1>:ssm:<queue arn 3>:<queue arn 4>:parameter/sms/twilio/auth_token",
  "ssm:GetParameters on arn:aws:ssm:eu-central-1:123456789012:parameter/shared/key",
]
`);
  });
});

describe('names', () => {
  const name = (stack: TerraformStack) => only(stack, 'aws_lambda_function')['function_name'] as string;

  it('carry stack id and path, and differ where the two are cut differently', () => {
    const one = testStack('a-b');
    courier({}, one, 'c');
    const two = testStack('a');
    courier({}, two, 'b-c');
    expect(name(one)).toMatch(/^a-b-c-[0-9a-f]{8}$/);
    expect(name(two)).toMatch(/^a-b-c-[0-9a-f]{8}$/);
    expect(name(one)).not.toBe(name(two));
  });

  it('begin with the prefix', () => {
    const stack = testStack();
    courier({ namePrefix: 'staging' }, stack);
    expect(name(stack)).toMatch(/^staging-stack-Sms-/);
  });

  it('are made of ids of any length and with any characters, and Lambda takes the description that tells the path', () => {
    const stack = testStack();
    const scope = ['x'.repeat(200), 'y'.repeat(200)].reduce(
      (above, id) => new Construct(above, id),
      new Construct(stack, 'a${b}%{c}'),
    );
    new SmsCourier(scope, 'Sms', {
      allowedCountries: ['DE'],
      providers: [twilio()],
      ingress: { apiKey: SmsSecret.fromSsmParameter('/key') },
    });
    const functions = resources(stack, 'aws_lambda_function');
    expect(functions).toHaveLength(2);
    for (const { description } of [...functions, ...resources(stack, 'aws_apigatewayv2_api')]) {
      expect(String(description)).toMatch(/SMS courier stack\/a\$\$\{b\}%%\{c\}\/x+\/y+…$/);
      // Terraform makes one character of each of the two
      expect(String(description).length).toBe(256 + 2);
    }
  });
});

describe('grants', () => {
  it('let several roles in, each once', () => {
    const stack = testStack();
    const sms = courier({}, stack);
    const [one, two] = ['One', 'Two'].map((id) => new IamRole(stack, id, { assumeRolePolicy: '{}' })) as [
      IamRole,
      IamRole,
    ];
    sms.grantEnqueue(one);
    sms.grantEnqueue(one);
    sms.grantEnqueue(two);
    sms.grantInvoke(two);
    const policies = resources(stack, 'aws_iam_role_policy').filter(({ role }) => !String(role).includes('Sms_Role'));
    expect(policies.map(({ policy }) => JSON.parse(policy as string).Statement[0].Action)).toEqual([
      ['sqs:SendMessage', 'sqs:GetQueueUrl'],
      ['sqs:SendMessage', 'sqs:GetQueueUrl'],
      ['lambda:InvokeFunction'],
    ]);
  });

  it('can be had as JSON for roles elsewhere', () => {
    const stack = testStack();
    const statement = JSON.parse(courier({}, stack).enqueuePolicyJson()).Statement[0];
    expect(statement).toMatchObject({ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'] });
  });
});

describe('dead letters that have expired', () => {
  const allowed = (stack: TerraformStack) =>
    JSON.parse(readable(only(stack, 'aws_iam_role_policy')['policy'] as string)).Statement.filter(
      ({ Resource }: { Resource: string }) => Resource === '${aws_sqs_queue.Sms_DeadLetterQueue.arn}',
    );
  const files = (sms: SmsCourier) => Object.keys(unzipSync(readFileSync(writeFunctionZip(sms.toCourierJson()).path)));

  it('are redacted every hour by the courier itself, which no other rule may have do it', () => {
    const stack = testStack();
    const sms = courier({}, stack);
    const name = only(stack, 'aws_lambda_function')['function_name'];
    expect(only(stack, 'aws_cloudwatch_event_rule')).toMatchObject({
      name: `${name}-redact`,
      schedule_expression: 'rate(1 hour)',
    });
    expect(readable(JSON.stringify(only(stack, 'aws_cloudwatch_event_target')))).toContain(
      '"arn":"${aws_lambda_function.Sms_Function.arn}"',
    );
    expect(only(stack, 'aws_cloudwatch_event_target')).toMatchObject({ input: '{"action":"redact"}' });
    expect(readable(JSON.stringify(only(stack, 'aws_lambda_permission')))).toContain(
      '"principal":"events.amazonaws.com","source_arn":"${aws_cloudwatch_event_rule.Sms_RedactionRule.arn}"',
    );
    expect(allowed(stack)[1]).toEqual({
      Sid: 'RedactDeadLetters',
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
      Resource: '${aws_sqs_queue.Sms_DeadLetterQueue.arn}',
    });
    expect(sms.toCourierJson()).not.toContain('redactExpired');
    expect(files(sms)).toContain('dead-letters.js');
  });

  it('are left to others on demand, and then the courier cannot read a dead letter', () => {
    const stack = testStack();
    const sms = courier({ retention: { redactExpired: false } }, stack);
    for (const type of ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target', 'aws_lambda_permission'])
      expect(resources(stack, type)).toEqual([]);
    expect(allowed(stack).map(({ Sid }: { Sid: string }) => Sid)).toEqual(['KeepDeadLetters']);
    expect(JSON.parse(sms.toCourierJson())).toMatchObject({ redactExpired: false });
    expect(files(sms)).not.toContain('dead-letters.js');
  });
});

describe('the configuration', () => {
  it('gives a message that states no life one that ends before the queue forgets it', () => {
    const { delivery } = JSON.parse(courier({ retention: { queueDays: 1 } }).toCourierJson());
    expect(delivery).toMatchObject({ queueDays: 1, defaultTtlSeconds: 82_800 });
  });

  it('travels in the zip with the files that Lambda needs', () => {
    const stack = testStack();
    const sms = courier({}, stack);
    const outdir = Testing.fullSynth(stack);
    const file = only(stack, 'aws_lambda_function')['filename'] as string;
    const files = unzipSync(readFileSync(join(outdir, 'stacks', 'stack', file)));
    expect(Object.keys(files).sort()).toEqual([
      'THIRD_PARTY_NOTICES.txt',
      'courier.js',
      'courier.json',
      'dead-letters.js',
      'index.js',
      'jsonnet-worker.js',
      'jsonnet.wasm',
      'templates.js',
    ]);
    expect(Buffer.from(files['courier.json'] as Uint8Array).toString()).toBe(sms.toCourierJson());
  });

  it('holds what the author declared and no secret', () => {
    const config = JSON.parse(courier().toCourierJson());
    expect(config.providers[0].response).toEqual(responseRule('twilio'));
    config.providers[0].response = 'its response.jsonnet';
    expect(config.providers[0].request.body).toBe(bakeRequest('twilio', { messagingServiceSid: SERVICE_SID }));
    config.providers[0].request.body = 'its request.jsonnet';
    expect(config).toMatchInlineSnapshot(`
{
  "allowedCountries": [
    "DE",
  ],
  "courier": "stack-Sms-cb34dbeb",
  "delivery": {
    "defaultTtlSeconds": 86400,
    "ledgerDays": 30,
    "maxAttempts": 10,
    "onAmbiguous": "retry",
    "queueDays": 2,
  },
  "limits": {
    "clientIpOrigins": [],
    "clientIpPerHour": 300,
    "countryPerHour": 10000,
    "environments": 10,
    "mode": "enforce",
    "prefixPerHour": 100,
    "recipientPerHour": 10,
    "segmentsPerDay": 100000,
  },
  "providers": [
    {
      "channel": "sms",
      "id": "twilio",
      "request": {
        "auth": {
          "config": {
            "password": "{$AUTH_TOKEN}",
            "user": "AC0123456789abcdef0123456789abcdef",
          },
          "type": "basic_auth",
        },
        "body": "its request.jsonnet",
        "headers": {
          "Content-Type": "application/x-www-form-urlencoded",
        },
        "method": "POST",
        "url": "https://api.twilio.com/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json",
      },
      "response": "its response.jsonnet",
      "secrets": {
        "AUTH_TOKEN": {
          "name": "/sms/twilio/auth_token",
          "source": "ssm",
        },
      },
    },
  ],
  "version": 1,
}
`);
  });

  it("reads what Ory's page shows: a mapping for a secret, a body with secrets, a base64 response rule", () => {
    const sms = courier({
      providers: [
        http({
          type: 'http',
          auth: { type: 'basic_auth', config: { user: { $SID: null }, password: '{$TOKEN}' } },
          body: "function(ctx) { body: std.manifestJsonEx({ api_key: '{$KEY}', text: ctx.body }, ' ') }",
          response: `base64://${Buffer.from("function(res) { outcome: 'accepted' }").toString('base64')}`,
          secrets: Object.fromEntries(
            ['SID', 'TOKEN', 'KEY'].map((name) => [name, SmsSecret.fromSsmParameter(`/${name}`)]),
          ),
        }),
      ],
    });
    const [provider] = JSON.parse(sms.toCourierJson()).providers;
    expect(provider.request.auth.config).toEqual({ user: '{$SID}', password: '{$TOKEN}' });
    expect(provider.response).toBe("function(res) { outcome: 'accepted' }");
  });

  it('leaves a Terraform token to an environment variable', () => {
    const stack = testStack();
    const host = new TerraformVariable(stack, 'sms_host', { type: 'string' });
    const sms = courier(
      { providers: [http({ url: `https://${host.stringValue}/send`, headers: { 'X-Tenant': host.stringValue } })] },
      stack,
    );
    const { request } = JSON.parse(sms.toCourierJson()).providers[0];
    expect(request).toMatchObject({
      url: { env: 'SMS_COURIER_HTTP_URL' },
      headers: { 'X-Tenant': { env: 'SMS_COURIER_HTTP_HEADER_X_TENANT' } },
    });
    expect(only(stack, 'aws_lambda_function')).toMatchObject({
      environment: {
        variables: {
          SMS_COURIER_HTTP_URL: 'https://${var.sms_host}/send',
          SMS_COURIER_HTTP_HEADER_X_TENANT: '${var.sms_host}',
        },
      },
    });
  });

  it('gives each token a variable of its own, also where two read the same', () => {
    const stack = testStack();
    const [one, two] = ['one', 'two'].map((name) => new TerraformVariable(stack, name, { type: 'string' }).stringValue);
    const sms = courier({ providers: [http({ headers: { 'X-A': one, X_A: two } })] }, stack);
    const { headers } = JSON.parse(sms.toCourierJson()).providers[0].request;
    const variables = (only(stack, 'aws_lambda_function') as { environment: { variables: Record<string, string> } })
      .environment.variables;
    expect(Object.values(headers as Record<string, { env: string }>).map(({ env }) => variables[env])).toEqual([
      '${var.one}',
      '${var.two}',
    ]);
  });

  it('keeps the courier’s own variables from a provider whose tokens would read the same', () => {
    const stack = testStack();
    const url = new TerraformVariable(stack, 'url', { type: 'string' }).stringValue;
    const sms = courier({ providers: ['queue', 'dead-letter-queue'].map((id) => http({ id, url })) }, stack);
    const { providers } = JSON.parse(sms.toCourierJson()) as { providers: { request: { url: { env: string } } }[] };
    const { environment } = only(stack, 'aws_lambda_function') as {
      environment: { variables: Record<string, string> };
    };
    expect(environment.variables).toMatchObject({
      SMS_COURIER_QUEUE_URL: expect.stringContaining('aws_sqs_queue.Sms_Queue'),
      SMS_COURIER_DEAD_LETTER_QUEUE_URL: expect.stringContaining('aws_sqs_queue.Sms_DeadLetterQueue'),
    });
    for (const { request } of providers) expect(environment.variables[request.url.env]).toBe('${var.url}');
  });

  it('never meets a Terraform string, so that ${ and %{ in Jsonnet stay what they are', () => {
    const stack = testStack();
    courier({ providers: [http({ body: "function(ctx) { a: '${ctx}', b: '%{x}', c: '%s' % ctx.body }" })] }, stack);
    expect(Testing.synth(stack)).not.toContain('%{x}');
  });
});

describe('secrets elsewhere', () => {
  const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:sms/acme';
  const PARAMETER = 'arn:aws:ssm:eu-central-1:123456789012:parameter/a';
  const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0123';
  const statements = (secrets: Record<string, SmsSecret>) => {
    const stack = testStack();
    const headers = Object.fromEntries(Object.keys(secrets).map((name) => [`X-${name}`, `{$${name}}`]));
    const sms = courier({ providers: [http({ headers, secrets })] }, stack);
    const policy = JSON.parse(readable(only(stack, 'aws_iam_role_policy')['policy'] as string));
    return { policy: policy.Statement.slice(6), baked: JSON.parse(sms.toCourierJson()).providers[0].secrets };
  };

  it('in Secrets Manager, a field of them or the whole', () => {
    const { policy, baked } = statements({
      A: SmsSecret.fromSecretsManager(`${ARN}-AbCdEf`, { jsonField: 'key' }),
      B: SmsSecret.fromSecretsManager(ARN),
    });
    expect(baked).toEqual({
      A: { source: 'secretsmanager', name: `${ARN}-AbCdEf`, field: 'key' },
      B: { source: 'secretsmanager', name: ARN },
    });
    expect(policy).toEqual([
      {
        Sid: 'ReadSecrets',
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: [`${ARN}-AbCdEf`, `${ARN}-AbCdEf-??????`, ARN, `${ARN}-??????`],
      },
    ]);
  });

  it('under a key of your own', () => {
    const { policy } = statements({
      A: SmsSecret.fromSsmParameter('/a', { kmsKeyArn: KEY }),
      B: SmsSecret.fromSecretsManager(`${ARN}-AbCdEf`, { kmsKeyArn: KEY }),
    });
    const keys = policy.filter(({ Action }: { Action: string[] }) => Action.includes('kms:Decrypt'));
    expect(keys).toEqual(
      [
        ['DecryptParameters', 'ssm'],
        ['DecryptSecrets', 'secretsmanager'],
      ].map(([Sid, service]) => ({
        Sid,
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [KEY],
        Condition: { StringLike: { 'kms:ViaService': `${service}.<queue arn 3>.amazonaws.*` } },
      })),
    );
  });

  it.each([
    ['a parameter', () => SmsSecret.fromSsmParameter('/a', { kmsKeyArn: 'alias/sms' })],
    ['a parameter’s ARN', () => SmsSecret.fromSsmParameterArn(PARAMETER, { kmsKeyArn: 'alias/sms' })],
    ['a secret', () => SmsSecret.fromSecretsManager(ARN, { kmsKeyArn: 'alias/sms' })],
    ['a write-only one', () => SmsSecret.writeOnly({ parameterName: '/a', variable: 'a', kmsKeyArn: 'alias/sms' })],
  ])('under the alias of a key, which policies do not know: refused for %s', (_, make) => {
    expect(make).toThrow(/^secret \S+: kmsKeyArn is "alias\/sms": use the ARN of a key, arn:aws:kms:/);
  });

  it('written with a key of your own', () => {
    const stack = testStack();
    courier(
      {
        providers: [twilio({ authToken: SmsSecret.writeOnly({ parameterName: '/a', variable: 'a', kmsKeyArn: KEY }) })],
      },
      stack,
    );
    expect(only(stack, 'aws_ssm_parameter')).toMatchObject({ key_id: KEY });
  });
});

describe('write-only secrets', () => {
  const secret = (version?: number) =>
    SmsSecret.writeOnly({
      parameterName: '/sms/twilio/auth_token',
      variable: 'twilio_auth_token',
      ...(version === undefined ? {} : { version }),
    });

  it('come from an ephemeral, sensitive variable and go into a write-only argument', () => {
    const stack = testStack();
    courier({ providers: [twilio({ authToken: secret(3) })] }, stack);
    expect(synthesized(stack).variable).toEqual({
      twilio_auth_token: { type: 'string', sensitive: true, ephemeral: true },
    });
    expect(only(stack, 'aws_ssm_parameter')).toMatchObject({
      name: '/sms/twilio/auth_token',
      type: 'SecureString',
      value_wo: '${var.twilio_auth_token}',
      value_wo_version: 3,
    });
    expect(only(stack, 'aws_ssm_parameter')).not.toHaveProperty('value');
  });

  it('may be shared by providers and by couriers of a stack', () => {
    const stack = testStack();
    courier({ providers: [twilio({ authToken: secret() }), twilio({ id: 'twilio-2', authToken: secret() })] }, stack);
    courier({ providers: [twilio({ authToken: secret() })] }, stack, 'Second');
    expect(resources(stack, 'aws_ssm_parameter')).toHaveLength(1);
    const other = SmsSecret.writeOnly({ parameterName: '/other', variable: 'twilio_auth_token' });
    courier({ providers: [twilio({ authToken: other })] }, stack, 'Third');
    expect(Object.keys(synthesized(stack).variable ?? {})).toEqual(['twilio_auth_token']);
  });

  it('that read the same are different parameters', () => {
    const stack = testStack();
    const secrets = Object.fromEntries(
      ['/a/b-c', '/a/b/c'].map((parameterName, index) => [
        `S${index}`,
        SmsSecret.writeOnly({ parameterName, variable: `s${index}` }),
      ]),
    );
    courier({ providers: [http({ headers: { A: '{$S0}{$S1}' }, secrets })] }, stack);
    expect(
      resources(stack, 'aws_ssm_parameter')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['/a/b-c', '/a/b/c']);
  });

  it('are not declared in two ways', () => {
    const stack = testStack();
    courier({ providers: [twilio({ authToken: secret(1) })] }, stack);
    expect(() => courier({ providers: [twilio({ authToken: secret(2) })] }, stack, 'Second')).toThrow(
      'secret /sms/twilio/auth_token is declared twice with other variables, versions or keys',
    );
  });

  it("do not take a variable of the author's, which would bring the value into the plan", () => {
    const stack = testStack();
    new TerraformVariable(stack, 'twilio_auth_token', { type: 'string' });
    expect(() => courier({ providers: [twilio({ authToken: secret() })] }, stack)).toThrow(
      'stack "stack" already has a "twilio_auth_token", which is not this secret\'s ephemeral variable',
    );
  });
});

it('synthesizes in a user test without AWS or network', () => {
  const json = Testing.synthScope(
    (scope) => new SmsCourier(scope, 'Sms', { allowedCountries: ['*'], providers: [twilio()] }),
  );
  expect(JSON.parse(json).resource.aws_lambda_function).toBeDefined();
});

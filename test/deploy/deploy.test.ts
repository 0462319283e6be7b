import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import {
  ACCOUNT,
  ALERTS_REGION,
  cookieParameter,
  ENDPOINT_ENV,
  gatewayParameter,
  HOST_VARIABLE,
  hookParameter,
  ingressParameter,
  MESSAGING_REGION,
  OAUTH_KEY_ARN,
  oauthSecretArn,
  PASSWORD_VARIABLE,
  POOL,
  POOL_ARN,
  POOL_KEY_ARN,
  REGION,
  STACKS,
  type StackId,
  twilioParameter,
} from './app/settings';
import { Account } from './support/aws';
import { type Content, contents, holding } from './support/contents';
import { type Moto, startMoto } from './support/moto';
import { changes, type Plan } from './support/plan';
import { environment } from './support/process';
import { ROOT, synthesize } from './support/synthesize';
import { temporaryDirectory } from './support/temporary';
import { Terraform, terraformVariables } from './support/terraform';

/** Secrets' values: wherever one of them turns up after a deploy, it has leaked. */
const CANARIES = {
  gateway: 'canaryGateway5Vq81kWx',
  twilio: 'canaryTwilio93LmZr2d',
  cookie: 'canaryCookie7TbQe60p',
  ingress: 'canaryIngress48RpXs7u',
  hook: 'canaryHook2MdWc95yHf',
} as const;
const ALERTS_HOST = 'alerts.example';
const REGIONS = [REGION, ALERTS_REGION];

const messagingArn = (resource: string) => `arn:aws:sms-voice:${MESSAGING_REGION}:${ACCOUNT}:${resource}`;

/** What each courier must come to. Names are a contract: with another name Terraform replaces the resource and what is in it. */
const COURIERS = STACKS.flatMap((stack) => [
  {
    stack,
    courier: 'Login',
    redacts: true,
    name: { bank: 'bank-Login-f7a37132', shop: 'shop-Login-930fb689' }[stack],
    region: REGION,
    days: { queue: 2, deadLetters: 7, logs: 30 },
    visibility: 60,
    maxReceiveCount: 40,
    memory: 1024,
    timeout: 45,
    concurrency: 10,
    tags: {},
    environment: {},
    parameters: [twilioParameter(stack), gatewayParameter(stack)],
    secretStatements: [],
    serviceStatements: [],
    ingress: {
      parameter: ingressParameter(stack),
      routes: ['ANY /ory'],
      throttle: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      pools: [] as string[],
    },
  },
  {
    stack,
    courier: 'Alerts',
    redacts: false,
    name: { bank: 'acme-bank-Alerts-d1899d94', shop: 'acme-shop-Alerts-5833871f' }[stack],
    region: ALERTS_REGION,
    days: { queue: 1, deadLetters: 14, logs: 90 },
    visibility: 75,
    maxReceiveCount: 25,
    memory: 512,
    timeout: 60,
    concurrency: 3,
    tags: { team: 'identity' },
    environment: { SMS_COURIER_REGIONAL_URL: `https://${ALERTS_HOST}/sms` },
    parameters: [cookieParameter(stack)],
    secretStatements: [
      {
        Sid: 'ReadSecrets',
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: [oauthSecretArn(stack), `${oauthSecretArn(stack)}-??????`],
      },
      {
        Sid: 'DecryptSecrets',
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [OAUTH_KEY_ARN],
        Condition: { StringLike: { 'kms:ViaService': `secretsmanager.${ALERTS_REGION}.amazonaws.*` } },
      },
      { Sid: 'DecryptCodes', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [POOL_KEY_ARN] },
    ],
    serviceStatements: [],
    ingress: {
      parameter: hookParameter(stack),
      routes: ['ANY /supabase'],
      throttle: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 },
      pools: [POOL_ARN],
    },
  },
  {
    stack,
    courier: 'Codes',
    redacts: true,
    name: { bank: 'bank-Codes-4cf58cba', shop: 'shop-Codes-5a98e6c5' }[stack],
    region: REGION,
    days: { queue: 2, deadLetters: 7, logs: 30 },
    visibility: 60,
    maxReceiveCount: 40,
    memory: 1024,
    timeout: 45,
    concurrency: 10,
    tags: {},
    environment: {},
    parameters: [],
    secretStatements: [],
    serviceStatements: [
      {
        Sid: 'SendTextMessages',
        Effect: 'Allow',
        Action: ['sms-voice:SendTextMessage'],
        Resource: [
          messagingArn('sender-id/ACME/*'),
          messagingArn(`pool/${POOL}`),
          messagingArn('configuration-set/otp'),
        ],
      },
      { Sid: 'SendSmsBySns', Effect: 'Allow', Action: ['sns:Publish'], Resource: '*' },
      { Sid: 'PublishToNoTopic', Effect: 'Deny', Action: ['sns:Publish'], Resource: 'arn:*:sns:*:*:*' },
    ],
    ingress: undefined,
  },
]);

function nameOf(stack: StackId, id: string): string {
  const found = COURIERS.find((courier) => courier.stack === stack && courier.courier === id);
  if (found === undefined) throw new Error(`there is no courier ${stack}/${id}`);
  return found.name;
}

/** As Lambda's CodeSha256, of the zip that the synth left for a courier. */
function zipSha256(stack: StackId, courier: string): string {
  const zips = [...contents(join(stackDirectory(stack), 'assets'))].filter(({ name }) =>
    new RegExp(`^${courier}_FunctionCode_[^!]*\\.zip$`).test(name),
  );
  const [zip] = zips;
  if (zip === undefined || zips.length > 1) throw new Error(`courier ${stack}/${courier} has ${zips.length} zips`);
  return createHash('sha256').update(zip.bytes).digest('base64');
}

const sqsArn = (region: string, name: string) => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`;
const functionArn = (region: string, name: string) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
const parameterArn = (region: string, name: string) => `arn:aws:ssm:${region}:${ACCOUNT}:parameter${name}`;

const enqueueDocument = (queueArn: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'EnqueueSms', Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Resource: queueArn },
  ],
});

const directory = temporaryDirectory('deploy');
const workplace = join(directory.path, 'project with space');
const stackDirectory = (stack: StackId) => join(workplace, 'cdktf.out/stacks', stack);

let moto: Moto;
let account: Account;
let terraforms: { readonly stack: StackId; readonly terraform: Terraform }[];
/** What Terraform would still change once a stack is deployed. */
const secondPlans = new Map<StackId, Plan>();

beforeAll(async () => {
  mkdirSync(workplace);
  const variables = terraformVariables(directory.path);
  moto = await startMoto();
  account = new Account(moto.url);
  for (const stack of STACKS) {
    await account.putSecret(REGION, twilioParameter(stack), CANARIES.twilio);
    await account.putSecret(ALERTS_REGION, cookieParameter(stack), CANARIES.cookie);
    await account.putSecret(REGION, ingressParameter(stack), CANARIES.ingress);
    await account.putSecret(ALERTS_REGION, hookParameter(stack), CANARIES.hook);
  }
  await synthesize({
    program: join(ROOT, 'test/deploy/app/main.ts'),
    directory: workplace,
    env: { [ENDPOINT_ENV]: moto.url },
  });
  const env = environment({
    ...variables,
    [`TF_VAR_${HOST_VARIABLE}`]: ALERTS_HOST,
    [`TF_VAR_${PASSWORD_VARIABLE}`]: CANARIES.gateway,
  });
  terraforms = STACKS.map((stack) => ({ stack, terraform: new Terraform(stack, stackDirectory(stack), env) }));
  const deploys = terraforms.map(async ({ stack, terraform }) => {
    await terraform.init();
    await terraform.validate();
    await terraform.plan('create.tfplan');
    await terraform.apply('create.tfplan');
    await terraform.plan('again.tfplan');
    secondPlans.set(stack, await terraform.show('again.tfplan'));
  });
  // if one fails, the other must have ended before its AWS is stopped
  await Promise.allSettled(deploys);
  await Promise.all(deploys);
});

afterAll(async () => {
  await moto?.stop();
  directory.remove();
});

describe.each(COURIERS)('courier $stack/$courier', (expected) => {
  const { stack, courier, name, region, days } = expected;
  const queueArn = sqsArn(region, `${name}-queue`);
  const deadLetterArn = sqsArn(region, `${name}-dead-letters`);
  const tableArn = `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${name}-ledger`;

  it('has its queue', async () => {
    const { RedrivePolicy = '', ...attributes } = await account.queueAttributes(region, `${name}-queue`);
    expect(attributes).toMatchObject({
      QueueArn: queueArn,
      VisibilityTimeout: String(expected.visibility),
      MessageRetentionPeriod: String(days.queue * 86_400),
      SqsManagedSseEnabled: 'true',
      DelaySeconds: '0',
    });
    expect(JSON.parse(RedrivePolicy)).toEqual({
      deadLetterTargetArn: deadLetterArn,
      maxReceiveCount: expected.maxReceiveCount,
    });
  });

  it('has its dead letters', async () => {
    const attributes = await account.queueAttributes(region, `${name}-dead-letters`);
    expect(attributes).toMatchObject({
      QueueArn: deadLetterArn,
      MessageRetentionPeriod: String(days.deadLetters * 86_400),
      SqsManagedSseEnabled: 'true',
    });
    expect(attributes).not.toHaveProperty('RedrivePolicy');
  });

  it('has its ledger', async () => {
    expect(await account.table(region, `${name}-ledger`)).toMatchObject({
      TableArn: tableArn,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'recipient',
          KeySchema: [
            { AttributeName: 'recipient', KeyType: 'HASH' },
            { AttributeName: 'created_at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      SSEDescription: { Status: 'ENABLED' },
      expiresBy: 'ttl',
    });
  });

  it('has its function, with the code that was synthesized', async () => {
    const lambda = account.lambda(region);
    const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    const url = (queue: string) => `${moto.url}/${ACCOUNT}/${name}-${queue}`;
    expect(configuration).toMatchObject({
      FunctionArn: functionArn(region, name),
      Runtime: 'nodejs22.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: expected.memory,
      Timeout: expected.timeout,
      Role: `arn:aws:iam::${ACCOUNT}:role/${name}`,
      PackageType: 'Zip',
      CodeSha256: zipSha256(stack, courier),
    });
    expect(configuration.Environment?.Variables).toEqual({
      SMS_COURIER_QUEUE_URL: url('queue'),
      SMS_COURIER_DEAD_LETTER_QUEUE_URL: url('dead-letters'),
      SMS_COURIER_LEDGER_TABLE: `${name}-ledger`,
      ...expected.environment,
    });
    const { Tags } = await lambda.send(new ListTagsCommand({ Resource: configuration.FunctionArn }));
    expect(Tags).toEqual(expected.tags);
  });

  it('takes messages from its queue, in batches that may fail in part', async () => {
    const mappings = await account.eventSourceMappings(region, functionArn(region, name));
    expect(mappings).toHaveLength(1);
    expect(mappings[0]).toMatchObject({
      EventSourceArn: queueArn,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: expected.concurrency },
      State: 'Enabled',
    });
    expect(mappings[0]?.MaximumBatchingWindowInSeconds ?? 0).toBe(0);
  });

  it('sends what an asynchronous invoke fails with to the dead letters', async () => {
    const configuration = await account
      .lambda(region)
      .send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name }));
    expect(configuration).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: deadLetterArn } },
    });
  });

  it('redacts its dead letters every hour, if it is asked to', async () => {
    const arn = functionArn(region, name);
    const rules = (await account.schedules(region)).filter(({ targets }) => targets.some(({ Arn }) => Arn === arn));
    if (!expected.redacts) return expect(rules).toEqual([]);
    expect(rules).toEqual([
      expect.objectContaining({
        Name: `${name}-redact`,
        ScheduleExpression: 'rate(1 hour)',
        State: 'ENABLED',
        targets: [expect.objectContaining({ Arn: arn, Input: '{"action":"redact"}' })],
      }),
    ]);
    const { Statement } = (await account.functionPolicy(region, name)) as { Statement: unknown[] };
    expect(Statement).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: arn,
        Condition: { ArnLike: { 'AWS:SourceArn': rules[0]?.Arn } },
      }),
    ]);
  });

  it('may do what it must, and nothing else', async () => {
    expect(await account.rolePolicies(name)).toEqual({
      [`${name}-courier`]: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TakeMessagesAndHandOver',
            Effect: 'Allow',
            Action: [
              'sqs:ReceiveMessage',
              'sqs:DeleteMessage',
              'sqs:GetQueueAttributes',
              'sqs:ChangeMessageVisibility',
              'sqs:SendMessage',
            ],
            Resource: queueArn,
          },
          { Sid: 'KeepDeadLetters', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: deadLetterArn },
          ...(expected.redacts
            ? [
                {
                  Sid: 'RedactDeadLetters',
                  Effect: 'Allow',
                  Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
                  Resource: deadLetterArn,
                },
              ]
            : []),
          {
            Sid: 'KeepLedger',
            Effect: 'Allow',
            Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
            Resource: tableArn,
          },
          {
            Sid: 'FindMessagesOfRecipient',
            Effect: 'Allow',
            Action: ['dynamodb:Query'],
            Resource: `${tableArn}/index/recipient`,
          },
          {
            Sid: 'WriteLogs',
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/lambda/${name}:*`,
          },
          ...(expected.parameters.length === 0
            ? []
            : [
                {
                  Sid: 'ReadParameters',
                  Effect: 'Allow',
                  Action: ['ssm:GetParameters'],
                  Resource: expected.parameters.map((parameter) => parameterArn(region, parameter)),
                },
              ]),
          ...expected.secretStatements,
          ...expected.serviceStatements,
        ],
      },
    });
    expect(await account.trust(name)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    expect(await account.attachedPolicies(name)).toEqual([]);
  });

  it('keeps logs for as long as it should', async () => {
    const names = [
      `/aws/lambda/${name}`,
      ...(expected.ingress === undefined
        ? []
        : [`/aws/lambda/${name}-ingress`, `/aws/vendedlogs/apis/${name}-ingress`]),
    ];
    const groups = await Promise.all(
      [`/aws/lambda/${name}`, `/aws/vendedlogs/apis/${name}`].map((prefix) => account.logGroups(region, prefix)),
    );
    expect(groups.flat().map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])).toEqual(
      names.map((group) => [group, days.logs]),
    );
  });

  const { ingress } = expected;
  if (ingress === undefined) return;

  describe('ingress', () => {
    const ingressName = `${name}-ingress`;

    it('has its function, of the same code', async () => {
      const configuration = await account
        .lambda(region)
        .send(new GetFunctionConfigurationCommand({ FunctionName: ingressName }));
      expect(configuration).toMatchObject({
        Runtime: 'nodejs22.x',
        Handler: 'ingress.handler',
        MemorySize: 512,
        Timeout: 10,
        Role: `arn:aws:iam::${ACCOUNT}:role/${ingressName}`,
        CodeSha256: zipSha256(stack, courier),
      });
      expect(configuration.Environment?.Variables).toEqual({
        SMS_COURIER_QUEUE_URL: `${moto.url}/${ACCOUNT}/${name}-queue`,
      });
    });

    it('may hand messages over and read its own secret, and nothing else', async () => {
      expect(await account.rolePolicies(ingressName)).toEqual({
        [ingressName]: {
          Version: '2012-10-17',
          Statement: [
            { Sid: 'HandOverMessages', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: queueArn },
            {
              Sid: 'WriteLogs',
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/lambda/${ingressName}:*`,
            },
            {
              Sid: 'ReadParameters',
              Effect: 'Allow',
              Action: ['ssm:GetParameters'],
              Resource: [parameterArn(region, ingress.parameter)],
            },
          ],
        },
      });
      expect(await account.attachedPolicies(ingressName)).toEqual([]);
    });

    it('has its API, with the routes of its sources, throttled and logged', async () => {
      const { api, routes, integrations, stages } = await account.httpApi(region, ingressName);
      expect(api).toMatchObject({ ProtocolType: 'HTTP', DisableExecuteApiEndpoint: false });
      expect(integrations).toHaveLength(1);
      expect(integrations[0]).toMatchObject({
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: functionArn(region, ingressName),
        PayloadFormatVersion: '2.0',
        TimeoutInMillis: 10_000,
      });
      expect(routes.map(({ RouteKey, Target }) => [RouteKey, Target])).toEqual(
        ingress.routes.map((route) => [route, `integrations/${integrations[0]?.IntegrationId}`]),
      );
      expect(stages).toHaveLength(1);
      expect(stages[0]).toMatchObject({
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: ingress.throttle,
        AccessLogSettings: {
          DestinationArn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/vendedlogs/apis/${ingressName}`,
        },
      });
    });

    it('may be invoked by its API and its pools, and by nobody else', async () => {
      const { api } = await account.httpApi(region, ingressName);
      const allow = (service: string, source: string) =>
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Principal: { Service: service },
          Resource: functionArn(region, ingressName),
          Condition: { ArnLike: { 'AWS:SourceArn': source } },
        });
      const { Statement } = (await account.functionPolicy(region, ingressName)) as { Statement: unknown[] };
      expect(Statement).toHaveLength(1 + ingress.pools.length);
      expect(Statement).toEqual(
        expect.arrayContaining([
          // the suite's provider asks for no account id, and so knows none to put into this ARN
          allow('apigateway.amazonaws.com', `arn:aws:execute-api:${region}::${api.ApiId}/*/*`),
          ...ingress.pools.map((pool) => allow('cognito-idp.amazonaws.com', pool)),
        ]),
      );
    });
  });
});

describe.each(STACKS)('stack %s', (stack) => {
  const login = nameOf(stack, 'Login');
  const alerts = nameOf(stack, 'Alerts');
  const loginQueueArn = sqsArn(REGION, `${login}-queue`);

  it('lets the backend do what it was granted', async () => {
    expect(await account.rolePolicies(`${stack}-backend`)).toEqual({
      [`${login}-enqueue`]: enqueueDocument(loginQueueArn),
      [`${alerts}-enqueue`]: enqueueDocument(sqsArn(ALERTS_REGION, `${alerts}-queue`)),
      [`${login}-invoke`]: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'InvokeSmsCourier',
            Effect: 'Allow',
            Action: ['lambda:InvokeFunction'],
            Resource: functionArn(REGION, login),
          },
        ],
      },
    });
  });

  it('has the policy for roles that are managed elsewhere', async () => {
    expect(await account.managedPolicy(`${stack}-elsewhere`)).toEqual(enqueueDocument(loginQueueArn));
  });

  it('has the secret that came with the deploy', async () => {
    expect(await account.parameter(REGION, gatewayParameter(stack))).toEqual({
      type: 'SecureString',
      value: CANARIES.gateway,
    });
  });

  it('left alone the secrets that were there before', async () => {
    expect(await account.parameter(REGION, twilioParameter(stack))).toMatchObject({ value: CANARIES.twilio });
    expect(await account.parameter(ALERTS_REGION, cookieParameter(stack))).toMatchObject({ value: CANARIES.cookie });
  });

  it('is as declared: a second plan changes nothing', () => {
    const plan = secondPlans.get(stack);
    expect(plan?.resource_changes).not.toHaveLength(0);
    expect(changes(plan ?? {})).toEqual([]);
  });
});

describe('secrets', () => {
  let all: Content[];

  beforeAll(() => {
    all = [...contents(workplace)];
  });

  it.each(Object.entries(CANARIES))('does not write the %s secret to state, plan, code or output', (_, canary) => {
    expect(holding(all, canary)).toEqual([]);
  });

  // what the search above has looked at: it finds what is there
  it.each(STACKS)('would have found them: the parameter of stack %s, which is no secret, is everywhere', (stack) => {
    const found = holding(all, gatewayParameter(stack));
    const folder = `cdktf.out/stacks/${stack}`;
    expect(found).toEqual(
      expect.arrayContaining([
        `terraform.${stack}.tfstate`,
        `${folder}/cdk.tf.json`,
        `${folder}/create.tfplan!tfplan`,
        `${folder}/again.tfplan!tfplan`,
        `${folder}/again.tfplan!tfstate`,
        expect.stringMatching(new RegExp(`^${folder}/assets/Login_.*\\.zip!courier\\.json$`)),
        expect.stringMatching(new RegExp(`^${folder}/apply-\\d+\\.log$`)),
      ]),
    );
  });
});

describe('account', () => {
  const before = STACKS.flatMap((stack) => [
    `parameter ${cookieParameter(stack)}`,
    `parameter ${twilioParameter(stack)}`,
    `parameter ${ingressParameter(stack)}`,
    `parameter ${hookParameter(stack)}`,
  ]);

  it('holds what was declared, and nothing else', async () => {
    const declared = [
      ...COURIERS.flatMap(({ name, ingress, redacts }) => [
        ...(ingress === undefined
          ? []
          : [
              `function ${name}-ingress`,
              `log group /aws/lambda/${name}-ingress`,
              `log group /aws/vendedlogs/apis/${name}-ingress`,
              `role ${name}-ingress`,
              `api ${name}-ingress`,
            ]),
        `queue ${name}-queue`,
        `queue ${name}-dead-letters`,
        `table ${name}-ledger`,
        `function ${name}`,
        `mapping of ${name}-queue`,
        `log group /aws/lambda/${name}`,
        `role ${name}`,
        ...(redacts ? [`rule ${name}-redact`] : []),
      ]),
      ...STACKS.flatMap((stack) => [
        `role ${stack}-backend`,
        `policy ${stack}-elsewhere`,
        `parameter ${gatewayParameter(stack)}`,
      ]),
    ];
    expect(await account.inventory(REGIONS)).toEqual([...declared, ...before].sort());
  });

  it('holds after a destroy what was there before the deploy', async () => {
    await Promise.all(terraforms.map(({ terraform }) => terraform.destroy()));
    expect(await account.inventory(REGIONS)).toEqual(before.sort());
  });
});

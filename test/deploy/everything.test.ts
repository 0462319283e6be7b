import { join } from 'node:path';
import {
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { GetRoleCommand, type Role } from '@aws-sdk/client-iam';
import { type FunctionConfiguration, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import {
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { TAGS } from '../support/everything';
import { isGuarded } from '../support/upgrade';
import { ACCOUNT, ENDPOINT_ENV, FORM_ENV, type Form, REGION } from './app/settings';
import { Account } from './support/aws';
import { type Moto, startMoto } from './support/moto';
import { fillGaps } from './support/moto-gaps';
import { changes, destroyed, type Plan, replacedFor } from './support/plan';
import { environment } from './support/process';
import { ROOT, synthesize } from './support/synthesize';
import { temporaryDirectory } from './support/temporary';
import { Terraform, terraformVariables } from './support/terraform';

const NAME = 'upgrade-Sms-17e40ad4';
const QUEUE = `${NAME}-queue`;
const DEAD_LETTERS = `${NAME}-dead-letters`;
const TABLE = `${NAME}-ledger`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;

const directory = temporaryDirectory('everything');
let moto: Moto;
let gaps: Awaited<ReturnType<typeof fillGaps>>;
let account: Account;
let terraform: Terraform;

interface Contents {
  readonly inQueue: string | undefined;
  readonly inDeadLetters: string | undefined;
  readonly inLedger: string | undefined;
  readonly ledgerSince: number | undefined;
}

/** What the courier went through, step by step. */
interface Story {
  older: Contents;
  renamed: Plan;
  given: Plan;
  second: Plan;
  everything: Contents & {
    readonly inventory: readonly string[];
    readonly queues: readonly Record<string, string>[];
    readonly queueTags: unknown;
    readonly table: TableDescription;
    readonly tableTags: unknown;
    readonly logKeys: readonly unknown[];
    readonly roles: readonly (Role | undefined)[];
    readonly policy: readonly Record<string, unknown>[];
    readonly functions: readonly FunctionConfiguration[];
  };
  refused: { readonly said: string; readonly inventory: readonly string[] };
  gone: { readonly planned: Plan; readonly said: string; readonly inLedger: string | undefined };
  back: { readonly planned: Plan; readonly inLedger: string | undefined; readonly isProtected: boolean | undefined };
  left: readonly string[];
}
const story = {} as Story;

beforeAll(async () => {
  const variables = terraformVariables(directory.path);
  moto = await startMoto();
  gaps = await fillGaps(moto.url);
  account = new Account(gaps.url);
  terraform = new Terraform(
    'upgrade',
    join(directory.path, 'cdktf.out/stacks/upgrade'),
    environment({ ...variables, TF_VAR_twilio_auth_token: 'token', TF_VAR_ingress_api_key: 'key' }),
  );

  await plan('older');
  await terraform.apply('older.tfplan');
  await fill();
  story.older = await contents();

  story.renamed = await plan('renamed');

  story.given = await plan('everything');
  await terraform.apply('everything.tfplan');
  story.second = await plan('everything');
  story.everything = { ...(await contents()), ...(await observe()) };

  story.refused = { said: await terraform.failToDestroy(), inventory: await account.inventory([REGION]) };

  const planned = await plan('gone');
  story.gone = { planned, said: await terraform.failToApply('gone.tfplan'), inLedger: await item() };

  const back = await plan('unretained');
  await terraform.apply('unretained.tfplan');
  const { DeletionProtectionEnabled } = await account.table(REGION, TABLE);
  story.back = { planned: back, inLedger: await item(), isProtected: DeletionProtectionEnabled };

  await plan('forgotten');
  await terraform.apply('forgotten.tfplan');
  story.left = await account.inventory([REGION]);
}, 1_800_000);

afterAll(async () => {
  await gaps?.stop();
  await moto?.stop();
  directory.remove();
});

it('would be replaced, with other names, for what the guard of upgrades knows', () => {
  const replaced = replacedFor(story.renamed);
  expect(replaced.filter(({ type, attribute }) => !isGuarded(type, attribute))).toEqual([]);
  expect([...new Set(replaced.map(({ type }) => type))].sort()).toEqual([
    'aws_cloudwatch_dashboard',
    'aws_cloudwatch_event_rule',
    'aws_cloudwatch_event_target',
    'aws_cloudwatch_log_group',
    'aws_cloudwatch_metric_alarm',
    'aws_dynamodb_table',
    'aws_iam_role',
    'aws_iam_role_policy',
    'aws_lambda_event_source_mapping',
    'aws_lambda_function',
    'aws_lambda_function_event_invoke_config',
    'aws_lambda_permission',
    'aws_sqs_queue',
  ]);
});

it('is given every prop with nothing destroyed or replaced, and with all that was in it', () => {
  expect(story.older).toMatchObject({ inQueue: 'waiting', inDeadLetters: 'dead', inLedger: 'kept' });
  expect(destroyed(story.given)).toEqual([]);
  expect(story.everything).toMatchObject(story.older);
});

it('is then as it was declared', () => {
  expect(changes(story.second)).toEqual([]);
});

it('has its functions in the VPC, with a policy that names the subnets', () => {
  const subnetIds = output<string[]>('subnets').toSorted();
  const securityGroupId = output<string>('security-group');
  const { functions, policy } = story.everything;
  expect(functions.map(({ VpcConfig }) => [VpcConfig?.SubnetIds?.toSorted(), VpcConfig?.SecurityGroupIds])).toEqual([
    [subnetIds, [securityGroupId]],
    [subnetIds, [securityGroupId]],
  ]);
  expect(policy.find(({ Sid }) => Sid === 'CreateNetworkInterfaces')?.['Resource']).toEqual([
    `arn:aws:ec2:${REGION}:${ACCOUNT}:network-interface/*`,
    ...subnetIds.map((id) => `arn:aws:ec2:${REGION}:*:subnet/${id}`),
    `arn:aws:ec2:${REGION}:*:security-group/${securityGroupId}`,
  ]);
  expect(policy.find(({ Sid }) => Sid === 'KeepCodeFromNetwork')).toMatchObject({
    Effect: 'Deny',
    Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functions[0]?.FunctionArn } },
  });
});

it('has what is at rest encrypted with the key, and may use it through AWS’s services', () => {
  const { functions, queues, table, logKeys, policy } = story.everything;
  const key = functions[0]?.KMSKeyArn;
  expect(key).toMatch(new RegExp(`^arn:aws:kms:${REGION}:${ACCOUNT}:key/`));
  expect(functions[1]?.KMSKeyArn).toBe(key);
  expect(queues.map(({ KmsMasterKeyId }) => KmsMasterKeyId)).toEqual([key, key]);
  expect(table).toMatchObject({ SSEDescription: { KMSMasterKeyArn: key }, DeletionProtectionEnabled: true });
  expect(logKeys).toEqual([key, key, key]);
  expect(policy.filter(({ Resource }) => Resource === key).map(({ Condition }) => Condition)).toEqual([
    { StringLike: { 'kms:ViaService': `sqs.${REGION}.amazonaws.*` } },
    { StringLike: { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.*` } },
    { StringEquals: { 'kms:EncryptionContext:aws:lambda:FunctionArn': functions[0]?.FunctionArn } },
  ]);
});

it('has its roles bounded, and its tags', () => {
  const { roles, queueTags, tableTags } = story.everything;
  expect(roles.map((role) => role?.PermissionsBoundary?.PermissionsBoundaryArn)).toEqual([BOUNDARY, BOUNDARY]);
  for (const role of roles) expect(fromPairs(role?.Tags)).toEqual(TAGS);
  expect(queueTags).toEqual(TAGS);
  expect(tableTags).toEqual(TAGS);
});

it('is not destroyed, not even in part, while ledger and dead letters are to be kept', () => {
  expect(story.refused.said).toContain('Instance cannot be destroyed');
  expect(story.refused.inventory).toEqual(story.everything.inventory);
});

it('leaves its ledger behind when it is taken out of the program', () => {
  const { planned, said, inLedger } = story.gone;
  expect(destroyed(planned)).toContainEqual(expect.stringContaining('aws_dynamodb_table.'));
  expect(said).toContain("can't be deleted while DeletionProtectionEnabled is set to True");
  expect(inLedger).toBe('kept');
});

it('takes its ledger up again when it comes back, unprotected where nothing is to be kept', () => {
  expect(destroyed(story.back.planned)).toEqual([]);
  expect(story.back).toMatchObject({ inLedger: 'kept', isProtected: false });
});

it('goes but for its ledger and its dead letters where Terraform is told to forget them', () => {
  expect(story.left).toEqual(['policy boundary', `queue ${DEAD_LETTERS}`, `table ${TABLE}`]);
});

/** Declares the courier in another form, and plans. */
async function plan(form: Form): Promise<Plan> {
  await synthesize({
    program: join(ROOT, 'test/deploy/app/everything.ts'),
    directory: directory.path,
    env: { [ENDPOINT_ENV]: gaps.url, [FORM_ENV]: form },
  });
  await terraform.init();
  await terraform.plan(`${form}.tfplan`);
  return terraform.show(`${form}.tfplan`);
}

/** Work in the queue, in the dead letters and in the ledger. */
async function fill(): Promise<void> {
  const sqs = account.sqs(REGION);
  await sqs.send(new SendMessageCommand({ QueueUrl: await urlOf(QUEUE), MessageBody: 'waiting' }));
  await sqs.send(new SendMessageCommand({ QueueUrl: await urlOf(DEAD_LETTERS), MessageBody: 'dead' }));
  await account
    .dynamodb(REGION)
    .send(new PutItemCommand({ TableName: TABLE, Item: { pk: { S: 'message' }, state: { S: 'kept' } } }));
}

async function contents(): Promise<Contents> {
  return {
    inQueue: await peek(QUEUE),
    inDeadLetters: await peek(DEAD_LETTERS),
    inLedger: await item(),
    ledgerSince: (await account.table(REGION, TABLE)).CreationDateTime?.getTime(),
  };
}

async function observe() {
  const table = await account.table(REGION, TABLE);
  const { Tags } = await account.dynamodb(REGION).send(new ListTagsOfResourceCommand({ ResourceArn: table.TableArn }));
  const policies = (await account.rolePolicies(NAME)) as Record<string, { Statement: Record<string, unknown>[] }>;
  const names = [NAME, `${NAME}-ingress`];
  return {
    inventory: await account.inventory([REGION]),
    queues: await Promise.all([QUEUE, DEAD_LETTERS].map((queue) => account.queueAttributes(REGION, queue))),
    queueTags: (await account.sqs(REGION).send(new ListQueueTagsCommand({ QueueUrl: await urlOf(QUEUE) }))).Tags,
    table,
    tableTags: fromPairs(Tags),
    logKeys: (await account.logGroups(REGION, '/aws/')).map(({ kmsKeyId }) => kmsKeyId),
    roles: await Promise.all(
      names.map(async (name) => (await account.iam.send(new GetRoleCommand({ RoleName: name }))).Role),
    ),
    policy: policies[`${NAME}-courier`]?.Statement ?? [],
    functions: await Promise.all(
      names.map((name) => account.lambda(REGION).send(new GetFunctionConfigurationCommand({ FunctionName: name }))),
    ),
  };
}

function output<T>(name: string): T {
  return story.second.output_changes?.[name]?.after as T;
}

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

function fromPairs(tags: readonly Tag[] = []): Record<string, unknown> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

async function urlOf(queue: string): Promise<string | undefined> {
  return (await account.sqs(REGION).send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl;
}

/** The text of a message, which stays where it is. */
async function peek(queue: string): Promise<string | undefined> {
  const { Messages } = await account
    .sqs(REGION)
    .send(new ReceiveMessageCommand({ QueueUrl: await urlOf(queue), VisibilityTimeout: 0 }));
  return Messages?.[0]?.Body;
}

async function item(): Promise<string | undefined> {
  const { Item } = await account
    .dynamodb(REGION)
    .send(new GetItemCommand({ TableName: TABLE, Key: { pk: { S: 'message' } } }));
  return Item?.['state']?.S;
}

import { LEDGER_INDEX } from '../lambda/ledger/schema';
import {
  type FunctionKey,
  type KeyResources,
  useEnvironmentKey,
  useQueueKey,
  useSecretKeys,
  useTableKey,
} from './key-statements';
import { type NetworkResources, networkStatements } from './network-statements';
import type { Statement } from './statement';

export function policyJson(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function assumedBy(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}

/** What may send messages to the courier's queue needs. */
export function enqueueStatements(queueArn: string, key?: KeyResources): Statement[] {
  return [
    { Sid: 'EnqueueSms', Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Resource: queueArn },
    ...(key === undefined ? [] : [useQueueKey('EncryptSms', key)]),
  ];
}

export function invokeStatement(functionArn: string): Statement {
  return { Sid: 'InvokeSmsCourier', Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: functionArn };
}

interface Tracing {
  /** Traces of the function go to X-Ray. */
  readonly isTraced: boolean;
}

/** Where secrets are that a function reads, and keys of the author's that they are encrypted with. */
export interface SecretResources {
  readonly parameterArns: readonly string[];
  readonly parameterKeyArns: readonly string[];
  readonly secretArns: readonly string[];
  readonly secretKeyArns: readonly string[];
  /** Where the function reads them. */
  readonly region: string;
}

/** What a function runs in and with, where its author has set it. */
export interface FunctionSurroundings {
  readonly network?: NetworkResources;
  readonly key?: FunctionKey;
}

export interface CourierResources extends SecretResources, Tracing, FunctionSurroundings {
  readonly queueArn: string;
  readonly deadLetterQueueArn: string;
  readonly ledgerArn: string;
  readonly logGroupArn: string;
  /** The courier goes through its dead letters. */
  readonly redactsDeadLetters: boolean;
  /** Keys that codes come encrypted with. */
  readonly codeKeyArns: readonly string[];
}

export interface IngressResources extends SecretResources, Tracing, FunctionSurroundings {
  readonly queueArn: string;
  readonly logGroupArn: string;
}

/** Several providers may need the same: what they need is said once. A Sid is unique in a document. */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of statements) {
    const known = merged.get(statement.Sid);
    const resources = [...new Set([known?.Resource ?? [], statement.Resource].flat())];
    merged.set(statement.Sid, {
      ...statement,
      Resource: resources.length === 1 ? (resources[0] as string) : resources,
    });
  }
  return [...merged.values()];
}

/** What the courier itself may do: exactly these actions on exactly these resources. */
export function courierStatements({
  queueArn,
  deadLetterQueueArn,
  ledgerArn,
  logGroupArn,
  redactsDeadLetters,
  codeKeyArns,
  isTraced,
  ...others
}: CourierResources): Statement[] {
  return [
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
    { Sid: 'KeepDeadLetters', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: deadLetterQueueArn },
    ...(redactsDeadLetters ? [redactDeadLetters(deadLetterQueueArn)] : []),
    {
      Sid: 'KeepLedger',
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      Resource: ledgerArn,
    },
    {
      Sid: 'FindMessagesOfRecipient',
      Effect: 'Allow',
      Action: ['dynamodb:Query'],
      Resource: `${ledgerArn}/index/${LEDGER_INDEX.name}`,
    },
    writeLogs(logGroupArn),
    ...readSecrets(others),
    ...onAny('DecryptCodes', 'kms:Decrypt', codeKeyArns),
    ...writeTraces(isTraced),
    ...(others.key === undefined
      ? []
      : [useQueueKey('UseKeyOfQueues', others.key), useTableKey('UseKeyOfLedger', others.key)]),
    ...surroundingStatements(others),
  ];
}

/** What the ingress may do: it hands messages over and cannot take any. */
export function ingressStatements({ queueArn, logGroupArn, isTraced, ...others }: IngressResources): Statement[] {
  return [
    { Sid: 'HandOverMessages', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: queueArn },
    writeLogs(logGroupArn),
    ...readSecrets(others),
    ...writeTraces(isTraced),
    ...(others.key === undefined ? [] : [useQueueKey('UseKeyOfQueue', others.key)]),
    ...surroundingStatements(others),
  ];
}

/** What Lambda itself needs by the role of either function. */
function surroundingStatements({ key, network }: FunctionSurroundings): Statement[] {
  return [
    ...(key === undefined ? [] : [useEnvironmentKey('DecryptEnvironment', key)]),
    ...(network === undefined ? [] : networkStatements(network)),
  ];
}

/** X-Ray knows no resources to allow these on. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
function writeTraces(isTraced: boolean): Statement[] {
  const Action = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
  return isTraced ? [{ Sid: 'WriteTraces', Effect: 'Allow', Action, Resource: '*' }] : [];
}

/** A letter is looked at, shown again, or removed once its copy is sent. */
function redactDeadLetters(deadLetterQueueArn: string): Statement {
  return {
    Sid: 'RedactDeadLetters',
    Effect: 'Allow',
    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
    Resource: deadLetterQueueArn,
  };
}

function writeLogs(logGroupArn: string): Statement {
  return {
    Sid: 'WriteLogs',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${logGroupArn}:*`,
  };
}

function readSecrets({
  parameterArns,
  parameterKeyArns,
  secretArns,
  secretKeyArns,
  region,
}: SecretResources): Statement[] {
  return [
    ...onAny('ReadParameters', 'ssm:GetParameters', parameterArns),
    ...useSecretKeys('DecryptParameters', 'ssm', parameterKeyArns, region),
    ...onAny('ReadSecrets', 'secretsmanager:GetSecretValue', secretArns),
    ...useSecretKeys('DecryptSecrets', 'secretsmanager', secretKeyArns, region),
  ];
}

/** A statement, unless there is nothing to allow it on. */
function onAny(Sid: string, action: string, resources: readonly string[]): Statement[] {
  return resources.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: [action], Resource: resources }];
}

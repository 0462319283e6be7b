import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { isObject } from '../lambda/is-object';
import { localArn } from './arn';
import type { Lookup } from './lookup';
import {
  type Attributes,
  asBlock,
  asBlocks,
  type Block,
  referencedId,
  resolveText,
  resources,
  variableLookup,
} from './terraform';

/** A queue as the stack declares it. */
export interface QueueDeclaration {
  /** Its name in Terraform references. */
  readonly id: string;
  readonly name: string;
  /** What SQS's CreateQueue takes, without the redrive policy. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly redrive?: { readonly deadLetterQueueId: string; readonly maxReceiveCount: number };
}

/** A DynamoDB table as the stack declares it. */
export interface TableDeclaration {
  /** Its name in Terraform references. */
  readonly id: string;
  /** What DynamoDB's CreateTable takes. */
  readonly input: CreateTableCommandInput;
}

export interface FunctionDeclaration {
  readonly name: string;
  readonly zipFile: string;
  /** Such as `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** May hold Terraform references: see {@link resolveEnvironment}. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The event source mapping: how the queue feeds the function. */
export interface MappingDeclaration {
  readonly queueId: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Absent: as many as there are environments. */
  readonly maximumConcurrency?: number;
  /** The function's answer names the messages that failed. */
  readonly reportsItemFailures: boolean;
}

/** What becomes of an asynchronous invocation that fails. */
export interface AsyncInvokeDeclaration {
  readonly maximumRetries: number;
  /** The queue that a failure record goes to. */
  readonly failureQueueId?: string;
}

/** The courier's front door over HTTP and for triggers. */
export interface IngressDeclaration {
  readonly function: FunctionDeclaration;
  /** Routes of its API, such as `ANY /ory`; none if it has no API. */
  readonly routeKeys: readonly string[];
  readonly asyncInvoke: AsyncInvokeDeclaration;
}

/** One courier of a synthesized stack. */
export interface CourierDeclaration {
  /** The construct's path, such as `quickstart/Sms`. */
  readonly name: string;
  readonly function: FunctionDeclaration;
  readonly mapping: MappingDeclaration;
  readonly asyncInvoke: AsyncInvokeDeclaration;
  readonly ingress?: IngressDeclaration;
  /** All of the stack's. */
  readonly tables: readonly TableDeclaration[];
  /** All of the stack's, dead-letter queues before those that use them. */
  readonly queues: readonly QueueDeclaration[];
  /** Resolves the stack's variables. */
  readonly variables: Lookup;
}

/** A queue as it runs on this machine. */
export interface QueueAddress {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
}

export interface StackOptions {
  /** The courier's construct path or the last part of it; needed if the stack holds several. */
  readonly courier?: string;
  /** Where `TF_VAR_…` variables are read. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a courier out of a synthesized stack.
 *
 * @param directory such as `cdktf.out/stacks/quickstart`
 */
export function readStack(directory: string, options: StackOptions = {}): CourierDeclaration {
  const { file, stack } = readStackFile(directory);
  const variables = variableLookup(stack, options.env ?? process.env);
  const mapping = chooseMapping(resources(stack, MAPPING), options.courier, file);
  const lambda = findFunction(stack, mapping);
  const name = constructPath(mapping);
  const ingress = readIngress(stack, `${name}/Ingress`, directory, variables);
  return {
    name,
    function: readFunction(lambda, directory, variables),
    mapping: readMapping(mapping, variables),
    asyncInvoke: readAsyncInvoke(stack, lambda, variables),
    ...(ingress === undefined ? {} : { ingress }),
    tables: resources(stack, TABLE).map((table) => readTable(table, variables)),
    queues: deadLetterQueuesFirst(resources(stack, QUEUE).map((queue) => readQueue(queue, variables))),
    variables,
  };
}

/** A synthesized stack as Terraform reads it. */
export function readStackFile(directory: string): { readonly file: string; readonly stack: Attributes } {
  const file = join(directory, 'cdk.tf.json');
  if (!existsSync(file))
    throw new Error(`${file} does not exist: synthesize the stack first, such as with "cdktf synth"`);
  const stack: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(stack)) throw new Error(`${file} is not a Terraform stack: it holds no JSON object`);
  return { file, stack };
}

/** A function's environment with the local queues in place of Terraform's references. */
export function resolveEnvironment(
  courier: CourierDeclaration,
  queues: ReadonlyMap<string, QueueAddress>,
  declaration: FunctionDeclaration = courier.function,
): Record<string, string> {
  const lookup = lookupOf(courier, queues);
  return Object.fromEntries(
    Object.entries(declaration.environment).map(([name, value]) => [
      name,
      resolveText(value, lookup, `environment variable ${name} of function ${declaration.name}`),
    ]),
  );
}

/** Resolves what the stack refers to: its variables, and queues, tables and keys as they are on this machine. */
export function lookupOf(courier: CourierDeclaration, queues: ReadonlyMap<string, QueueAddress>): Lookup {
  return (reference) =>
    courier.variables(reference) ??
    queueReference(reference, queues) ??
    tableReference(reference, courier.tables) ??
    keyReference(reference);
}

function queueReference(reference: string, queues: ReadonlyMap<string, QueueAddress>): string | undefined {
  const [, id, attribute] = /^aws_sqs_queue\.([\w-]+)\.(url|id|arn|name)$/.exec(reference) ?? [];
  const queue = id === undefined ? undefined : queues.get(id);
  if (queue === undefined) return undefined;
  if (attribute === 'arn') return queue.arn;
  return attribute === 'name' ? queue.name : queue.url;
}

function tableReference(reference: string, tables: readonly TableDeclaration[]): string | undefined {
  const id = /^aws_dynamodb_table\.([\w-]+)\.(?:name|id)$/.exec(reference)?.[1];
  return tables.find((table) => table.id === id)?.input.TableName;
}

/** KMS on this machine takes any ARN for a key. */
function keyReference(reference: string): string | undefined {
  const id = /^aws_kms_key\.([\w-]+)\.arn$/.exec(reference)?.[1];
  return id === undefined ? undefined : localArn('kms', LOCAL_REGION, `key/${id}`);
}

/** Of keys alone, which no other service is told of. */
const LOCAL_REGION = 'eu-central-1';

const FUNCTION = 'aws_lambda_function';
const ROUTE = 'aws_apigatewayv2_route';
const MAPPING = 'aws_lambda_event_source_mapping';
const INVOKE_CONFIG = 'aws_lambda_function_event_invoke_config';
const QUEUE = 'aws_sqs_queue';
const TABLE = 'aws_dynamodb_table';

/** A queue that feeds a function is what makes a courier. */
function chooseMapping(mappings: readonly Block[], courier: string | undefined, file: string): Block {
  const chosen = mappings.filter((mapping) => {
    const path = constructPath(mapping);
    return courier === undefined || path === courier || path.split('/').at(-1) === courier;
  });
  const [first, ...others] = chosen;
  if (first !== undefined && others.length === 0) return first;
  const names = mappings.map(constructPath).sort().join(', ');
  if (mappings.length === 0) throw new Error(`${file} holds no courier: there is no ${MAPPING} in it`);
  if (first === undefined) throw new Error(`${file} holds no courier "${courier}": it has ${names}`);
  throw new Error(`${file} holds several couriers: choose one of ${names}`);
}

/** CDKTF notes each resource's construct path; the courier is the construct around the mapping. */
function constructPath(block: Block): string {
  const path = asBlock(asBlock(block.attributes['//'])?.['metadata'])?.['path'];
  return typeof path === 'string' ? dirname(path) : block.id;
}

function findFunction(stack: Attributes, mapping: Block): Block {
  const target = mapping.attributes['function_name'];
  const found = resources(stack, FUNCTION).find((block) => isFunction(block, target));
  if (found === undefined)
    throw new Error(`${MAPPING} ${mapping.id} names no function of this stack: ${String(target)}`);
  return found;
}

function isFunction(block: Block, target: unknown): boolean {
  return referencedId(target, FUNCTION) === block.id || block.attributes['function_name'] === target;
}

function readFunction(block: Block, directory: string, lookup: Lookup): FunctionDeclaration {
  const read = reader(FUNCTION, block, lookup);
  const variables = asBlock(asBlock(block.attributes['environment'])?.['variables']) ?? {};
  return {
    name: read.string('function_name'),
    zipFile: resolve(directory, read.string('filename')),
    handler: read.string('handler'),
    // Lambda's own defaults.
    timeoutSeconds: read.number('timeout', 3),
    memoryMegabytes: read.number('memory_size', 128),
    environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
  };
}

/** The construct `Ingress` of a courier, if it has one. */
function readIngress(
  stack: Attributes,
  path: string,
  directory: string,
  lookup: Lookup,
): IngressDeclaration | undefined {
  const isOfIngress = (block: Block) => constructPath(block) === path;
  const lambda = resources(stack, FUNCTION).find(isOfIngress);
  if (lambda === undefined) return undefined;
  const routes = resources(stack, ROUTE).filter(isOfIngress);
  return {
    function: readFunction(lambda, directory, lookup),
    routeKeys: routes.map((route) => reader(ROUTE, route, lookup).string('route_key')),
    asyncInvoke: readAsyncInvoke(stack, lambda, lookup),
  };
}

function readMapping(block: Block, lookup: Lookup): MappingDeclaration {
  const queueId = referencedId(block.attributes['event_source_arn'], QUEUE);
  if (queueId === undefined) {
    const source = String(block.attributes['event_source_arn']);
    throw new Error(`${MAPPING} ${block.id} is fed by ${source}: the local courier needs a queue of the same stack`);
  }
  const read = reader(MAPPING, block, lookup);
  const scaling = asBlock(block.attributes['scaling_config']);
  const responseTypes = block.attributes['function_response_types'];
  return {
    queueId,
    batchSize: read.number('batch_size', 10),
    windowSeconds: read.number('maximum_batching_window_in_seconds', 0),
    ...(scaling === undefined
      ? {}
      : {
          maximumConcurrency: reader(MAPPING, { id: block.id, attributes: scaling }, lookup).number(
            'maximum_concurrency',
          ),
        }),
    reportsItemFailures: Array.isArray(responseTypes) && responseTypes.includes('ReportBatchItemFailures'),
  };
}

function readAsyncInvoke(stack: Attributes, lambda: Block, lookup: Lookup): AsyncInvokeDeclaration {
  const block = resources(stack, INVOKE_CONFIG).find((config) =>
    isFunction(lambda, config.attributes['function_name']),
  );
  if (block === undefined) return { maximumRetries: LAMBDA_ASYNC_RETRIES };
  const onFailure = asBlock(asBlock(block.attributes['destination_config'])?.['on_failure']);
  const failureQueueId = referencedId(onFailure?.['destination'], QUEUE);
  return {
    maximumRetries: reader(INVOKE_CONFIG, block, lookup).number('maximum_retry_attempts', LAMBDA_ASYNC_RETRIES),
    ...(failureQueueId === undefined ? {} : { failureQueueId }),
  };
}

const LAMBDA_ASYNC_RETRIES = 2;

/** Terraform's names of a queue's attributes, and SQS's. */
const QUEUE_ATTRIBUTES: Readonly<Record<string, string>> = {
  visibility_timeout_seconds: 'VisibilityTimeout',
  message_retention_seconds: 'MessageRetentionPeriod',
  delay_seconds: 'DelaySeconds',
  max_message_size: 'MaximumMessageSize',
  receive_wait_time_seconds: 'ReceiveMessageWaitTimeSeconds',
};

function readQueue(block: Block, lookup: Lookup): QueueDeclaration {
  const read = reader(QUEUE, block, lookup);
  const attributes: Record<string, string> = {};
  for (const [terraform, sqs] of Object.entries(QUEUE_ATTRIBUTES)) {
    if (block.attributes[terraform] !== undefined) attributes[sqs] = String(read.number(terraform));
  }
  const policy = block.attributes['redrive_policy'];
  return {
    id: block.id,
    name: read.string('name', block.id),
    attributes,
    ...(policy === undefined ? {} : { redrive: readRedrivePolicy(policy, block.id) }),
  };
}

function readRedrivePolicy(policy: unknown, id: string): { deadLetterQueueId: string; maxReceiveCount: number } {
  let value: unknown;
  try {
    value = JSON.parse(String(policy));
  } catch {
    throw new Error(`redrive_policy of ${QUEUE} ${id} is not JSON: ${String(policy)}`);
  }
  const fields = isObject(value) ? value : {};
  const deadLetterQueueId = referencedId(fields['deadLetterTargetArn'], QUEUE);
  const maxReceiveCount = Number(fields['maxReceiveCount']);
  if (deadLetterQueueId === undefined || !(maxReceiveCount >= 1)) {
    throw new Error(
      `redrive_policy of ${QUEUE} ${id} needs a dead-letter queue of the same stack and a maxReceiveCount: ${String(policy)}`,
    );
  }
  return { deadLetterQueueId, maxReceiveCount };
}

function readTable(block: Block, lookup: Lookup): TableDeclaration {
  const read = reader(TABLE, block, lookup);
  const attributes = asBlocks(block.attributes['attribute']);
  const indexes = asBlocks(block.attributes['global_secondary_index']);
  return {
    id: block.id,
    input: {
      TableName: read.string('name'),
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: read.string('hash_key'), KeyType: 'HASH' }],
      AttributeDefinitions: attributes.map(({ name, type }) => ({
        AttributeName: String(name),
        AttributeType: type as 'S' | 'N' | 'B',
      })),
      ...(indexes.length === 0
        ? {}
        : {
            GlobalSecondaryIndexes: indexes.map((index) => ({
              IndexName: String(index['name']),
              KeySchema: [
                { AttributeName: String(index['hash_key']), KeyType: 'HASH' as const },
                { AttributeName: String(index['range_key']), KeyType: 'RANGE' as const },
              ],
              Projection: { ProjectionType: 'ALL' as const },
            })),
          }),
    },
  };
}

function deadLetterQueuesFirst(queues: readonly QueueDeclaration[]): QueueDeclaration[] {
  return [...queues].sort((a, b) => Number(a.redrive !== undefined) - Number(b.redrive !== undefined));
}

interface AttributeReader {
  string(name: string, fallback?: string): string;
  number(name: string, fallback?: number): number;
}

/** Reads a block's attributes and says which one is at fault. */
function reader(type: string, block: Block, lookup: Lookup): AttributeReader {
  const where = (name: string) => `${name} of ${type} ${block.id}`;
  return {
    string: (name, fallback) => {
      const value = block.attributes[name] ?? fallback;
      if (typeof value !== 'string') throw new Error(`${where(name)}: expected a string, got ${String(value)}`);
      return resolveText(value, lookup, where(name));
    },
    number: (name, fallback) => {
      const value = block.attributes[name] ?? fallback;
      const number = typeof value === 'string' ? Number(resolveText(value, lookup, where(name))) : value;
      if (typeof number !== 'number' || Number.isNaN(number)) {
        throw new Error(`${where(name)}: expected a number, got ${String(value)}`);
      }
      return number;
    },
  };
}

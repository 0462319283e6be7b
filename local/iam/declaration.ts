import { localArn } from '../arn';
import type { Lookup } from '../lookup';
import { type CourierDeclaration, lookupOf, type QueueAddress, readStackFile } from '../stack';
import { type Attributes, asBlock, type Block, referencedId, resolveText, resources } from '../terraform';
import type { Keys } from './keys';
import { type LambdaNeeds, lambdaNeeds } from './lambda';
import { ROLE, type Roles, readRoles } from './roles';

/** What a stack says of who may do what. */
export interface IamDeclaration {
  readonly roles: Roles;
  readonly keys: Keys;
  /** By name. */
  readonly functions: ReadonlyMap<string, FunctionRights>;
}

export interface FunctionRights {
  readonly arn: string;
  /** Its role's name in Terraform references. */
  readonly role: string;
  readonly lambda: LambdaNeeds;
}

/** Whose ARN is made of which attribute; of queues the ARN is known. */
const ARNS: Readonly<Record<string, readonly [attribute: string, service: string, prefix: string]>> = {
  aws_dynamodb_table: ['name', 'dynamodb', 'table/'],
  aws_cloudwatch_log_group: ['name', 'logs', 'log-group:'],
  aws_lambda_function: ['function_name', 'lambda', 'function:'],
};

/** Reads who may do what on this machine: ARNs are those that requests bear here. */
export function readIam(
  directory: string,
  courier: CourierDeclaration,
  queues: ReadonlyMap<string, QueueAddress>,
  region: string,
): IamDeclaration {
  const { stack } = readStackFile(directory);
  const known = lookupOf(courier, queues);
  const lookup: Lookup = (reference) => known(reference) ?? arnReference(stack, reference, region, known);
  const text = (value: unknown): string[] =>
    typeof value === 'string' ? [resolveText(value, lookup, 'the stack')] : [];
  const keyed = (type: string, keyOf: (attributes: Attributes) => unknown) =>
    resources(stack, type).flatMap(({ id, attributes }) =>
      text(keyOf(attributes)).map((key) => [lookup(`${type}.${id}.arn`) as string, key] as const),
    );
  return {
    roles: readRoles(stack, lookup),
    keys: new Map([
      ...keyed('aws_sqs_queue', (queue) => queue['kms_master_key_id']),
      ...keyed('aws_dynamodb_table', (table) => asBlock(table['server_side_encryption'])?.['kms_key_arn']),
    ]),
    functions: new Map(
      resources(stack, 'aws_lambda_function').map((block) => {
        const rights = readFunction(block, region, text);
        return [rights.arn.slice(rights.arn.lastIndexOf(':') + 1), rights];
      }),
    ),
  };
}

function arnReference(stack: Attributes, reference: string, region: string, lookup: Lookup): string | undefined {
  const [, type = '', id] = /^(aws_\w+)\.([\w-]+)\.arn$/.exec(reference) ?? [];
  const [attribute = '', service = '', prefix] = ARNS[type] ?? [];
  const block = resources(stack, type).find((each) => each.id === id);
  if (prefix === undefined || block === undefined) return undefined;
  const name = resolveText(String(block.attributes[attribute]), lookup, reference);
  return localArn(service, region, `${prefix}${name}`);
}

function readFunction({ id, attributes }: Block, region: string, text: (value: unknown) => string[]): FunctionRights {
  const role = referencedId(attributes['role'], ROLE);
  const [name = ''] = text(attributes['function_name']);
  if (role === undefined)
    throw new Error(`aws_lambda_function ${id} has no role of this stack, so nothing tells what it may do`);
  const [keyArn] = text(attributes['kms_key_arn']);
  const vpc = asBlock(attributes['vpc_config']);
  const ids = (value: unknown) => [value].flat().flatMap(text);
  return {
    arn: localArn('lambda', region, `function:${name}`),
    role,
    lambda: lambdaNeeds({
      name,
      region,
      ...(keyArn === undefined ? {} : { keyArn }),
      ...(vpc && { vpc: { subnetIds: ids(vpc['subnet_ids']), securityGroupIds: ids(vpc['security_group_ids']) } }),
      isTraced: asBlock(attributes['tracing_config'])?.['mode'] === 'Active',
    }),
  };
}

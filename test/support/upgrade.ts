/** What Terraform's state and AWS know resources by, of one courier. */
export type Identities = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

interface Type {
  /** Attributes that Terraform replaces the resource for, or an index of it, by the page of the type in the provider's documentation. */
  readonly replacing: readonly string[];
  /** What is lost then. */
  readonly cost: string;
}

const ALL_OF_PERMISSION = ['action', 'function_name', 'principal', 'source_arn', 'statement_id'];

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs */
const TYPES: Readonly<Record<string, Type>> = {
  aws_sqs_queue: {
    replacing: ['name', 'fifo_queue'],
    cost: 'the messages in it are lost, and senders need the URL of the new queue',
  },
  aws_dynamodb_table: {
    replacing: ['name', 'hash_key', 'range_key', 'attribute', 'global_secondary_index', 'local_secondary_index'],
    cost: 'the ledger is lost: messages may be sent twice, limits begin anew, and nobody can tell what became of a message',
  },
  aws_lambda_function: {
    replacing: ['function_name', 'package_type'],
    cost: 'messages wait until the new one is there, and who invokes it needs the new ARN',
  },
  aws_lambda_event_source_mapping: {
    replacing: ['event_source_arn', 'starting_position'],
    cost: 'messages wait in the queue until the new one is there',
  },
  aws_lambda_function_event_invoke_config: {
    replacing: ['function_name', 'qualifier'],
    cost: 'asynchronous invokes that fail meanwhile are lost',
  },
  aws_lambda_permission: { replacing: ALL_OF_PERMISSION, cost: 'the API or the user pool is refused meanwhile' },
  aws_iam_role: {
    replacing: ['name', 'path'],
    cost: 'key policies, boundaries and grants that name the role no longer meet it',
  },
  aws_iam_role_policy: { replacing: ['name', 'role'], cost: 'the function may do nothing meanwhile' },
  aws_cloudwatch_event_rule: { replacing: ['name', 'event_bus_name'], cost: 'dead letters are redacted an hour later' },
  aws_cloudwatch_event_target: {
    replacing: ['rule', 'target_id', 'event_bus_name'],
    cost: 'dead letters are redacted an hour later',
  },
  aws_cloudwatch_metric_alarm: { replacing: ['alarm_name'], cost: 'nobody is told meanwhile' },
  aws_cloudwatch_dashboard: { replacing: ['dashboard_name'], cost: 'links to it lead nowhere' },
  aws_cloudwatch_log_group: { replacing: ['name', 'log_group_class'], cost: 'the logs are lost' },
  aws_ssm_parameter: {
    replacing: ['name'],
    cost: 'the secret must be written again, and messages wait until it is',
  },
  aws_apigatewayv2_api: {
    replacing: ['protocol_type'],
    cost: 'the ingress has another URL, which each sender must be told',
  },
  aws_apigatewayv2_stage: { replacing: ['api_id', 'name'], cost: 'senders get errors meanwhile' },
  aws_apigatewayv2_integration: { replacing: ['api_id', 'integration_type'], cost: 'senders get errors meanwhile' },
  aws_apigatewayv2_route: { replacing: ['api_id'], cost: 'senders get errors meanwhile' },
  aws_apigatewayv2_domain_name: {
    replacing: ['domain_name'],
    cost: 'the DNS record points nowhere until it has the new target',
  },
  aws_apigatewayv2_api_mapping: { replacing: ['domain_name'], cost: 'senders get errors meanwhile' },
};

/** Whether the guard knows that Terraform replaces a resource of the type for the attribute. */
export function isGuarded(type: string, attribute: string): boolean {
  return typeOf(type).replacing.includes(attribute);
}

/** What resources of a synthesized stack are known by: their addresses, and what they would be replaced for. */
export function identities(resources: Resources): Identities {
  const entries = Object.entries(resources).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, block]): [string, Record<string, unknown>] => [
      `${type}.${id}`,
      Object.fromEntries(typeOf(type).replacing.flatMap((name) => (name in block ? [[name, block[name]]] : []))),
    ]),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What an upgrade from the recorded courier to this one would cost its users, a line each. */
export function replacements(recorded: Identities, now: Identities): string[] {
  const before = Object.entries(recorded).flatMap(([address, attributes]) => {
    const current = now[address];
    const { cost } = typeOf(address.split('.')[0] ?? '');
    if (current === undefined)
      return [`${address} is gone or has another id. Terraform destroys what users have of it: ${cost}.`];
    const names = [...new Set([...Object.keys(attributes), ...Object.keys(current)])];
    return names
      .filter((name) => !isSame(attributes[name], current[name]))
      .map(
        (name) =>
          `${address}: ${name} was ${JSON.stringify(attributes[name])} and is ${JSON.stringify(current[name])}. Terraform replaces it: ${cost}.`,
      );
  });
  const added = Object.keys(now)
    .filter((address) => !(address in recorded))
    .map((address) => `${address} is not recorded. From its first release on, another id or name replaces it.`);
  return [...before, ...added];
}

function typeOf(type: string): Type {
  const found = TYPES[type];
  if (found === undefined)
    throw new Error(
      `${type} is new: say in test/support/upgrade.ts what Terraform replaces it for, and what that costs`,
    );
  return found;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

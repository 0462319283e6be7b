import {
  type Api,
  ApiGatewayV2Client,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  type Integration,
  type Route,
  type Stage,
} from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient, DescribeLogGroupsCommand, type LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTablesCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import {
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  type EventSourceMappingConfiguration,
  GetPolicyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ACCOUNT } from '../app/settings';

export interface HttpApi {
  readonly api: Api;
  readonly routes: readonly Route[];
  readonly integrations: readonly Integration[];
  readonly stages: readonly Stage[];
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html */
export interface Schedule {
  readonly Name: string;
  readonly Arn: string;
  readonly ScheduleExpression?: string;
  readonly State: string;
  readonly targets: readonly { readonly Arn: string; readonly Input?: string }[];
}

/** What is in an account, asked of AWS's own API, region by region. */
export class Account {
  readonly iam: IAMClient;

  constructor(private readonly endpoint: string) {
    this.iam = new IAMClient(this.configuration('us-east-1'));
  }

  lambda(region: string): LambdaClient {
    return new LambdaClient(this.configuration(region));
  }

  sqs(region: string): SQSClient {
    return new SQSClient(this.configuration(region));
  }

  dynamodb(region: string): DynamoDBClient {
    return new DynamoDBClient(this.configuration(region));
  }

  async queueAttributes(region: string, name: string): Promise<Record<string, string>> {
    const sqs = this.sqs(region);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return Attributes;
  }

  async eventSourceMappings(region: string, functionArn: string): Promise<EventSourceMappingConfiguration[]> {
    // moto compares the request's FunctionName with ARNs only, so ask for all
    const { EventSourceMappings = [] } = await this.lambda(region).send(new ListEventSourceMappingsCommand({}));
    return EventSourceMappings.filter(({ FunctionArn }) => FunctionArn === functionArn);
  }

  async logGroups(region: string, prefix: string): Promise<LogGroup[]> {
    const { logGroups = [] } = await new CloudWatchLogsClient(this.configuration(region)).send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: prefix }),
    );
    return logGroups;
  }

  /** A table, and the attribute by which its rows expire. */
  async table(region: string, name: string): Promise<TableDescription & { readonly expiresBy?: string }> {
    const dynamodb = this.dynamodb(region);
    const { Table = {} } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
    const isOn = TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED';
    return { ...Table, ...(isOn ? { expiresBy: TimeToLiveDescription?.AttributeName ?? '' } : {}) };
  }

  /** An HTTP API by its name, with all that is in it. */
  async httpApi(region: string, name: string): Promise<HttpApi> {
    const client = this.apis(region);
    const { Items: apis = [] } = await client.send(new GetApisCommand({}));
    const [api, ...others] = apis.filter(({ Name }) => Name === name);
    if (api === undefined || others.length > 0) throw new Error(`there is not one API ${name} in ${region}`);
    const of = { ApiId: api.ApiId };
    const [{ Items: routes = [] }, { Items: integrations = [] }, { Items: stages = [] }] = await Promise.all([
      client.send(new GetRoutesCommand(of)),
      client.send(new GetIntegrationsCommand(of)),
      client.send(new GetStagesCommand(of)),
    ]);
    return { api, routes, integrations, stages };
  }

  /** What may invoke a function, by statement. */
  async functionPolicy(region: string, name: string): Promise<unknown> {
    const { Policy } = await this.lambda(region).send(new GetPolicyCommand({ FunctionName: name }));
    return JSON.parse(Policy ?? '');
  }

  /** EventBridge's rules by name, each with its targets. */
  async schedules(region: string): Promise<Schedule[]> {
    const { Rules } = (await this.events(region, 'ListRules', {})) as { Rules: Omit<Schedule, 'targets'>[] };
    return Promise.all(
      Rules.map(async (rule) => {
        const { Targets } = await this.events(region, 'ListTargetsByRule', { Rule: rule.Name });
        return { ...rule, targets: Targets as Schedule['targets'] };
      }),
    );
  }

  /** A role's inline policies by name, as documents. */
  async rolePolicies(role: string): Promise<Record<string, unknown>> {
    const { PolicyNames = [] } = await this.iam.send(new ListRolePoliciesCommand({ RoleName: role }));
    const policies = await Promise.all(
      PolicyNames.map(async (name): Promise<[string, unknown]> => {
        const { PolicyDocument } = await this.iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: name }));
        return [name, document(PolicyDocument)];
      }),
    );
    return Object.fromEntries(policies);
  }

  /** Who may take a role. */
  async trust(role: string): Promise<unknown> {
    const { Role } = await this.iam.send(new GetRoleCommand({ RoleName: role }));
    return document(Role?.AssumeRolePolicyDocument);
  }

  /** Managed policies that are attached to a role. */
  async attachedPolicies(role: string): Promise<unknown[]> {
    const { AttachedPolicies = [] } = await this.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }));
    return AttachedPolicies;
  }

  async managedPolicy(name: string): Promise<unknown> {
    const { PolicyVersion } = await this.iam.send(
      new GetPolicyVersionCommand({ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/${name}`, VersionId: 'v1' }),
    );
    return document(PolicyVersion?.Document);
  }

  async putSecret(region: string, name: string, value: string): Promise<void> {
    await new SSMClient(this.configuration(region)).send(
      new PutParameterCommand({ Name: name, Value: value, Type: 'SecureString' }),
    );
  }

  async parameter(region: string, name: string): Promise<{ type: string | undefined; value: string | undefined }> {
    const { Parameter } = await new SSMClient(this.configuration(region)).send(
      new GetParameterCommand({ Name: name, WithDecryption: true }),
    );
    return { type: Parameter?.Type, value: Parameter?.Value };
  }

  /** Names of all that there is, for what must be left over or must not. */
  async inventory(regions: readonly string[]): Promise<string[]> {
    const [{ Roles = [] }, { Policies = [] }, ...regional] = await Promise.all([
      this.iam.send(new ListRolesCommand({})),
      this.iam.send(new ListPoliciesCommand({ Scope: 'Local' })),
      ...regions.map((region) => this.regionalInventory(region)),
    ]);
    return [
      ...Roles.map(({ RoleName }) => `role ${RoleName}`),
      ...Policies.map(({ PolicyName }) => `policy ${PolicyName}`),
      ...regional.flat(),
    ].sort();
  }

  private async regionalInventory(region: string): Promise<string[]> {
    const configuration = this.configuration(region);
    const [
      { QueueUrls = [] },
      { Functions = [] },
      { EventSourceMappings = [] },
      groups,
      { Parameters = [] },
      { TableNames = [] },
      { Items: apis = [] },
      schedules,
    ] = await Promise.all([
      this.sqs(region).send(new ListQueuesCommand({})),
      this.lambda(region).send(new ListFunctionsCommand({})),
      this.lambda(region).send(new ListEventSourceMappingsCommand({})),
      new CloudWatchLogsClient(configuration).send(new DescribeLogGroupsCommand({})),
      new SSMClient(configuration).send(new DescribeParametersCommand({})),
      this.dynamodb(region).send(new ListTablesCommand({})),
      this.apis(region).send(new GetApisCommand({})),
      this.schedules(region),
    ]);
    return [
      ...QueueUrls.map((url) => `queue ${url.split('/').at(-1)}`),
      ...Functions.map(({ FunctionName }) => `function ${FunctionName}`),
      ...EventSourceMappings.map(({ EventSourceArn }) => `mapping of ${EventSourceArn?.split(':').at(-1)}`),
      ...(groups.logGroups ?? []).map(({ logGroupName }) => `log group ${logGroupName}`),
      ...Parameters.map(({ Name }) => `parameter ${Name}`),
      ...TableNames.map((name) => `table ${name}`),
      ...apis.map(({ Name }) => `api ${Name}`),
      ...schedules.map(({ Name }) => `rule ${Name}`),
    ];
  }

  private async events(region: string, action: string, input: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSEvents.${action}`,
        // moto goes by the region that a request is signed for, and looks at no signature
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/events/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`events ${action}: HTTP ${response.status} ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  private apis(region: string): ApiGatewayV2Client {
    return new ApiGatewayV2Client(this.configuration(region));
  }

  private configuration(region: string) {
    return { region, endpoint: this.endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  }
}

/** IAM hands documents out URL-encoded. */
function document(encoded: string | undefined): unknown {
  return JSON.parse(decodeURIComponent(encoded ?? ''));
}

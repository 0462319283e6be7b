import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2ApiMapping } from '@cdktf/provider-aws/lib/apigatewayv2-api-mapping';
import { Apigatewayv2DomainName } from '@cdktf/provider-aws/lib/apigatewayv2-domain-name';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { ENV } from '../../lambda/config';
import { description } from '../names';
import { ingressStatements, type SecretResources } from '../policies';
import { createFunction, type FunctionCode } from '../resources/function';
import { createLogGroup } from '../resources/log-group';
import { createPolicy, createRole } from '../resources/role';
import type { Shared } from '../resources/shared';
import { surroundings } from '../surroundings';
import { isHttpSource, sourcesOf } from './check-ingress';
import type { IngressDomainProps, IngressProps } from './ingress-props';

/** How long the function may take, in seconds: its senders wait for five at most. */
const TIMEOUT_SECONDS = 10;
const MEMORY_MB = 512;

/** What one line of the API's log says: who came when, for which route, and how it went; no header, no body. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  time: '$context.requestTime',
  request_id: '$context.requestId',
  source_ip: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  response_ms: '$context.responseLatency',
  function_ms: '$context.integrationLatency',
  error: '$context.error.messageString',
  function_error: '$context.integrationErrorMessage',
});

/** What the courier gives its ingress. @internal */
export interface IngressContext {
  readonly props: IngressProps;
  /** What names of resources begin with. */
  readonly name: string;
  /** The courier's construct path. */
  readonly courier: string;
  readonly queue: SqsQueue;
  readonly code: FunctionCode;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: SecretResources;
  readonly shared: Shared;
}

/**
 * The front door over HTTP and for triggers: a function of its own, from the courier's zip, and an API where a source needs one.
 *
 * Child ids are part of the contract: `Function`, `Role`, `Policy`, `LogGroup`, `Api`, `Stage`, `Integration`, `Route-<source>`,
 * `AccessLogGroup`, `ApiPermission`, `Permission-<source>`, `DomainName`, `ApiMapping`.
 */
export class Ingress extends Construct {
  readonly function: LambdaFunction;
  readonly role: IamRole;
  readonly logGroup: CloudwatchLogGroup;
  /** Absent if no source posts over HTTP. */
  readonly api?: Apigatewayv2Api;
  readonly stage?: Apigatewayv2Stage;
  readonly domainName?: Apigatewayv2DomainName;

  private readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly context: IngressContext,
  ) {
    super(scope, id);
    this.name = `${context.name}-ingress`;
    this.logGroup = createLogGroup(this, 'LogGroup', `/aws/lambda/${this.name}`, context.shared);
    this.role = createRole(this, this.name, context.shared);
    this.function = this.createFunction();
    this.createTriggerPermissions();
    if (sourcesOf(context.props).some(isHttpSource)) {
      this.api = this.createApi();
      this.createRoutes(this.api);
      this.stage = this.createStage(this.api);
      this.createApiPermission(this.api);
      const { domain } = context.props;
      if (domain !== undefined) this.domainName = this.createDomainName(domain, this.api, this.stage);
    }
  }

  /** Where sources post to, with their id as the path. Absent if none posts over HTTP. */
  get url(): string | undefined {
    const { domain } = this.context.props;
    return domain === undefined ? this.api?.apiEndpoint : `https://${domain.name}`;
  }

  private createFunction(): LambdaFunction {
    const { queue, code, environment, courier, secrets, shared } = this.context;
    const statements = ingressStatements({
      queueArn: queue.arn,
      logGroupArn: this.logGroup.arn,
      isTraced: shared.settings.tracing,
      ...secrets,
      ...surroundings(this.name, queue.arn, shared.settings),
    });
    return createFunction(
      this,
      {
        name: this.name,
        description: description(`Ingress of SMS courier ${courier}`),
        role: this.role,
        policy: createPolicy(this, this.name, this.role, statements, shared),
        logGroup: this.logGroup,
        code,
        handler: 'ingress.handler',
        memorySize: MEMORY_MB,
        timeout: TIMEOUT_SECONDS,
        variables: { [ENV.queueUrl]: queue.url, ...environment },
      },
      shared,
    );
  }

  /** A pool may invoke the function, and no other pool. */
  private createTriggerPermissions(): void {
    for (const source of sourcesOf(this.context.props)) {
      if (source.type !== 'cognito') continue;
      new LambdaPermission(this, `Permission-${source.id}`, {
        action: 'lambda:InvokeFunction',
        functionName: this.function.functionName,
        principal: 'cognito-idp.amazonaws.com',
        sourceArn: source.userPoolArn,
        ...this.context.shared.untagged,
      });
    }
  }

  private createApi(): Apigatewayv2Api {
    return new Apigatewayv2Api(this, 'Api', {
      name: this.name,
      description: description(`Ingress of SMS courier ${this.context.courier}`),
      protocolType: 'HTTP',
      // a WAF or a name of your own in front can be passed by, otherwise
      disableExecuteApiEndpoint: this.context.props.domain !== undefined,
      ...this.context.shared.common,
    });
  }

  /** Any method, so that the function can say what is wrong with the others than POST. */
  private createRoutes(api: Apigatewayv2Api): void {
    const integration = new Apigatewayv2Integration(this, 'Integration', {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: this.function.arn,
      integrationMethod: 'POST',
      payloadFormatVersion: '2.0',
      timeoutMilliseconds: TIMEOUT_SECONDS * 1000,
      ...this.context.shared.untagged,
    });
    for (const { id } of sourcesOf(this.context.props).filter(isHttpSource)) {
      new Apigatewayv2Route(this, `Route-${id}`, {
        apiId: api.id,
        routeKey: `ANY /${id}`,
        target: `integrations/${integration.id}`,
        ...this.context.shared.untagged,
      });
    }
  }

  private createStage(api: Apigatewayv2Api): Apigatewayv2Stage {
    const { ratePerSecond = 50, burst = 100 } = this.context.props.throttle ?? {};
    const logs = createLogGroup(this, 'AccessLogGroup', `/aws/vendedlogs/apis/${this.name}`, this.context.shared);
    return new Apigatewayv2Stage(this, 'Stage', {
      apiId: api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.arn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: { throttlingRateLimit: ratePerSecond, throttlingBurstLimit: burst },
      ...this.context.shared.common,
    });
  }

  private createApiPermission(api: Apigatewayv2Api): void {
    new LambdaPermission(this, 'ApiPermission', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/*`,
      ...this.context.shared.untagged,
    });
  }

  private createDomainName(
    domain: IngressDomainProps,
    api: Apigatewayv2Api,
    stage: Apigatewayv2Stage,
  ): Apigatewayv2DomainName {
    const domainName = new Apigatewayv2DomainName(this, 'DomainName', {
      domainName: domain.name,
      domainNameConfiguration: {
        certificateArn: domain.certificateArn,
        endpointType: 'REGIONAL',
        securityPolicy: 'TLS_1_2',
      },
      ...this.context.shared.common,
    });
    new Apigatewayv2ApiMapping(this, 'ApiMapping', {
      apiId: api.id,
      domainName: domainName.id,
      stage: stage.name,
      ...this.context.shared.untagged,
    });
    return domainName;
  }
}

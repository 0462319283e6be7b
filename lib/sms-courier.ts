import type { Apigatewayv2DomainName } from '@cdktf/provider-aws/lib/apigatewayv2-domain-name';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Annotations, AssetType, TerraformAsset, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { Finding } from '../lambda/check/finding';
import { ENV } from '../lambda/config';
import { LEDGER_INDEX, LEDGER_KEY } from '../lambda/ledger/schema';
import { maxReceives } from '../lambda/receives';
import { checkChain } from './check-chain';
import { checkConfig } from './check-config';
import { bareNumber } from './check-mode';
import { type BakedConfig, bakeConfig, cognitoKeyArns } from './courier-config';
import { writeFunctionZip } from './function-zip';
import { sourcesOf } from './ingress/check-ingress';
import { Ingress } from './ingress/ingress';
import { physicalName } from './names';
import {
  assumedBy,
  courierStatements,
  enqueueStatement,
  invokeStatement,
  mergeStatements,
  policyJson,
  type SecretResources,
  siblingArnPrefix,
} from './policies';
import { isAwsDefinition } from './provider-definition';
import { readSettings, type Settings } from './settings';
import type { SmsCourierProps } from './sms-courier-props';
import type { BoundSecret, SmsSecret } from './sms-secret';

const DAY_SECONDS = 86_400;
/** Messages that one invocation takes; they are delivered in parallel. */
const BATCH_SIZE = 10;
/** How long a message whose invocation died stays hidden; short, since a code's life is. Never below the function's time-out. */
const VISIBILITY_SECONDS = 60;
const VISIBILITY_MARGIN_SECONDS = 15;

/**
 * An SMS courier: a queue, a Lambda function that renders, sends and retries, and dead letters for what it gives up.
 *
 * Child ids are part of the contract, since Terraform's state addresses follow from them: `Queue`, `DeadLetterQueue`,
 * `Ledger`, `Function`, `FunctionCode`, `Role`, `Policy`, `LogGroup`, `EventSourceMapping`, `EventInvokeConfig`, `Secret-…`, `Ingress` and
 * those below it.
 *
 * @example
 * new SmsCourier(stack, 'Sms', {
 *   allowedCountries: ['DE', 'AT', 'CH'],
 *   providers: [
 *     SmsProvider.twilio({ accountSid: 'AC…', authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'), messagingServiceSid: 'MG…' }),
 *   ],
 * });
 */
export class SmsCourier extends Construct {
  /** Where identity backends put messages. */
  readonly queue: SqsQueue;
  /** Where messages end that were given up. */
  readonly deadLetterQueue: SqsQueue;
  /** What became of every message: claims, attempts, states, breakers. It holds no text, no code, and recipients by a keyed hash only. */
  readonly ledger: DynamodbTable;
  /** The courier; identity backends may invoke it. */
  readonly courierFunction: LambdaFunction;
  /** What the courier may do. Attach further policies to it as you need. */
  readonly role: IamRole;
  readonly logGroup: CloudwatchLogGroup;
  readonly eventSourceMapping: LambdaEventSourceMapping;

  /** Takes messages from the sources of `ingress`; Cognito's trigger invokes it. */
  readonly ingressFunction?: LambdaFunction;
  /** Where sources post to, each with its id as the path: `<ingressUrl>/ory`. Absent without an ingress, or if no source of it posts over HTTP. */
  readonly ingressUrl?: string;
  /** What the DNS record of `ingress.domain` must point to: its `domainNameConfiguration` has target and hosted zone. */
  readonly ingressDomainName?: Apigatewayv2DomainName;

  private readonly settings: Settings;
  private readonly awsProvider: { readonly provider?: TerraformProvider };
  private readonly name: string;
  private readonly courierJson: string;

  constructor(scope: Construct, id: string, props: SmsCourierProps) {
    super(scope, id);
    this.settings = readSettings(this.node.path, props);
    this.awsProvider = props.awsProvider === undefined ? {} : { provider: props.awsProvider };
    this.name = physicalName(this.node.path, this.settings.namePrefix);

    const secrets = new Map<SmsSecret, BoundSecret>();
    const ingressSecrets = new Map<SmsSecret, BoundSecret>();
    const baked = this.bakeConfig(props, secrets, ingressSecrets);
    this.courierJson = JSON.stringify(baked.config);
    this.report([...checkChain(props, this.settings), ...checkConfig(this.courierJson)]);

    this.deadLetterQueue = this.createDeadLetterQueue();
    this.queue = this.createQueue();
    this.ledger = this.createLedger();
    this.logGroup = this.createLogGroup();
    this.role = this.createRole();
    const policy = this.createPolicy([...secrets.values()], props);
    const code = this.createCode();
    this.courierFunction = this.createFunction(code, baked.environment, policy);
    this.eventSourceMapping = this.createEventSourceMapping();
    this.createEventInvokeConfig();
    if (props.ingress !== undefined) {
      const ingress = new Ingress(this, 'Ingress', {
        props: props.ingress,
        name: this.name,
        courier: this.node.path,
        queue: this.queue,
        code,
        environment: baked.ingressEnvironment,
        secrets: this.secretResources([...ingressSecrets.values()]),
        logDays: this.settings.logDays,
        common: this.common(),
      });
      this.ingressFunction = ingress.function;
      if (ingress.url !== undefined) this.ingressUrl = ingress.url;
      if (ingress.domainName !== undefined) this.ingressDomainName = ingress.domainName;
    }
  }

  /** URL of the queue, for `SendMessage`. */
  get queueUrl(): string {
    return this.queue.url;
  }

  /** ARN of the courier's function, for `Invoke`. */
  get functionArn(): string {
    return this.courierFunction.arn;
  }

  /** Lets a role put messages into the queue. */
  grantEnqueue(role: IamRole): void {
    this.grant(role, 'Enqueue', this.enqueuePolicyJson());
  }

  /** Lets a role invoke the courier. */
  grantInvoke(role: IamRole): void {
    this.grant(role, 'Invoke', policyJson([invokeStatement(this.functionArn)]));
  }

  /** The policy that puts messages into the queue, for roles that are managed elsewhere. */
  enqueuePolicyJson(): string {
    return policyJson([enqueueStatement(this.queue.arn)]);
  }

  /** The configuration that goes into the function's zip, for your own tests: no secret's value is in it. */
  toCourierJson(): string {
    return this.courierJson;
  }

  private grant(role: IamRole, action: string, policy: string): void {
    // below the role, so that grants to several roles do not meet
    const id = `${action}-${this.name}`;
    if (role.node.tryFindChild(id) !== undefined) return;
    new IamRolePolicy(role, id, {
      name: `${this.name}-${action.toLowerCase()}`,
      role: role.name,
      policy,
      ...this.awsProvider,
    });
  }

  private bakeConfig(
    props: SmsCourierProps,
    secrets: Map<SmsSecret, BoundSecret>,
    ingressSecrets: Map<SmsSecret, BoundSecret>,
  ): BakedConfig {
    const binder = (bounds: Map<SmsSecret, BoundSecret>) => (secret: SmsSecret) => {
      const bound = bounds.get(secret) ?? secret.bind({ scope: this, provider: this.awsProvider.provider, tags });
      bounds.set(secret, bound);
      return bound;
    };
    const { templates, templatePrecedence, locale, webOtpDomain } = this.settings;
    const { allowedCountries, defaultCountry, privateHosts, tags, routes } = this.settings;
    const { limits, mode, allowedRecipients, maximumConcurrency } = this.settings;
    const { maxAttempts, onAmbiguous, defaultTtlSeconds, ledgerDays } = this.settings;
    return bakeConfig({
      courier: this.node.path,
      allowedCountries,
      ...(defaultCountry === undefined ? {} : { defaultCountry }),
      providers: props.providers.map(({ definition }) => definition),
      ...(routes.length === 0 ? {} : { routes }),
      limits: { ...limits, clientIpOrigins: orySources(props), environments: maximumConcurrency },
      ...(mode === 'live' ? {} : { mode }),
      ...(mode === 'allowlist' ? { allowedRecipients: allowedRecipients.map(bareNumber) } : {}),
      delivery: { maxAttempts, onAmbiguous, defaultTtlSeconds, ledgerDays },
      privateHosts,
      ...(Object.keys(templates).length === 0 ? {} : { templates }),
      ...(templatePrecedence === 'courier' ? {} : { templatePrecedence }),
      ...(locale === undefined ? {} : { locale }),
      ...(webOtpDomain === undefined ? {} : { webOtpDomain }),
      bind: binder(secrets),
      ...(props.ingress === undefined ? {} : { ingress: { props: props.ingress, bind: binder(ingressSecrets) } }),
    });
  }

  private report(findings: readonly Finding[]): void {
    const texts = (severity: string) =>
      findings.filter((finding) => finding.severity === severity).map(({ message }) => message);
    const errors = texts('error');
    if (errors.length > 0) throw new Error(`invalid SmsCourier "${this.node.path}": ${errors.join('; ')}`);
    for (const warning of texts('warning')) Annotations.of(this).addWarning(warning);
  }

  private createDeadLetterQueue(): SqsQueue {
    return new SqsQueue(this, 'DeadLetterQueue', {
      name: `${this.name}-dead-letters`,
      messageRetentionSeconds: this.settings.deadLetterDays * DAY_SECONDS,
      sqsManagedSseEnabled: true,
      ...this.common(),
    });
  }

  private createQueue(): SqsQueue {
    return new SqsQueue(this, 'Queue', {
      name: `${this.name}-queue`,
      messageRetentionSeconds: this.settings.queueDays * DAY_SECONDS,
      visibilityTimeoutSeconds: Math.max(VISIBILITY_SECONDS, this.settings.timeoutSeconds + VISIBILITY_MARGIN_SECONDS),
      sqsManagedSseEnabled: true,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: this.deadLetterQueue.arn,
        maxReceiveCount: maxReceives(this.settings.maxAttempts),
      }),
      ...this.common(),
    });
  }

  private createLedger(): DynamodbTable {
    return new DynamodbTable(this, 'Ledger', {
      name: `${this.name}-ledger`,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: LEDGER_KEY,
      attribute: [
        { name: LEDGER_KEY, type: 'S' },
        { name: LEDGER_INDEX.hashKey, type: 'S' },
        { name: LEDGER_INDEX.rangeKey, type: 'N' },
      ],
      globalSecondaryIndex: [{ ...LEDGER_INDEX, projectionType: 'ALL' }],
      ttl: { attributeName: 'ttl', enabled: true },
      serverSideEncryption: { enabled: true },
      ...this.common(),
    });
  }

  private createLogGroup(): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, 'LogGroup', {
      name: `/aws/lambda/${this.name}`,
      retentionInDays: this.settings.logDays,
      ...this.common(),
    });
  }

  private createRole(): IamRole {
    return new IamRole(this, 'Role', {
      name: this.name,
      assumeRolePolicy: assumedBy('lambda.amazonaws.com'),
      ...this.common(),
    });
  }

  private secretResources(secrets: readonly BoundSecret[]): SecretResources {
    const parameterPrefix = siblingArnPrefix(this.queue.arn, 'ssm');
    const arnsOf = (source: BoundSecret['reference']['source']) =>
      unique(
        secrets
          .filter(({ reference }) => reference.source === source)
          .flatMap((secret) => secret.arns(parameterPrefix)),
      );
    return {
      parameterArns: arnsOf('ssm'),
      secretArns: arnsOf('secretsmanager'),
      kmsKeyArns: unique(secrets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? [])),
    };
  }

  private createPolicy(secrets: readonly BoundSecret[], { providers, ingress }: SmsCourierProps): IamRolePolicy {
    const prefix = (service: string, region?: string) => siblingArnPrefix(this.queue.arn, service, region);
    return new IamRolePolicy(this, 'Policy', {
      name: `${this.name}-courier`,
      role: this.role.name,
      policy: policyJson([
        ...courierStatements({
          queueArn: this.queue.arn,
          deadLetterQueueArn: this.deadLetterQueue.arn,
          ledgerArn: this.ledger.arn,
          logGroupArn: this.logGroup.arn,
          codeKeyArns: ingress === undefined ? [] : cognitoKeyArns(ingress),
          ...this.secretResources(secrets),
        }),
        ...mergeStatements(
          providers
            .map(({ definition }) => definition)
            .filter(isAwsDefinition)
            .flatMap((definition) => definition.statements({ prefix })),
        ),
      ]),
      ...this.awsProvider,
    });
  }

  private createCode(): { readonly path: string; readonly sha256: string } {
    const zip = writeFunctionZip(this.courierJson);
    const { path } = new TerraformAsset(this, 'FunctionCode', { path: zip.path, type: AssetType.FILE });
    return { path, sha256: zip.sha256 };
  }

  private createFunction(
    code: { readonly path: string; readonly sha256: string },
    environment: BakedConfig['environment'],
    policy: IamRolePolicy,
  ): LambdaFunction {
    return new LambdaFunction(this, 'Function', {
      functionName: this.name,
      description: `SMS courier ${this.node.path}`,
      role: this.role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: code.path,
      sourceCodeHash: code.sha256,
      memorySize: this.settings.memorySize,
      timeout: this.settings.timeoutSeconds,
      environment: {
        variables: {
          [ENV.queueUrl]: this.queue.url,
          [ENV.deadLetterQueueUrl]: this.deadLetterQueue.url,
          [ENV.ledgerTable]: this.ledger.name,
          ...environment,
        },
      },
      // without the log group Lambda would make one that is kept for ever; without the policy the first message would fail
      dependsOn: [this.logGroup, policy],
      ...this.common(),
    });
  }

  private createEventSourceMapping(): LambdaEventSourceMapping {
    return new LambdaEventSourceMapping(this, 'EventSourceMapping', {
      eventSourceArn: this.queue.arn,
      functionName: this.courierFunction.arn,
      batchSize: BATCH_SIZE,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: this.settings.maximumConcurrency },
      ...this.common(),
    });
  }

  /** An asynchronous invoke has nobody to answer to: what fails after Lambda's two retries goes to the dead letters. */
  private createEventInvokeConfig(): void {
    new LambdaFunctionEventInvokeConfig(this, 'EventInvokeConfig', {
      functionName: this.courierFunction.functionName,
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: this.deadLetterQueue.arn } },
      ...this.awsProvider,
    });
  }

  private common(): { tags?: Record<string, string>; provider?: TerraformProvider } {
    const { tags } = this.settings;
    // no tags at all, rather than an empty map, leaves them to the app's aspects and the provider's defaults
    return { ...(Object.keys(tags).length === 0 ? {} : { tags: { ...tags } }), ...this.awsProvider };
  }
}

/** The front doors that tell the client's address. */
function orySources({ ingress }: SmsCourierProps): string[] {
  return ingress === undefined ? [] : sourcesOf(ingress).flatMap(({ type, id }) => (type === 'ory' ? [id] : []));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

import type { Apigatewayv2DomainName } from '@cdktf/provider-aws/lib/apigatewayv2-domain-name';
import type { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import type { Finding } from '../lambda/check/finding';
import { ENV } from '../lambda/config';
import type { MessageInput, PreviewAnswer } from '../lambda/contract';
import { bakedTokens } from './baked-tokens';
import { BoundSecrets } from './bound-secrets';
import { checkChain } from './check-chain';
import { checkConfig } from './check-config';
import { unknownProps } from './check-shape';
import { bakeConfig, cognitoKeyArns } from './courier-config';
import { declaredConfig } from './declared-config';
import { askEngine } from './engine-process';
import { Ingress } from './ingress/ingress';
import { type CourierAlarms, createAlarms } from './monitoring/alarms';
import { createDashboard } from './monitoring/dashboard';
import type { Monitored } from './monitoring/monitored';
import { description, physicalName } from './names';
import { siblingArnPrefix } from './place';
import { courierStatements, enqueueStatements, invokeStatement, mergeStatements, policyJson } from './policies';
import { isAwsDefinition } from './provider-definition';
import { createCode, createFunction } from './resources/function';
import { createLedger } from './resources/ledger';
import { createLogGroup } from './resources/log-group';
import { createDeadLetterQueue, createQueue } from './resources/queues';
import { createRedactionSchedule } from './resources/redaction';
import { createPolicy, createRole } from './resources/role';
import { type Shared, shareAmongResources } from './resources/shared';
import { createEventInvokeConfig, createEventSourceMapping } from './resources/triggers';
import { readSettings, refuse } from './settings';
import type { SmsCourierProps } from './sms-courier-props';
import type { Statement } from './statement';
import { keyResources, surroundings } from './surroundings';

/**
 * An SMS courier: a queue, a Lambda function that renders, sends and retries, and dead letters for what it gives up.
 *
 * Child ids are part of the contract, since Terraform's state addresses follow from them: `Queue`, `DeadLetterQueue`,
 * `Ledger`, `Function`, `FunctionCode`, `Role`, `Policy`, `LogGroup`, `EventSourceMapping`, `EventInvokeConfig`, `RedactionRule`,
 * `RedactionTarget`, `RedactionPermission`, `Secret-…`, `Alarm-…`, `Dashboard`, `Ingress` and those below it.
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
  /** Where the courier's log lines go: one of JSON for each attempt and each end of a message. */
  readonly logGroup: CloudwatchLogGroup;
  /** How the queue feeds the courier: batch size and concurrency. */
  readonly eventSourceMapping: LambdaEventSourceMapping;

  /** Takes messages from the sources of `ingress`; Cognito's trigger invokes it. */
  readonly ingressFunction?: LambdaFunction;
  /** Where sources post to, each with its id as the path: `<ingressUrl>/ory`. Absent without an ingress, or if no source of it posts over HTTP. */
  readonly ingressUrl?: string;
  /** What the DNS record of `ingress.domain` must point to: its `domainNameConfiguration` has target and hosted zone. */
  readonly ingressDomainName?: Apigatewayv2DomainName;

  /** Alarms by name, to set thresholds and actions of your own: `courier.alarms['over-limit']`. None with `alarms: false`. */
  readonly alarms: CourierAlarms;
  /** Absent with `dashboard: false`. */
  readonly dashboard?: CloudwatchDashboard;

  private readonly ingress?: Ingress;
  private readonly shared: Shared;
  private readonly name: string;
  private readonly courierJson: string;
  /** `arn:partition:service:region:account` where the courier is. */
  private readonly siblingPrefix = (service: string, region?: string) =>
    siblingArnPrefix(this.queue.arn, service, region);

  /** @throws Error that names all that is wrong with the props, what is allowed, and what to do; mistakes that may be meant are warnings of the synth */
  constructor(scope: Construct, id: string, props: SmsCourierProps) {
    super(scope, id);
    const settings = readSettings(this.node.path, props);
    const shared = shareAmongResources(settings, props.awsProvider);
    this.shared = shared;
    this.name = physicalName(this.node.path, settings.namePrefix);

    const secrets = new BoundSecrets(this, shared);
    const ingressSecrets = new BoundSecrets(this, shared);
    const baked = bakeConfig(
      declaredConfig(this.name, props, settings, { courier: secrets.bind, ingress: ingressSecrets.bind }),
    );
    refuse(this.node.path, bakedTokens(baked.config));
    this.courierJson = JSON.stringify(baked.config);
    this.report([...unknownProps(props), ...checkChain(props, settings), ...checkConfig(this.courierJson)]);

    this.deadLetterQueue = createDeadLetterQueue(this, this.name, shared);
    this.queue = createQueue(this, this.name, this.deadLetterQueue, shared);
    this.ledger = createLedger(this, this.name, shared);
    this.logGroup = createLogGroup(this, 'LogGroup', `/aws/lambda/${this.name}`, shared);
    this.role = createRole(this, this.name, shared);
    const policy = createPolicy(this, `${this.name}-courier`, this.role, this.statements(props, secrets), shared);
    const code = createCode(this, this.courierJson);
    this.courierFunction = createFunction(
      this,
      {
        name: this.name,
        description: description(`SMS courier ${this.node.path}`),
        role: this.role,
        policy,
        logGroup: this.logGroup,
        code,
        handler: 'index.handler',
        memorySize: settings.memorySize,
        timeout: settings.timeoutSeconds,
        variables: {
          [ENV.queueUrl]: this.queue.url,
          [ENV.deadLetterQueueUrl]: this.deadLetterQueue.url,
          [ENV.ledgerTable]: this.ledger.name,
          ...baked.environment,
        },
      },
      shared,
    );
    this.eventSourceMapping = createEventSourceMapping(this, this.queue, this.courierFunction, shared);
    createEventInvokeConfig(this, this.courierFunction, this.deadLetterQueue, shared);
    if (settings.redactExpired) createRedactionSchedule(this, this.name, this.courierFunction, shared);
    if (props.ingress !== undefined) {
      const ingress = new Ingress(this, 'Ingress', {
        props: props.ingress,
        name: this.name,
        courier: this.node.path,
        queue: this.queue,
        code,
        environment: baked.ingressEnvironment,
        secrets: ingressSecrets.resources(this.queue.arn),
        shared,
      });
      this.ingress = ingress;
      this.ingressFunction = ingress.function;
      if (ingress.url !== undefined) this.ingressUrl = ingress.url;
      if (ingress.domainName !== undefined) this.ingressDomainName = ingress.domainName;
    }
    const monitored: Monitored = {
      name: this.name,
      queue: this.queue,
      deadLetterQueue: this.deadLetterQueue,
      courierFunction: this.courierFunction,
      ingress: this.ingress,
    };
    this.alarms = settings.alarms ? createAlarms(this, monitored, shared) : {};
    if (settings.dashboard) this.dashboard = createDashboard(this, monitored, this.alarms, shared);
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
    return policyJson(enqueueStatements(this.queue.arn, keyResources(this.shared.settings, this.queue.arn)));
  }

  /** The configuration that goes into the function's zip, for your own tests: no secret's value is in it. */
  toCourierJson(): string {
    return this.courierJson;
  }

  /**
   * What the first attempt at a message would be, by the code that runs in Lambda, for your own tests: text, segments, provider and the very
   * request. Secrets are shown by their names, as `{$AUTH_TOKEN}`, and what only the deploy knows as `https://known-at-deploy.invalid/`.
   * Takes a process of its own, some 200 ms.
   *
   * @throws Error if it is no message: what is wrong with it
   */
  preview(message: MessageInput): PreviewAnswer {
    return askEngine('preview', JSON.stringify({ courierJson: this.courierJson, message })) as PreviewAnswer;
  }

  private grant(role: IamRole, action: string, policy: string): void {
    // below the role, so that grants to several roles do not meet
    const id = `${action}-${this.name}`;
    if (role.node.tryFindChild(id) !== undefined) return;
    const { provider } = role;
    new IamRolePolicy(role, id, {
      name: `${this.name}-${action.toLowerCase()}`,
      role: role.name,
      policy,
      // the role's, not the courier's: it may be of another stack, which does not know the courier's provider, or of another account
      ...(provider === undefined ? {} : { provider }),
    });
  }

  private report(findings: readonly Finding[]): void {
    const texts = (severity: string) =>
      findings.filter((finding) => finding.severity === severity).map(({ message }) => message);
    refuse(this.node.path, texts('error'));
    for (const warning of texts('warning')) Annotations.of(this).addWarning(warning);
  }

  private statements({ providers, ingress }: SmsCourierProps, secrets: BoundSecrets): Statement[] {
    return [
      ...courierStatements({
        isTraced: this.shared.settings.tracing,
        queueArn: this.queue.arn,
        deadLetterQueueArn: this.deadLetterQueue.arn,
        ledgerArn: this.ledger.arn,
        logGroupArn: this.logGroup.arn,
        redactsDeadLetters: this.shared.settings.redactExpired,
        codeKeyArns: ingress === undefined ? [] : cognitoKeyArns(ingress),
        ...secrets.resources(this.queue.arn),
        ...surroundings(this.name, this.queue.arn, this.shared.settings),
      }),
      ...mergeStatements(
        providers
          .map(({ definition }) => definition)
          .filter(isAwsDefinition)
          .flatMap((definition) => definition.statements({ prefix: this.siblingPrefix })),
      ),
    ];
  }
}

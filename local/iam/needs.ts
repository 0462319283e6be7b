import { isObject } from '../../lambda/is-object';
import { parseRecipient } from '../../lambda/phone';
import { localArn } from '../arn';
import type { Need } from './decide';

/** A request to a service of AWS. */
export interface AwsRequest {
  /** As the signature's scope names it: `sqs`. */
  readonly service: string;
  readonly region: string;
  readonly path: string;
  /** Of the JSON protocol: `AmazonSQS.SendMessage`. */
  readonly target: string | undefined;
  readonly body: string;
  /** ARN of the function whose code asks; absent if Lambda does, or somebody else. */
  readonly source?: string | undefined;
}

type Input = Readonly<Record<string, unknown>>;
/** Gives the ARN of a resource of the request's service and region. */
type ToArn = (resource: string) => string;
type Rule = (input: Input, arn: ToArn, isCode: boolean) => Need[];

/** Asks for actions on the one resource that the input names. */
const on =
  (resourceOf: (input: Input, arn: ToArn) => string, ...actions: string[]): Rule =>
  (input, arn) =>
    actions.map((action) => ({ action, resource: resourceOf(input, arn) }));

const queue = ({ QueueUrl, QueueName }: Input, arn: ToArn) => arn(String(QueueName ?? lastPart(String(QueueUrl))));
const table = ({ TableName }: Input, arn: ToArn) => arn(`table/${TableName}`);

/** What each call asks IAM: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const RULES: Readonly<Record<string, Rule>> = {
  'sqs.SendMessage': on(queue, 'sqs:SendMessage'),
  'sqs.GetQueueUrl': on(queue, 'sqs:GetQueueUrl'),
  'sqs.ChangeMessageVisibility': on(queue, 'sqs:ChangeMessageVisibility'),
  // a batch needs what the single call does
  'sqs.ChangeMessageVisibilityBatch': on(queue, 'sqs:ChangeMessageVisibility'),
  'sqs.DeleteMessageBatch': on(queue, 'sqs:DeleteMessage'),
  // Lambda looks at the queue's attributes as well: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  'sqs.ReceiveMessage': (input, arn, isCode) =>
    on(queue, 'sqs:ReceiveMessage', ...(isCode ? [] : ['sqs:GetQueueAttributes']))(input, arn, isCode),
  'dynamodb.GetItem': on(table, 'dynamodb:GetItem'),
  'dynamodb.UpdateItem': on(table, 'dynamodb:UpdateItem'),
  'dynamodb.Query': on(
    (input, arn) => table(input, arn) + (input['IndexName'] === undefined ? '' : `/index/${input['IndexName']}`),
    'dynamodb:Query',
  ),
  'ssm.GetParameters': ({ Names }, arn) =>
    [Names].flat().map((name) => ({ action: 'ssm:GetParameters', resource: parameterArn(String(name), arn) })),
  'secretsmanager.GetSecretValue': on(({ SecretId }) => secretArn(String(SecretId)), 'secretsmanager:GetSecretValue'),
  'kms.Decrypt': on(({ KeyId }) => String(KeyId), 'kms:Decrypt'),
  // a phone number has no ARN
  'sns.Publish': on(
    ({ TopicArn, TargetArn, PhoneNumber }) => String(TopicArn ?? TargetArn ?? PhoneNumber),
    'sns:Publish',
  ),
  'sms-voice.SendTextMessage': (input, arn) =>
    textMessageResources(input, arn).map((resource) => ({ action: 'sms-voice:SendTextMessage', resource })),
  'lambda.Invoke': on(({ functionName }, arn) => arn(`function:${functionName}`), 'lambda:InvokeFunction'),
};

/** What a request needs. @throws Error for a call that nobody has said of what it asks */
export function needsOf(request: AwsRequest): Need[] {
  const { service, region, source } = request;
  const { operation, input } = readCall(request);
  const rule = service === 'ec2' ? networkRule(operation) : RULES[`${service}.${operation}`];
  if (rule === undefined)
    throw new Error(`nobody has said what ${service}.${operation} asks IAM: add it to local/iam/needs.ts`);
  const needs = rule(input, (resource) => localArn(service, region, resource), source !== undefined);
  const context = source && { 'lambda:SourceFunctionArn': source };
  return needs.map((need) => ({ ...need, ...(context && { context }) }));
}

function readCall({ service, path, target, body }: AwsRequest): { operation: string; input: Input } {
  const functionName = /^\/2015-03-31\/functions\/([^/?]+)\/invocations/.exec(path)?.[1];
  if (service === 'lambda' && functionName !== undefined)
    return {
      operation: 'Invoke',
      input: { functionName: decodeURIComponent(functionName).replace(/^arn:.*:function:/, '') },
    };
  if (target !== undefined) {
    const input: unknown = JSON.parse(body);
    return { operation: lastPart(target, '.'), input: isObject(input) ? input : {} };
  }
  const form = Object.fromEntries(new URLSearchParams(body));
  return { operation: form['Action'] ?? '', input: form };
}

/** The courier's code calls none of these, and is to be refused. */
function networkRule(operation: string): Rule {
  return on(({ NetworkInterfaceId, SubnetId }, arn) => {
    if (NetworkInterfaceId !== undefined) return arn(`network-interface/${NetworkInterfaceId}`);
    return SubnetId === undefined ? '*' : arn(`subnet/${SubnetId}`);
  }, `ec2:${operation}`);
}

function parameterArn(name: string, arn: ToArn): string {
  return name.startsWith('arn:') ? name : arn(`parameter/${name.replace(/^\//, '')}`);
}

/** IAM is asked about the whole ARN, whose end the service has made up. */
function secretArn(requested: string): string {
  return /-[A-Za-z0-9]{6}$/.test(requested) ? requested : `${requested}-AbCdEf`;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsendusermessagingsmsandvoicev2.html */
function textMessageResources(input: Input, arn: ToArn): string[] {
  const text = (name: string) => (input[name] === undefined ? [] : [String(input[name])]);
  const named = (type: string) => (name: string) => (name.startsWith('arn:') ? name : arn(`${type}/${name}`));
  const country = parseRecipient(String(input['DestinationPhoneNumber']))?.country ?? '';
  const [identity = 'phone-ofTheAccount'] = text('OriginationIdentity');
  return [
    identityArn(identity, country, arn),
    ...text('ConfigurationSetName').map(named('configuration-set')),
    ...text('ProtectConfigurationId').map(named('protect-configuration')),
  ];
}

function identityArn(identity: string, country: string, arn: ToArn): string {
  if (identity.startsWith('arn:')) return identity;
  if (identity.startsWith('pool-')) return arn(`pool/${identity}`);
  if (identity.startsWith('phone-')) return arn(`phone-number/${identity}`);
  // a number's ARN has its id
  return /[A-Za-z]/.test(identity) ? arn(`sender-id/${identity}/${country}`) : arn('phone-number/phone-ofThatNumber');
}

function lastPart(text: string, separator = '/'): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}

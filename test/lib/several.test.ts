import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import * as library from '../../lib';
import { SmsSecret } from '../../lib';
import { everything } from '../support/everything';
import { courier, resources, synthesized, testStack, twilio } from '../support/stack';

/** What AWS tells resources apart by, in a region of an account; a role's policies by the role as well. */
const NAMES: Record<string, string> = {
  aws_sqs_queue: 'name',
  aws_dynamodb_table: 'name',
  aws_lambda_function: 'function_name',
  aws_iam_role: 'name',
  aws_cloudwatch_log_group: 'name',
  aws_cloudwatch_event_rule: 'name',
  aws_cloudwatch_metric_alarm: 'alarm_name',
  aws_cloudwatch_dashboard: 'dashboard_name',
};

function physicalNames(stack: TerraformStack): string[] {
  return Object.entries(NAMES).flatMap(([type, attribute]) =>
    resources(stack, type).map((resource) => `${type} ${resource[attribute]}`),
  );
}

const ingress = { apiKey: SmsSecret.fromSsmParameter('/key') };

it('gives several couriers in several stacks names of their own, wherever they stand and however their paths are cut', () => {
  const long = 'x'.repeat(60);
  const stacks = ['bank', 'bank-a', `${long}-one`, `${long}-two`].map((id) => testStack(id));
  for (const stack of stacks) {
    courier({ ingress }, stack, 'a');
    courier({ ingress }, stack, 'a-b');
    courier({ ingress, namePrefix: 'acme' }, stack, 'b');
    const scope = new Construct(stack, 'Team');
    new library.SmsCourier(scope, 'b', { allowedCountries: ['DE'], providers: [twilio()], ingress });
  }
  const names = stacks.flatMap(physicalNames);
  // 4 couriers of 2 queues, a table, 2 functions, 2 roles, 3 log groups, a rule, 17 alarms and a dashboard
  expect(names).toHaveLength(stacks.length * 4 * 29);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
});

it('cuts long names to what AWS takes, those of the ingress too', () => {
  const stack = testStack('x'.repeat(100));
  courier({ ingress, namePrefix: 'y'.repeat(20) }, stack, 'z'.repeat(100));
  const names = (type: string, attribute = 'name') => resources(stack, type).map((each) => each[attribute]);
  const name = (most: number) => expect.stringMatching(new RegExp(`^[A-Za-z0-9-]{1,${most}}$`));
  expect(names('aws_lambda_function', 'function_name')).toEqual([name(64), name(64)]);
  expect(names('aws_iam_role')).toEqual([name(64), name(64)]);
  expect(names('aws_cloudwatch_event_rule')).toEqual([name(64)]);
  expect(names('aws_sqs_queue')).toEqual([name(80), name(80)]);
});

it('lets one role in to several couriers', () => {
  const stack = testStack();
  const couriers = ['Login', 'Alerts'].map((id) => courier({}, stack, id));
  const backend = new IamRole(stack, 'Backend', { assumeRolePolicy: '{}' });
  for (const sms of couriers) {
    sms.grantEnqueue(backend);
    sms.grantInvoke(backend);
  }
  const grants = resources(stack, 'aws_iam_role_policy')
    .filter(({ role }) => String(role).includes('Backend'))
    .map(({ name }) => name);
  expect(new Set(grants).size).toBe(4);
});

it('writes a grant by the AWS provider of the role, whose stack need not know the courier’s', () => {
  const app = Testing.app();
  const stackOf = (id: string) => {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
    return stack;
  };
  const [one, two] = [stackOf('one'), stackOf('two')];
  const [there, global] = ['there', 'global'].map(
    (alias) => new AwsProvider(one, alias, { alias, region: 'us-east-1' }),
  ) as [AwsProvider, AwsProvider];
  const sms = courier({ awsProvider: there }, one);
  const roles = [
    new IamRole(one, 'Near', { assumeRolePolicy: '{}', provider: global }),
    new IamRole(two, 'Far', { assumeRolePolicy: '{}' }),
  ];
  for (const role of roles) {
    sms.grantEnqueue(role);
    sms.grantInvoke(role);
  }
  const providers = (stack: TerraformStack, id: RegExp) =>
    Object.entries(synthesized(stack).resource['aws_iam_role_policy'] ?? {}).flatMap(([key, { provider }]) =>
      id.test(key) ? [provider] : [],
    );
  expect(providers(one, /^Near/)).toEqual(['aws.global', 'aws.global']);
  expect(providers(two, /^Far/)).toEqual([undefined, undefined]);
});

it('has a parameter written once for couriers that share its secret, and refers to it from each', () => {
  const stack = testStack();
  const authToken = SmsSecret.writeOnly({ parameterName: '/sms/token', variable: 'token' });
  courier({ providers: [twilio({ authToken })] }, stack, 'Login');
  courier({ providers: [twilio({ authToken })] }, stack, 'Alerts');
  expect(resources(stack, 'aws_ssm_parameter')).toHaveLength(1);
});

it('is deployed by the AWS provider that it is given, with all that belongs to it', () => {
  const stack = testStack();
  const awsProvider = new AwsProvider(stack, 'other', { alias: 'other', region: 'us-east-1' });
  const sms = courier({ ...everything(library), awsProvider }, stack);
  const backend = new IamRole(stack, 'Backend', { assumeRolePolicy: '{}', provider: awsProvider });
  sms.grantEnqueue(backend);
  sms.grantInvoke(backend);
  for (const byId of Object.values(synthesized(stack).resource))
    for (const [id, block] of Object.entries(byId)) expect([id, block['provider']]).toEqual([id, 'aws.other']);
});

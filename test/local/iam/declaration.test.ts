import { readIam } from '../../../local/iam/declaration';
import { readStack } from '../../../local/stack';
import { writeStack } from '../support';

const REGION = 'eu-central-1';
const QUEUES = new Map([
  ['Queue', { name: 'app-sms-queue', url: '', arn: 'arn:aws:sqs:eu-central-1:000000000000:app-sms-queue' }],
  ['Dead', { name: 'app-sms-dead', url: '', arn: 'arn:aws:sqs:eu-central-1:000000000000:app-sms-dead' }],
]);

function read(document: object | undefined, fn: object = {}, queue: object = {}) {
  // within Terraform's expressions quotes are plain
  const text = JSON.stringify({ Version: '2012-10-17', ...document }).replaceAll('\\"', '"');
  const policy = { P: { role: '${aws_iam_role.R.name}', policy: text } };
  const folder = writeStack({
    function: { role: '${aws_iam_role.R.arn}', ...fn },
    queue,
    resources: { aws_iam_role: { R: {} }, ...(document && { aws_iam_role_policy: policy }) },
  });
  return readIam(folder, readStack(folder), QUEUES, REGION);
}

const statement = { Sid: 'One', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: '${aws_sqs_queue.Queue.arn}' };

it('reads what a role may do, with the ARNs of this machine', () => {
  const documents = [
    {
      Statement: [
        { ...statement, Condition: { ArnEquals: { 'lambda:SourceFunctionArn': '${aws_lambda_function.Fn.arn}' } } },
      ],
    },
    {
      Statement: {
        Effect: 'Deny',
        Action: 'sns:Publish',
        Resource: 'arn:${element(split(":", aws_sqs_queue.Dead.arn), 1)}:x',
      },
    },
  ];
  expect(documents.map((document) => read(document).roles.get('R'))).toEqual([
    [
      {
        Sid: 'One',
        Effect: 'Allow',
        Action: ['sqs:SendMessage'],
        Resource: ['arn:aws:sqs:eu-central-1:000000000000:app-sms-queue'],
        Condition: {
          ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:000000000000:function:app-sms' },
        },
      },
    ],
    [{ Sid: 'statement 1', Effect: 'Deny', Action: ['sns:Publish'], Resource: ['arn:aws:x'] }],
  ]);
});

it('knows a role that may do nothing', () => {
  expect(read(undefined).roles).toEqual(new Map([['R', []]]));
});

it('reads which key a queue is encrypted with', () => {
  expect(read(undefined, {}, { kms_master_key_id: '${aws_kms_key.K.arn}' }).keys).toEqual(
    new Map([['arn:aws:sqs:eu-central-1:000000000000:app-sms-queue', 'arn:aws:kms:eu-central-1:000000000000:key/K']]),
  );
});

it('knows what Lambda needs for a function', () => {
  const plain = read(undefined).functions.get('app-sms');
  expect(plain).toMatchObject({ role: 'R', lambda: { start: [], trace: [] } });
  const { start, trace } = read(undefined, {
    kms_key_arn: '${aws_kms_key.K.arn}',
    vpc_config: { subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] },
    tracing_config: { mode: 'Active' },
  }).functions.get('app-sms')?.lambda ?? { start: [], trace: [] };
  expect(start.map(({ action }) => action)).toEqual([
    'kms:Decrypt',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:CreateNetworkInterface',
    'ec2:CreateNetworkInterface',
    'ec2:CreateNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
    'ec2:DeleteNetworkInterface',
  ]);
  expect(trace.map(({ action }) => action)).toEqual(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);
});

it.each<[string, object]>([
  ['NotAction', { ...statement, NotAction: ['sqs:SendMessage'] }],
  ['an effect that there is not', { ...statement, Effect: 'Maybe' }],
  ['an operator that it does not know', { ...statement, Condition: { DateLessThan: { 'aws:CurrentTime': '2026' } } }],
  ['no resource', { ...statement, Resource: [] }],
])('refuses %s, which it would read wrongly', (_, changed) => {
  expect(() => read({ Statement: [changed] })).toThrow(
    'the document of aws_iam_role_policy P: One is not understood here: use Sid, Effect, Action, Resource, Condition',
  );
});

it('asks for a role of the stack', () => {
  expect(() => read(undefined, { role: 'arn:aws:iam::123456789012:role/other' })).toThrow(
    'aws_lambda_function Fn has no role of this stack, so nothing tells what it may do',
  );
});

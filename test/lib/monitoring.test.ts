import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { TerraformVariable } from 'cdktf';
import { SmsSecret, SmsSource } from '../../lib';
import { courier, only, resources, synthesized, testStack } from '../support/stack';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:oncall';
const POOL = 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_AbCdEf';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/7b0e4a2c-9f43-4f2d-8f3b-c5d3c3a17b0e';
const NAME = 'stack-Sms-cb34dbeb';

const ingress = { apiKey: SmsSecret.fromSsmParameter('/sms/ingress/api_key') };
const triggered = { sources: [SmsSource.cognito({ userPoolArn: POOL, kmsKeyArn: KEY })] };
const alarmsOf = (stack: ReturnType<typeof testStack>) => resources(stack, 'aws_cloudwatch_metric_alarm');

interface Widget {
  readonly type: string;
  readonly properties: { readonly metrics?: readonly unknown[][]; readonly title?: string; readonly alarms?: string[] };
}

/** The dashboard's widgets, with the quotes of Terraform's expressions out of JSON's way. */
function widgetsOf(stack: ReturnType<typeof testStack>): Widget[] {
  const body = String(only(stack, 'aws_cloudwatch_dashboard')['dashboard_body']);
  return JSON.parse(body.replace(/\$\{[^}]*\}/g, (expression) => expression.replaceAll('"', "'"))).widgets;
}

describe('alarms', () => {
  it('are there without a topic, and act on nobody', () => {
    const stack = testStack();
    courier({}, stack);
    expect(alarmsOf(stack)).toHaveLength(14);
    for (const alarm of alarmsOf(stack)) expect(alarm).not.toHaveProperty('alarm_actions');
  });

  it('tell every topic when they go off and when they are over, in whichever way the topic is known', () => {
    const stack = testStack();
    const topic = new SnsTopic(stack, 'oncall', {});
    courier({ alarmTopicArns: [TOPIC, topic.arn] }, stack);
    expect(alarmsOf(stack)).toHaveLength(14);
    for (const alarm of alarmsOf(stack))
      expect(alarm).toMatchObject({
        alarm_actions: [TOPIC, '${aws_sns_topic.oncall.arn}'],
        ok_actions: [TOPIC, '${aws_sns_topic.oncall.arn}'],
      });
  });

  it('tell the topics of a list that only the deploy knows', () => {
    const stack = testStack();
    const topics = new TerraformVariable(stack, 'topics', { type: 'list(string)' });
    courier({ alarmTopicArns: topics.listValue }, stack);
    expect(alarmsOf(stack)).toHaveLength(14);
    for (const alarm of alarmsOf(stack)) expect(alarm).toMatchObject({ alarm_actions: '${var.topics}' });
  });

  it('are named after the courier, take silence for health, and say what to run and where to read on', () => {
    const stack = testStack();
    courier({ ingress, tags: { team: 'identity' } }, stack);
    expect(alarmsOf(stack)).toHaveLength(17);
    for (const alarm of alarmsOf(stack)) {
      const name = String(alarm['alarm_name']).slice(NAME.length + 1);
      expect(alarm).toMatchObject({
        alarm_name: `${NAME}-${name}`,
        treat_missing_data: 'notBreaching',
        comparison_operator: 'GreaterThanOrEqualToThreshold',
        tags: { team: 'identity' },
        alarm_description: expect.stringMatching(
          new RegExp(
            `^[A-Z].*[.] Run: (aws|sms-courier) .* Then see docs/alarms[.]md#${name} of cdktf-sms-courier[.]$`,
          ),
        ),
      });
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
      expect(String(alarm['alarm_description']).length).toBeLessThanOrEqual(1024);
    }
  });

  it('watch what they are called after', () => {
    const stack = testStack();
    courier({ ingress }, stack);
    const readable = (value: unknown) => String(value).replace(/_[0-9A-F]{8}/g, '');
    expect(
      alarmsOf(stack).map((alarm) => {
        const { namespace, metric_name, dimensions, statistic, threshold, period, evaluation_periods: of } = alarm;
        const by = Object.entries(dimensions as object).map(([key, value]) => `${key}=${readable(value)}`);
        const when = `${statistic} >= ${threshold} in ${period} s, ${alarm['datapoints_to_alarm'] ?? of} of ${of}`;
        return `${String(alarm['alarm_name']).slice(NAME.length + 1)}: ${namespace} ${metric_name} ${by.join(' ')}, ${when}`;
      }),
    ).toMatchInlineSnapshot(`
[
  "async-lost: AWS/Lambda DestinationDeliveryFailures FunctionName=\${aws_lambda_function.Sms_Function.function_name}, Sum >= 1 in 300 s, 1 of 1",
  "bad-request: SmsCourier attempts courier=stack-Sms-cb34dbeb outcome=bad_request, Sum >= 1 in 300 s, 1 of 1",
  "bad-sender: SmsCourier attempts courier=stack-Sms-cb34dbeb outcome=bad_sender, Sum >= 1 in 300 s, 1 of 1",
  "breaker-open: SmsCourier breaker_open courier=stack-Sms-cb34dbeb, Sum >= 1 in 300 s, 1 of 1",
  "dead-letters: AWS/SQS ApproximateNumberOfMessagesVisible QueueName=\${aws_sqs_queue.Sms_DeadLetterQueue.name}, Maximum >= 1 in 60 s, 1 of 5",
  "expired: SmsCourier messages courier=stack-Sms-cb34dbeb state=expired, Sum >= 3 in 300 s, 1 of 1",
  "function-errors: AWS/Lambda Errors FunctionName=\${aws_lambda_function.Sms_Function.function_name}, Sum >= 3 in 300 s, 1 of 1",
  "in-flight: AWS/SQS ApproximateNumberOfMessagesNotVisible QueueName=\${aws_sqs_queue.Sms_Queue.name}, Maximum >= 100000 in 60 s, 1 of 1",
  "ingress-5xx: AWS/ApiGateway 5xx ApiId=\${aws_apigatewayv2_api.Sms_Ingress_Api.id}, Sum >= 3 in 300 s, 1 of 1",
  "ingress-errors: AWS/Lambda Errors FunctionName=\${aws_lambda_function.Sms_Ingress_Function.function_name}, Sum >= 3 in 300 s, 1 of 1",
  "ingress-throttles: AWS/Lambda Throttles FunctionName=\${aws_lambda_function.Sms_Ingress_Function.function_name}, Sum >= 1 in 60 s, 3 of 5",
  "ledger-failures: SmsCourier ledger_failures courier=stack-Sms-cb34dbeb, Sum >= 5 in 300 s, 1 of 1",
  "out-of-credit: SmsCourier attempts courier=stack-Sms-cb34dbeb outcome=out_of_credit, Sum >= 1 in 300 s, 1 of 1",
  "over-limit: SmsCourier over_limit courier=stack-Sms-cb34dbeb, Sum >= 10 in 300 s, 1 of 1",
  "queue-age: AWS/SQS ApproximateAgeOfOldestMessage QueueName=\${aws_sqs_queue.Sms_Queue.name}, Maximum >= 300 in 60 s, 1 of 1",
  "throttles: AWS/Lambda Throttles FunctionName=\${aws_lambda_function.Sms_Function.function_name}, Sum >= 1 in 60 s, 3 of 5",
  "unauthorized: SmsCourier attempts courier=stack-Sms-cb34dbeb outcome=unauthorized, Sum >= 1 in 300 s, 1 of 1",
]
`);
  });

  it('have a section each on the page that they name, with the command that they name, and a row with the threshold', () => {
    const page = readFileSync(join(__dirname, '../../docs/alarms.md'), 'utf8');
    const stack = testStack();
    const made = courier({ ingress }, stack);
    const sections = new Map(
      page
        .split(/^## /m)
        .slice(1)
        .map((section): [string, string] => [section.slice(0, section.indexOf('\n')), section]),
    );
    const names = Object.keys(made.alarms);
    expect([...sections.keys()].slice(0, names.length)).toEqual(names);
    for (const alarm of alarmsOf(stack)) {
      const name = String(alarm['alarm_name']).slice(NAME.length + 1);
      const [, command = ''] = String(alarm['alarm_description']).match(/ Run: (.*) Then see /) ?? [];
      expect(sections.get(name)).toContain(`\n${command.replaceAll(NAME, 'backend-sms')}\n`);
      const [row = ''] = page.match(new RegExp(`^\\| \\[\`${name}\`\\].*$`, 'm')) ?? [];
      const figures = [alarm['threshold'], alarm['datapoints_to_alarm']].map((each) =>
        Number(each).toLocaleString('en'),
      );
      expect(figures.some((figure) => row.includes(` ${figure} `))).toBe(true);
    }
  });

  it('watch an ingress that has no API by its function', () => {
    const stack = testStack();
    const made = courier({ ingress: triggered }, stack);
    expect(Object.keys(made.alarms).slice(14)).toEqual(['ingress-errors', 'ingress-throttles']);
  });

  it('have thresholds of the user', () => {
    const stack = testStack();
    const alarm = courier({}, stack).alarms['over-limit'];
    if (alarm !== undefined) alarm.threshold = 500;
    expect(alarmsOf(stack)).toContainEqual(
      expect.objectContaining({ alarm_name: `${NAME}-over-limit`, threshold: 500 }),
    );
  });

  it('can be left out, and the dashboard then shows none', () => {
    const stack = testStack();
    expect(courier({ alarms: false }, stack).alarms).toEqual({});
    expect(synthesized(stack).resource).not.toHaveProperty('aws_cloudwatch_metric_alarm');
    expect(widgetsOf(stack).map(({ type }) => type)).not.toContain('alarm');
  });

  it.each([
    [
      { alarmTopicArns: ['oncall'] },
      'alarmTopicArns has "oncall": give the ARN of an SNS topic in the courier\'s region, arn:aws:sns:<region>:<account>:<name>',
    ],
    [{ alarmTopicArns: Array(6).fill(TOPIC) }, 'alarmTopicArns has 6 topics: CloudWatch tells 5 at most'],
    [{ alarmTopicArns: [TOPIC], alarms: false }, 'alarmTopicArns is given, and alarms is false: leave one of them out'],
  ])('refuse %j', (props, message) => {
    expect(() => courier(props)).toThrow(message);
  });
});

describe('the dashboard', () => {
  it('shows every alarm, and graphs of the region that the courier is in', () => {
    const stack = testStack();
    courier({ ingress }, stack);
    expect(only(stack, 'aws_cloudwatch_dashboard')).toMatchObject({ dashboard_name: NAME });
    const widgets = widgetsOf(stack);
    expect(widgets.find(({ type }) => type === 'alarm')?.properties.alarms).toHaveLength(17);
    const graphs = widgets.filter(({ type }) => type === 'metric');
    expect(graphs.map(({ properties }) => properties.title)).toMatchInlineSnapshot(`
[
  "Messages by state",
  "Attempts by provider and outcome",
  "Provider latency, p50 and p99 (ms)",
  "From entry to accepted (ms)",
  "Segments sent",
  "Stopped or recorded by a limit",
  "Messages in the queue",
  "Age of the oldest message (s)",
  "Dead letters",
  "Breakers that open",
  "What went wrong",
  "Function",
  "Ingress: requests by source and status",
  "Ingress: time to answer, p50 and p99 (ms)",
  "Ingress: faults",
]
`);
    for (const { properties } of graphs)
      expect(properties).toMatchObject({
        region: expect.stringMatching(/^\$\{element\(split\(':', .*\.arn\), 3\)\}$/),
      });
  });

  it('finds providers by searching, so that another one is shown without a deploy', () => {
    const stack = testStack();
    courier({}, stack);
    const attempts = widgetsOf(stack).find(({ properties }) => properties.title === 'Attempts by provider and outcome');
    expect(attempts?.properties.metrics).toEqual([
      [
        {
          id: 'search0',
          expression: `SEARCH('{SmsCourier,courier,provider,outcome} MetricName="attempts" courier="${NAME}"', 'Sum')`,
          label: "$${PROP('Dim.provider')} $${PROP('Dim.outcome')}",
        },
      ],
    ]);
  });

  it('keeps to what CloudWatch takes: 100 widgets, 24 columns, ids of their own in a graph', () => {
    const stack = testStack();
    courier({ ingress }, stack);
    expect(widgetsOf(stack).length).toBeLessThanOrEqual(100);
    for (const { properties } of widgetsOf(stack)) {
      const ids = (properties.metrics ?? []).flatMap((metric) => (metric[0] as { id?: string }).id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('can be left out', () => {
    const stack = testStack();
    expect(courier({ dashboard: false }, stack).dashboard).toBeUndefined();
    expect(synthesized(stack).resource).not.toHaveProperty('aws_cloudwatch_dashboard');
  });
});

describe('tracing', () => {
  const statements = (stack: ReturnType<typeof testStack>) =>
    resources(stack, 'aws_iam_role_policy').map(({ policy }) => String(policy).includes('xray:'));

  it('is off unless asked for, and nothing is allowed for it', () => {
    const stack = testStack();
    courier({ ingress }, stack);
    expect(statements(stack)).toEqual([false, false]);
    for (const made of resources(stack, 'aws_lambda_function')) expect(made).not.toHaveProperty('tracing_config');
  });

  it('is on in both functions, whose roles may write traces and nothing else of X-Ray', () => {
    const stack = testStack();
    courier({ ingress, tracing: true }, stack);
    const functions = resources(stack, 'aws_lambda_function');
    const policies = resources(stack, 'aws_iam_role_policy');
    expect([functions.length, policies.length]).toEqual([2, 2]);
    for (const made of functions) expect(made).toMatchObject({ tracing_config: { mode: 'Active' } });
    for (const { policy } of policies) {
      expect(String(policy)).toContain(
        '{"Sid":"WriteTraces","Effect":"Allow","Action":["xray:PutTraceSegments","xray:PutTelemetryRecords"],"Resource":"*"}',
      );
      expect(String(policy).match(/xray:/g)).toHaveLength(2);
    }
  });
});

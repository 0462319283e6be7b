import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SmsProvider, SmsSecret } from '../../lib';
import { jsonResponse, type ProviderEmulator } from '../../lib/providers/emulator-base';
import { startLocalCourier } from '../../local/courier';
import type { LocalCourier, LogLine } from '../../local/local-courier';
import { type EmittedMetric, metricsOf } from '../support/metrics';
import { API_KEY, post, WITH_KEY } from './ingress-support';
import { eventually, writeJson } from './support';
import { SECRET, synthesizeCourier, twilio } from './synth';

/** Comes to whatever outcome the text says. */
const moody = (id: string): ProviderEmulator => ({
  id,
  origin: `https://${id}.example.com`,
  handle: ({ body }) => {
    const { to, text } = JSON.parse(body) as { to: string; text: string };
    const answer = jsonResponse(200, { outcome: text });
    return text === 'accepted' ? { ...answer, accepted: { id: 'm', to, from: 'us', text } } : answer;
  },
});

const provider = (id: string) =>
  SmsProvider.http({
    id,
    url: `https://${id}.example.com/send`,
    body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
    response:
      "function(res) if res.json.outcome == 'odd' then { outcome: 'accepted', warning: 'odd' } else { outcome: res.json.outcome }",
  });

interface Stack {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

let courier: LocalCourier;
let stack: Stack;
const log: LogLine[] = [];
let emitted: EmittedMetric[];

let numbers = 0;
const message = (body: string, fields: object = {}) => {
  numbers += 1;
  return { id: `m-${numbers}`, recipient: `+49176671${11_000 + numbers}`, body, ...fields };
};

const invoke = async (event: object) => {
  const result = await courier.invoke(event);
  if ('error' in result) throw new Error(result.error.errorMessage);
  return JSON.parse(result.payload);
};

/** Lets everything happen once that the courier counts or measures. */
async function emitAll(): Promise<void> {
  const sent = message('accepted');
  await invoke(sent);
  await invoke(sent);
  await invoke(message('odd'));
  await invoke(message('accepted', { provider: 'unknown' }));
  for (const outcome of ['unauthorized', 'out_of_credit', 'bad_sender', 'bad_request'])
    await invoke(message(outcome, { provider: 'first' }));
  await invoke(message('accepted', { expires_at: new Date(Date.now() - 1000).toISOString() }));
  await invoke({ ...message('accepted'), recipient: '+12065550100' });
  await invoke(message('accepted', { template_type: 'broken', template_data: {} }));
  for (let count = 0; count < 5; count += 1) await invoke(message('unavailable', { provider: 'second' }));
  await post(`${courier.ingressUrl}/ory`, JSON.stringify(message('accepted')), WITH_KEY);
  process.kill(courier.ledger.processId, 'SIGSTOP');
  try {
    await invoke(message('accepted'));
  } finally {
    process.kill(courier.ledger.processId, 'SIGCONT');
  }
}

beforeAll(async () => {
  const { stackDirectory, secretsFile } = synthesizeCourier({
    providers: [provider('first'), provider('second'), twilio()],
    allowedCountries: ['DE'],
    ingress: { apiKey: SmsSecret.fromSsmParameter('/ingress/key') },
    templates: { broken: '{{ index .Identity.traits.codes 3 }}' },
    alarmTopicArns: ['arn:aws:sns:eu-central-1:000000000000:oncall'],
  });
  writeJson(secretsFile, { [SECRET]: 'known-to-the-emulator-only', '/ingress/key': API_KEY });
  stack = JSON.parse(readFileSync(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
  courier = await startLocalCourier({
    stackDirectory,
    secretsFile,
    emulators: [moody('first'), moody('second')],
    environments: 1,
  });
  courier.events.on('log', (line) => log.push(line));
  await emitAll();
  await eventually(() => log.some(({ event }) => event === 'ingress'), "the ingress's line");
  await eventually(() => log.some(({ event }) => event === 'ledger'), "the ledger's line");
  emitted = log.flatMap(metricsOf);
}, 60_000);

afterAll(() => courier?.stop());

/** A metric that an alarm or a graph asks CloudWatch for; with `by`, all that are counted by these dimensions as well. */
interface Asked {
  readonly where: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly by?: readonly string[];
}

function askedByAlarms(): Asked[] {
  return Object.values(stack.resource['aws_cloudwatch_metric_alarm'] ?? {}).map((alarm) => ({
    where: String(alarm['alarm_name']),
    namespace: String(alarm['namespace']),
    name: String(alarm['metric_name']),
    dimensions: alarm['dimensions'] as Record<string, string>,
  }));
}

function askedByDashboard(): Asked[] {
  const [dashboard] = Object.values(stack.resource['aws_cloudwatch_dashboard'] ?? {});
  const body = String(dashboard?.['dashboard_body']).replace(/\$\{[^}]*\}/g, (text) => text.replaceAll('"', "'"));
  const { widgets } = JSON.parse(body) as { widgets: { properties: { title: string; metrics?: unknown[][] } }[] };
  return widgets.flatMap(({ properties: { title, metrics = [] } }) =>
    metrics.map((metric) => {
      const [first] = metric;
      if (typeof first === 'object') return searched(title, (first as { expression: string }).expression);
      const [namespace, name, ...dimensions] = metric.slice(0, -1) as string[];
      const pairs = dimensions.flatMap((key, index) => (index % 2 === 0 ? [[key, dimensions[index + 1]]] : []));
      return { where: title, namespace: namespace ?? '', name: name ?? '', dimensions: Object.fromEntries(pairs) };
    }),
  );
}

/** `SEARCH('{Namespace,dimension,…} MetricName="…" dimension="…"', 'Sum')` */
function searched(where: string, expression: string): Asked {
  const [, schema = '', terms = ''] = expression.match(/^SEARCH\('\{([^}]*)\} ([^']*)', '(?:Sum|p50|p99)'\)$/) ?? [];
  const [namespace = '', ...keys] = schema.split(',');
  const { MetricName: name = '', ...dimensions } = Object.fromEntries(
    [...terms.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  ) as Record<string, string>;
  return { where, namespace, name, dimensions, by: keys.filter((key) => !(key in dimensions)) };
}

const asked = () => [...askedByAlarms(), ...askedByDashboard()];

function answers(metric: EmittedMetric, { namespace, name, dimensions, by = [] }: Asked): boolean {
  const keys = [...Object.keys(dimensions), ...by].sort();
  return (
    metric.namespace === namespace &&
    metric.name === name &&
    Object.keys(metric.dimensions).sort().join() === keys.join() &&
    Object.entries(dimensions).every(([key, value]) => metric.dimensions[key] === value)
  );
}

test("every metric of the courier's own that an alarm or the dashboard asks for has been emitted, by exactly these dimensions", () => {
  const own = asked().filter(({ namespace }) => !namespace.startsWith('AWS/'));
  expect(own.length).toBeGreaterThanOrEqual(20);
  expect(own.filter((each) => !emitted.some((metric) => answers(metric, each)))).toEqual([]);
});

test('nothing is emitted, and paid for, that neither an alarm nor the dashboard asks for', () => {
  const unused = emitted.filter(
    (metric) =>
      !asked().some(({ dimensions, by = [], ...each }) =>
        // an alarm's dimension may have another value
        answers(metric, { ...each, dimensions: {}, by: [...Object.keys(dimensions), ...by] }),
      ),
  );
  expect(unused).toEqual([]);
});

/** `{ $.field = "value" }`, where `*` stands for any text. */
function matches(line: LogLine, field: string, value: string): boolean {
  const [before = '', after] = value.split('*');
  const text = String(line[field]);
  return after === undefined ? text === value : text.startsWith(before) && text.endsWith(after);
}

test("what alarms have the operator look for in the log is there: the patterns match the courier's lines", () => {
  const descriptions = Object.values(stack.resource['aws_cloudwatch_metric_alarm'] ?? {}).map(
    ({ alarm_description: text }) => String(text),
  );
  const patterns = descriptions.flatMap((text) => [...text.matchAll(/\{ \$\.(\w+) = "([^"]+)" \}/g)]);
  expect(patterns).toHaveLength(9);
  const unmatched = patterns.filter(([, field = '', value = '']) => !log.some((line) => matches(line, field, value)));
  // nothing here makes the ingress answer 5xx; its status is a text like the others
  expect(unmatched.map(([pattern]) => pattern)).toEqual(['{ $.status = "5*" }']);
});

test('queries and patterns of the pages name fields that lines have', () => {
  const pages = ['why-no-sms.md', 'alarms.md'].map((name) => readFileSync(join(__dirname, '../../docs', name), 'utf8'));
  const named = [...pages.join('\n').matchAll(/\$\.(\w+)/g)].map(([, field]) => field);
  const queries = [...pages.join('\n').matchAll(/^```insights\n(.*?)^```/gms)].map(([, query]) => query ?? '');
  expect(queries.length).toBeGreaterThanOrEqual(8);
  for (const query of queries) {
    // texts, patterns and what the query itself makes are no fields
    const bare = query.replace(/"[^"]*"|\/[^/]*\//g, ' ');
    const made = [...query.matchAll(/\bas (\w+)|\(\?<(\w+)>/g)].flatMap(([, as, group]) => [as, group]);
    const words = (bare.match(/@?[a-z_]\w*/g) ?? []).filter((word) => !KEYWORDS.includes(word) && !made.includes(word));
    named.push(...words);
  }
  const fields = new Set(log.flatMap((line) => Object.keys(line)));
  expect([...new Set(named)].filter((name) => !fields.has(name ?? ''))).toEqual([]);
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
const KEYWORDS = [
  ...['filter', 'sort', 'display', 'stats', 'parse', 'by', 'as', 'asc', 'desc', 'and', 'or'],
  ...['count', 'sum', 'pct', 'bin', 'm', '@timestamp'],
];

/** As AWS documents them: the links stand beside lib/monitoring/metric.ts's functions. */
const OF_AWS: Readonly<Record<string, { dimension: string; resource: string; attribute: string; names: string[] }>> = {
  'AWS/SQS': {
    dimension: 'QueueName',
    resource: 'aws_sqs_queue',
    attribute: 'name',
    names: [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesDelayed',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesVisible',
      'NumberOfEmptyReceives',
      'NumberOfMessagesDeleted',
      'NumberOfMessagesReceived',
      'NumberOfMessagesSent',
      'SentMessageSize',
    ],
  },
  'AWS/Lambda': {
    dimension: 'FunctionName',
    resource: 'aws_lambda_function',
    attribute: 'function_name',
    names: [
      'AsyncEventAge',
      'AsyncEventsDropped',
      'AsyncEventsReceived',
      'ConcurrentExecutions',
      'DestinationDeliveryFailures',
      'Duration',
      'Errors',
      'Invocations',
      'Throttles',
    ],
  },
  'AWS/ApiGateway': {
    dimension: 'ApiId',
    resource: 'aws_apigatewayv2_api',
    attribute: 'id',
    names: ['4xx', '5xx', 'Count', 'DataProcessed', 'IntegrationLatency', 'Latency'],
  },
};

test("every metric of AWS's that is asked for is one that AWS has, of a resource of this stack", () => {
  const ofAws = asked().filter(({ namespace }) => namespace.startsWith('AWS/'));
  expect(ofAws.length).toBeGreaterThanOrEqual(15);
  for (const { namespace, name, dimensions, by, where } of ofAws) {
    const { dimension = '', resource = '', attribute, names } = OF_AWS[namespace] ?? {};
    expect([where, names]).toEqual([where, expect.arrayContaining([name])]);
    expect([where, by, Object.keys(dimensions)]).toEqual([where, undefined, [dimension]]);
    const ids = Object.keys(stack.resource[resource] ?? {});
    expect(ids.map((id) => `\${${resource}.${id}.${attribute}}`)).toContain(dimensions[dimension]);
  }
});

test('the courier is told apart from others by the name that its function has', () => {
  const [{ function_name: name } = {}] = Object.values(stack.resource['aws_lambda_function'] ?? {});
  expect(new Set(emitted.map(({ dimensions }) => dimensions['courier']))).toEqual(new Set([name]));
});

import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import type { Shared } from '../resources/shared';
import type { CourierAlarms } from './alarms';
import { apiMetric, courierMetric, functionMetric, queueMetric } from './metric';
import type { Monitored } from './monitored';
import { THRESHOLDS } from './thresholds';
import { alarmStatus, type Graph, graph, type Line, text, type Widget } from './widgets';

export function createDashboard(
  scope: Construct,
  monitored: Monitored,
  alarms: CourierAlarms,
  { untagged }: Shared,
): CloudwatchDashboard {
  return new CloudwatchDashboard(scope, 'Dashboard', {
    dashboardName: monitored.name,
    dashboardBody: JSON.stringify({ widgets: widgets(monitored, alarms) }),
    ...untagged,
  });
}

function widgets(monitored: Monitored, alarms: CourierAlarms): Widget[] {
  const { name, queue } = monitored;
  // dashboards are of the account, their metrics of a region: the queue's
  const region = Fn.element(Fn.split(':', queue.arn), 3);
  const arns = Object.values(alarms).map(({ arn }) => arn);
  return [
    text(
      `**${name}**. One message: \`sms-courier status <id> --function ${name}\`, one user: \`sms-courier status --to +… --function ${name}\`.`,
    ),
    ...(arns.length === 0 ? [] : [alarmStatus('Alarms', arns)]),
    ...[
      ...messageGraphs(monitored),
      ...queueGraphs(monitored),
      ...faultGraphs(monitored),
      ...ingressGraphs(monitored),
    ].map((each) => graph(each, region)),
  ];
}

/** What became of messages, how soon, by whom. */
function messageGraphs({ name }: Monitored): Graph[] {
  const latency = (statistic: 'p50' | 'p99'): Line => ({
    search: { metric: courierMetric(name, 'duration_ms'), by: ['provider'] },
    statistic,
  });
  const age = (statistic: 'p50' | 'p99'): Line => ({
    metric: courierMetric(name, 'delivery_ms'),
    statistic,
    label: statistic,
  });
  return [
    {
      title: 'Messages by state',
      lines: [{ search: { metric: courierMetric(name, 'messages'), by: ['state'] }, statistic: 'Sum' }],
      stacked: true,
    },
    {
      title: 'Attempts by provider and outcome',
      lines: [{ search: { metric: courierMetric(name, 'attempts'), by: ['provider', 'outcome'] }, statistic: 'Sum' }],
      stacked: true,
    },
    { title: 'Provider latency, p50 and p99 (ms)', lines: [latency('p50'), latency('p99')] },
    { title: 'From entry to accepted (ms)', lines: [age('p50'), age('p99')] },
    { title: 'Segments sent', lines: [counted(name, 'segments')] },
    {
      title: 'Stopped or recorded by a limit',
      lines: [{ search: { metric: courierMetric(name, 'over_limit'), by: ['limit'] }, statistic: 'Sum' }],
      stacked: true,
    },
  ];
}

function queueGraphs({ queue, deadLetterQueue }: Monitored): Graph[] {
  const waiting = queueMetric(queue, 'ApproximateNumberOfMessagesVisible');
  const delayed = queueMetric(queue, 'ApproximateNumberOfMessagesDelayed');
  const inFlight = queueMetric(queue, 'ApproximateNumberOfMessagesNotVisible');
  return [
    {
      title: 'Messages in the queue',
      lines: [
        { metric: waiting, statistic: 'Maximum', label: 'waiting' },
        { metric: delayed, statistic: 'Maximum', label: 'handed over for later' },
        { metric: inFlight, statistic: 'Maximum', label: 'at work, or waiting for a retry' },
      ],
    },
    {
      title: 'Age of the oldest message (s)',
      lines: [{ metric: queueMetric(queue, 'ApproximateAgeOfOldestMessage'), statistic: 'Maximum', label: 'age' }],
      threshold: { label: 'alarm queue-age', value: THRESHOLDS.queueAgeSeconds },
    },
    {
      title: 'Dead letters',
      lines: [
        {
          metric: queueMetric(deadLetterQueue, 'ApproximateNumberOfMessagesVisible'),
          statistic: 'Maximum',
          label: 'dead letters',
        },
      ],
    },
  ];
}

function faultGraphs({ name, courierFunction }: Monitored): Graph[] {
  return [
    {
      title: 'Breakers that open',
      lines: [{ search: { metric: courierMetric(name, 'breaker_open'), by: ['provider'] }, statistic: 'Sum' }],
    },
    {
      title: 'What went wrong',
      lines: ['ledger_failures', 'template_failures', 'warnings', 'duplicates'].map((metric) => counted(name, metric)),
    },
    {
      title: 'Function',
      lines: [
        { metric: functionMetric(courierFunction, 'Errors'), statistic: 'Sum', label: 'errors' },
        { metric: functionMetric(courierFunction, 'Throttles'), statistic: 'Sum', label: 'throttles' },
        { metric: functionMetric(courierFunction, 'ConcurrentExecutions'), statistic: 'Maximum', label: 'at a time' },
      ],
    },
  ];
}

function ingressGraphs({ name, ingress }: Monitored): Graph[] {
  if (ingress === undefined) return [];
  const { api } = ingress;
  const took = (statistic: 'p50' | 'p99'): Line => ({
    search: { metric: courierMetric(name, 'duration_ms'), by: ['source'] },
    statistic,
  });
  return [
    {
      title: 'Ingress: requests by source and status',
      lines: [{ search: { metric: courierMetric(name, 'requests'), by: ['source', 'status'] }, statistic: 'Sum' }],
      stacked: true,
    },
    { title: 'Ingress: time to answer, p50 and p99 (ms)', lines: [took('p50'), took('p99')] },
    {
      title: 'Ingress: faults',
      lines: [
        ...(api === undefined
          ? []
          : ([
              { metric: apiMetric(api, '4xx'), statistic: 'Sum', label: '4xx' },
              { metric: apiMetric(api, '5xx'), statistic: 'Sum', label: '5xx' },
            ] as const)),
        { metric: functionMetric(ingress.function, 'Errors'), statistic: 'Sum', label: 'errors of the function' },
        { metric: functionMetric(ingress.function, 'Throttles'), statistic: 'Sum', label: 'throttles' },
      ],
    },
  ];
}

function counted(courier: string, metric: string): Line {
  return { metric: courierMetric(courier, metric), statistic: 'Sum', label: metric };
}

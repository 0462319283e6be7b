import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import type { OutcomeClass } from '../../lambda/outcome/outcome';
import type { Shared } from '../resources/shared';
import { type AlarmDefinition, createAlarm } from './alarm';
import { apiMetric, courierMetric, functionMetric, queueMetric } from './metric';
import type { Monitored } from './monitored';
import { THRESHOLDS } from './thresholds';

/** An alarm's name: in `courier.alarms`, after the courier's in CloudWatch, after `Alarm-` in Terraform, and its heading in docs/alarms.md. */
export type AlarmName =
  | 'dead-letters'
  | 'queue-age'
  | 'in-flight'
  | 'unauthorized'
  | 'out-of-credit'
  | 'bad-sender'
  | 'bad-request'
  | 'expired'
  | 'over-limit'
  | 'ledger-failures'
  | 'breaker-open'
  | 'function-errors'
  | 'throttles'
  | 'async-lost'
  /** Only with an ingress. */
  | 'ingress-errors'
  | 'ingress-throttles'
  /** Only with an ingress that has an API. */
  | 'ingress-5xx';

/** A courier's alarms by name; those are absent that it has none of. */
export type CourierAlarms = Readonly<Partial<Record<AlarmName, CloudwatchMetricAlarm>>>;

export function createAlarms(scope: Construct, monitored: Monitored, shared: Shared): CourierAlarms {
  const definitions = Object.entries({
    ...queueAlarms(monitored),
    ...outcomeAlarms(monitored),
    ...courierAlarms(monitored),
    ...functionAlarms(monitored),
    ...ingressAlarms(monitored),
  });
  return Object.fromEntries(
    definitions.map(([name, definition]) => [name, createAlarm(scope, monitored.name, name, definition, shared)]),
  );
}

type Definitions = Partial<Record<AlarmName, AlarmDefinition>>;

/** SQS tells its metrics each minute. */
const MINUTE = 60;

function queueAlarms({ name, queue, deadLetterQueue }: Monitored): Definitions {
  return {
    'dead-letters': {
      metric: queueMetric(deadLetterQueue, 'ApproximateNumberOfMessagesVisible'),
      statistic: 'Maximum',
      threshold: THRESHOLDS.deadLetters,
      periodSeconds: MINUTE,
      // whoever looks at letters hides them for a minute at most, and the courier looks every hour: the alarm must not go off anew each time
      periods: { atLeast: 1, of: 5 },
      meaning: 'Messages were given up and wait to be replayed or dropped: their users got no code.',
      command: `sms-courier dead-letters list --function ${name}`,
    },
    'queue-age': {
      metric: queueMetric(queue, 'ApproximateAgeOfOldestMessage'),
      statistic: 'Maximum',
      threshold: THRESHOLDS.queueAgeSeconds,
      periodSeconds: MINUTE,
      meaning:
        'A message has waited in the queue for five minutes: the courier does not get through it, and codes run out.',
      command: tail(name),
    },
    'in-flight': {
      metric: queueMetric(queue, 'ApproximateNumberOfMessagesNotVisible'),
      statistic: 'Maximum',
      threshold: THRESHOLDS.inFlight,
      periodSeconds: MINUTE,
      meaning:
        'Over 100,000 messages are worked on or wait for a retry. At 120,000 SQS gives out no further one, and new codes wait behind those that fail.',
      command: tail(name, '{ $.state = "queued" }'),
    },
  };
}

/** Outcomes that somebody must act on. They are counted by outcome alone, whichever providers there are. */
function outcomeAlarms({ name }: Monitored): Definitions {
  const alarm = (outcome: OutcomeClass, meaning: string, command: string): AlarmDefinition => ({
    metric: courierMetric(name, 'attempts', { outcome }),
    statistic: 'Sum',
    threshold: THRESHOLDS.refusals,
    meaning,
    command,
  });
  const refused = (outcome: string) => tail(name, `{ $.outcome = "${outcome}" }`);
  return {
    unauthorized: alarm(
      'unauthorized',
      'A provider refuses its credential, or a secret has no value. Messages go to the next provider, or are tried again until they expire or have had all their attempts.',
      `sms-courier secrets check --function ${name}`,
    ),
    'out-of-credit': alarm(
      'out_of_credit',
      "A provider's account has no balance left. Messages go to the next provider, else to the dead letters.",
      refused('out_of_credit'),
    ),
    'bad-sender': alarm(
      'bad_sender',
      'A provider does not let the sender send: unknown, not registered, or paused. Messages go to the next provider, else to the dead letters.',
      refused('bad_sender'),
    ),
    'bad-request': alarm(
      'bad_request',
      'A provider cannot read the request, or its Jsonnet fails. Messages go to the next provider, else to the dead letters.',
      refused('bad_request'),
    ),
  };
}

function courierAlarms({ name }: Monitored): Definitions {
  const sum = (metric: string, threshold: number, dimensions: Readonly<Record<string, string>> = {}) =>
    ({ metric: courierMetric(name, metric, dimensions), statistic: 'Sum', threshold }) as const;
  return {
    expired: {
      ...sum('messages', THRESHOLDS.expired, { state: 'expired' }),
      meaning:
        'Messages expired before a provider took them. They leave no dead letter: their users must ask for a new code.',
      command: tail(name, '{ $.state = "expired" }'),
    },
    'over-limit': {
      ...sum('over_limit', THRESHOLDS.overLimit),
      meaning:
        'Many messages are over a limit or go to a country that is not allowed: somebody pumps SMS, or a limit is too tight.',
      command: tail(name, '{ $.event = "limit" }'),
    },
    'ledger-failures': {
      ...sum('ledger_failures', THRESHOLDS.ledgerFailures),
      meaning:
        'The ledger (DynamoDB) cannot be reached. Messages wait for half of their life, then are sent unclaimed, past the limits, and may come twice.',
      command: tail(name, '{ $.event = "ledger" }'),
    },
    'breaker-open': {
      ...sum('breaker_open', THRESHOLDS.breakersOpened),
      meaning:
        'A provider failed five times in a row and is asked last. Without another one messages are tried again, and then given up to the dead letters.',
      command: tail(name, '{ $.event = "breaker" }'),
    },
  };
}

function functionAlarms({ name, courierFunction }: Monitored): Definitions {
  return {
    'function-errors': {
      metric: functionMetric(courierFunction, 'Errors'),
      statistic: 'Sum',
      threshold: THRESHOLDS.functionErrors,
      meaning:
        "The courier's function failed: it crashed, ran out of time or memory, or was invoked with what is no message.",
      command: tail(name, FAILURES),
    },
    throttles: throttled(
      courierFunction,
      'Lambda did not run the function for want of concurrency: messages wait, and backends that invoke it are refused.',
    ),
    'async-lost': {
      metric: functionMetric(courierFunction, 'DestinationDeliveryFailures'),
      statistic: 'Sum',
      threshold: THRESHOLDS.asyncLost,
      meaning: 'An asynchronous invoke failed and could not be kept among the dead letters: its message is lost.',
      command: `aws lambda get-function-event-invoke-config --function-name ${name}`,
    },
  };
}

function ingressAlarms({ name, ingress }: Monitored): Definitions {
  if (ingress === undefined) return {};
  const { api } = ingress;
  return {
    'ingress-errors': {
      metric: functionMetric(ingress.function, 'Errors'),
      statistic: 'Sum',
      threshold: THRESHOLDS.ingressFailures,
      meaning: "The ingress's function failed, or refused what Cognito gave it: such messages are not in the queue.",
      command: tail(`${name}-ingress`, FAILURES),
    },
    'ingress-throttles': throttled(
      ingress.function,
      'Lambda did not run the ingress for want of concurrency: such messages are not in the queue.',
    ),
    ...(api === undefined
      ? {}
      : {
          'ingress-5xx': {
            metric: apiMetric(api, '5xx'),
            statistic: 'Sum',
            threshold: THRESHOLDS.ingressFailures,
            meaning:
              'The ingress answers 5xx: such messages are not in the queue, and are lost unless their sender posts again.',
            command: tail(`${name}-ingress`, '{ $.status = "5*" }'),
          },
        }),
  };
}

function throttled(of: Monitored['courierFunction'], meaning: string): AlarmDefinition {
  return {
    metric: functionMetric(of, 'Throttles'),
    statistic: 'Sum',
    threshold: THRESHOLDS.throttles,
    periodSeconds: MINUTE,
    periods: { atLeast: 3, of: 5 },
    meaning,
    command: 'aws lambda get-account-settings',
  };
}

/** What Lambda itself writes of an invocation that failed. */
const FAILURES = '?"Invoke Error" ?"Task timed out" ?"Runtime exited"';

function tail(functionName: string, pattern?: string): string {
  return `aws logs tail /aws/lambda/${functionName} --since 15m${pattern === undefined ? '' : ` --filter-pattern '${pattern}'`}`;
}

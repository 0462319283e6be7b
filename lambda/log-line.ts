/** Where the log's lines go. In Lambda: standard output, which is written to the log group as it stands. */
export type WriteLine = (line: string) => void;

/** Writes one line of the log. */
export type Line = (level: 'info' | 'warn' | 'error', fields: Readonly<Record<string, unknown>>) => void;

/** Of all metrics that the courier writes. */
export const NAMESPACE = 'SmsCourier';

/** One JSON object a line, with what every line of a courier says. */
export function lineWriter(courier: string, configHash: string, write: WriteLine, now: () => number): Line {
  return (level, fields) =>
    write(JSON.stringify({ time: new Date(now()).toISOString(), level, courier, config: configHash, ...fields }));
}

/** Metrics that are counted under the same dimensions. */
export interface MetricSet {
  /** Fields of the line that are its numbers, with their units. */
  readonly units: Readonly<Record<string, 'Count' | 'Milliseconds'>>;
  /**
   * The fields, beside the courier, that they are counted by; once for each list. Every combination of values is a metric of its own,
   * and paid for: https://aws.amazon.com/cloudwatch/pricing/
   */
  readonly by: readonly (readonly string[])[];
}

/**
 * Makes metrics of fields of the line. All are counted by the courier, so that two of an account are told apart.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(timestamp: number, sets: readonly MetricSet[]): object {
  return {
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: sets.map(({ units, by }) => ({
        Namespace: NAMESPACE,
        Dimensions: by.map((dimensions) => ['courier', ...dimensions]),
        Metrics: Object.entries(units).map(([Name, Unit]) => ({ Name, Unit })),
      })),
    },
  };
}

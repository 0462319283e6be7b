/** Where the log's lines go. In Lambda: standard output, which is written to the log group as it stands. */
export type WriteLine = (line: string) => void;

/** Writes one line of the log. */
export type Line = (level: 'info' | 'warn' | 'error', fields: Readonly<Record<string, unknown>>) => void;

const NAMESPACE = 'SmsCourier';

/** One JSON object a line, with what every line of a courier says. */
export function lineWriter(courier: string, configHash: string, write: WriteLine, now: () => number): Line {
  return (level, fields) =>
    write(JSON.stringify({ time: new Date(now()).toISOString(), level, courier, config: configHash, ...fields }));
}

/** Makes metrics of fields of the line. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export function embeddedMetrics(
  timestamp: number,
  dimensions: readonly string[],
  units: Readonly<Record<string, 'Count' | 'Milliseconds'>>,
): object {
  return {
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [dimensions],
          Metrics: Object.entries(units).map(([Name, Unit]) => ({ Name, Unit })),
        },
      ],
    },
  };
}

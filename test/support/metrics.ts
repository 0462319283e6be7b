import { NAMESPACE } from '../../lambda/log-line';

interface EmbeddedMetrics {
  readonly CloudWatchMetrics: readonly {
    readonly Namespace: string;
    readonly Dimensions: readonly (readonly string[])[];
    readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
  }[];
}

/** A metric as CloudWatch makes it of a line. */
export interface EmittedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * The metrics of a log line, as CloudWatch reads them.
 *
 * @throws if a dimension is no text or a metric no number: CloudWatch would drop the metric without a word
 */
export function metricsOf(line: Readonly<Record<string, unknown>>): EmittedMetric[] {
  const embedded = line['_aws'] as EmbeddedMetrics | undefined;
  return (embedded?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => {
        const dimensions = Object.fromEntries(names.map((name) => [name, text(line, name)]));
        const value = line[Name];
        if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${Name} of a line is ${value}`);
        return { namespace: Namespace, name: Name, dimensions, value };
      }),
    ),
  );
}

/** Such as `attempts courier=test/Sms outcome=accepted: 1`. */
export function shown({ namespace, name, dimensions, value }: EmittedMetric): string {
  const by = Object.entries(dimensions).map(([key, text]) => `${key}=${text}`);
  return `${namespace === NAMESPACE ? '' : `${namespace} `}${[name, ...by].join(' ')}: ${value}`;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html */
function text(line: Readonly<Record<string, unknown>>, name: string): string {
  const value = line[name];
  if (typeof value !== 'string' || value === '' || value.length > 1024 || /[^ -~]/.test(value))
    throw new Error(`${name} of a line is ${JSON.stringify(value)}: a dimension is ASCII text`);
  return value;
}

import type { Metric } from './metric';

/** A widget of a dashboard; its place follows from its order. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export interface Widget {
  readonly type: 'metric' | 'alarm' | 'text';
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Statistic = 'Sum' | 'Maximum' | 'p50' | 'p99';

/** One line of a graph, or as many as a search finds. */
export type Line =
  | { readonly metric: Metric; readonly statistic: Statistic; readonly label: string }
  | { readonly search: Search; readonly statistic: Statistic };

/** All metrics of a name that are counted by exactly these dimensions: whoever is in them need not be listed. */
export interface Search {
  readonly metric: Metric;
  readonly by: readonly string[];
}

export interface Graph {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Stacks what adds up. @default false */
  readonly stacked?: boolean;
  /** Where an alarm goes off. */
  readonly threshold?: { readonly label: string; readonly value: number };
}

/** Three in a row. */
const GRAPH = { width: 8, height: 6 } as const;
/** Seconds; the same as the alarms', so that both show the same numbers. */
const PERIOD = 300;

export function graph({ title, lines, stacked = false, threshold }: Graph, region: string): Widget {
  return {
    type: 'metric',
    ...GRAPH,
    properties: {
      title,
      view: 'timeSeries',
      stacked,
      region,
      period: PERIOD,
      metrics: lines.map((line, index) => ('search' in line ? searched(line, index) : drawn(line))),
      yAxis: { left: { min: 0 } },
      ...(threshold === undefined ? {} : { annotations: { horizontal: [threshold] } }),
    },
  };
}

export function alarmStatus(title: string, arns: readonly string[]): Widget {
  return { type: 'alarm', width: 24, height: 3, properties: { title, alarms: arns } };
}

export function text(markdown: string): Widget {
  return { type: 'text', width: 24, height: 2, properties: { markdown } };
}

function drawn({ metric, statistic, label }: Extract<Line, { metric: Metric }>): readonly unknown[] {
  const { namespace, name, dimensions } = metric;
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat: statistic, label }];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html */
function searched({ search: { metric, by }, statistic }: Extract<Line, { search: Search }>, index: number): unknown[] {
  const { namespace, name, dimensions } = metric;
  const schema = [namespace, ...Object.keys(dimensions), ...by].join(',');
  const terms = Object.entries({ MetricName: name, ...dimensions }).map(([key, value]) => `${key}="${value}"`);
  const expression = `SEARCH('{${schema}} ${terms.join(' ')}', '${statistic}')`;
  return [{ id: `search${index}`, expression, label: labelOf(by, statistic) }];
}

/**
 * What each line that is found is called by: the values of what was searched by.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
function labelOf(by: readonly string[], statistic: Statistic): string {
  // to Terraform `${` is an expression of its own, and `$${` stands for it
  const values = by.map((dimension) => `$$\{PROP('Dim.${dimension}')}`);
  return [...values, ...(statistic.startsWith('p') ? [statistic] : [])].join(' ');
}

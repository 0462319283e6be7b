import { median } from '../statistics';
export interface Results {
  readonly date: string;
  readonly node: string;
  readonly go: string;
  readonly cases: readonly {
    readonly name: string;
    readonly template: string;
    /** Renders per second, a round each. */
    readonly ours: readonly number[];
    readonly go: readonly number[];
  }[];
}

export function report({ date, node, go, cases }: Results): string {
  const rows = cases.map(
    ({ name, ours, go: theirs }) =>
      `| ${name} | ${show(ours)} | ${show(theirs)} | ${(median(ours) / median(theirs)).toFixed(1)} |`,
  );
  return `# Rendering templates

Renders per second of a template that is parsed once, on one processor: the median of ${cases[0]?.ours.length ?? 0} rounds of a second, ours and Go's
in turn, and in brackets the least and the most. Both render from the same data, decoded once, with sprig's functions at hand, and
both are checked for the text first. ${date}, Node.js ${node}, ${go}.

| template | ours | Go's text/template | ratio |
|---|---|---|---|
${rows.join('\n')}

Again: \`npm run bench:template\`, which needs Go and sprig as Debian packages them, and fails where ours is slower.
`;
}

function show(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${thousands(median(values))} (${thousands(least)} to ${thousands(most)})`;
}

function thousands(value: number): string {
  return `${Math.round(value / 1000).toLocaleString('en-US')} k`;
}

/** Renders one case over and over, and prints how often it came through in a second. The text is checked first. */
import { readFileSync } from 'node:fs';
import { oryData } from '../../lambda/template/ory-data';
import { Template } from '../../lambda/template/template';

interface Case {
  readonly template: string;
  readonly ory: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly output: string;
}

const BATCH = 1_000;
const [file = '', seconds = '1'] = process.argv.slice(2);
const { template: source, ory, data, output } = JSON.parse(readFileSync(file, 'utf8')) as Case;
const template = Template.parse(source);
const value = oryData(ory, data);
if (template.render(value) !== output) throw new Error('this is not what Go renders');

let renders = 0;
const started = performance.now();
const end = started + Number(seconds) * 1_000;
while (performance.now() < end) {
  for (let time = 0; time < BATCH; time++) template.render(value);
  renders += BATCH;
}
process.stdout.write(`${renders / ((performance.now() - started) / 1_000)}\n`);

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ENDPOINT_ENV, REGION, WATCHED_STACK, WATCHED_TOPIC } from './app/settings';
import { Account } from './support/aws';
import { type Moto, startMoto } from './support/moto';
import { changes, type Plan } from './support/plan';
import { environment } from './support/process';
import { ROOT, synthesize } from './support/synthesize';
import { temporaryDirectory } from './support/temporary';
import { Terraform, terraformVariables } from './support/terraform';

const directory = temporaryDirectory('monitoring');
let moto: Moto;
let plan: Plan;

beforeAll(async () => {
  const workplace = join(directory.path, 'project');
  mkdirSync(workplace);
  moto = await startMoto();
  await synthesize({
    program: join(ROOT, 'test/deploy/app/monitoring.ts'),
    directory: workplace,
    env: { [ENDPOINT_ENV]: moto.url },
  });
  const stack = join(workplace, 'cdktf.out/stacks', WATCHED_STACK);
  const terraform = new Terraform(WATCHED_STACK, stack, environment(terraformVariables(directory.path)));
  await terraform.init();
  await terraform.validate();
  await terraform.plan('create.tfplan');
  await terraform.apply('create.tfplan');
  await terraform.plan('again.tfplan');
  plan = await terraform.show('again.tfplan');
});

afterAll(async () => {
  await moto?.stop();
  directory.remove();
});

interface Widget {
  readonly type: string;
  readonly properties: { readonly title: string };
}

/** Resources of a type as Terraform has read them back from AWS. */
const deployed = (type: string) =>
  (plan.resource_changes ?? []).filter((each) => each.type === type).map(({ change }) => change.before ?? {});

it('has nothing left to change', () => {
  expect(changes(plan)).toEqual([]);
});

it('has its alarms, which tell their topic and have tags', () => {
  const alarms = deployed('aws_cloudwatch_metric_alarm');
  expect(alarms).toHaveLength(17);
  for (const alarm of alarms)
    expect(alarm).toMatchObject({
      alarm_name: expect.stringMatching(/^watched-Seen-[0-9a-f]{8}-[a-z0-9-]+$/),
      alarm_actions: [WATCHED_TOPIC],
      ok_actions: [WATCHED_TOPIC],
      treat_missing_data: 'notBreaching',
      tags: { team: 'identity' },
    });
});

it('has its dashboard, of the region and of resources that there are', () => {
  const [dashboard, ...others] = deployed('aws_cloudwatch_dashboard');
  expect(others).toEqual([]);
  const { widgets } = JSON.parse(String(dashboard?.['dashboard_body']));
  const graphs = widgets.filter(({ type }: Widget) => type === 'metric');
  expect(graphs).toHaveLength(15);
  for (const { properties } of graphs) expect(properties.region).toBe(REGION);
  const latency = graphs.find(({ properties }: Widget) => properties.title.startsWith('Provider latency'));
  expect(latency.properties.metrics.flat().map(({ label }: { label: string }) => label)).toEqual([
    "${PROP('Dim.provider')} p50",
    "${PROP('Dim.provider')} p99",
  ]);
  const shown = widgets.find(({ type }: Widget) => type === 'alarm').properties.alarms;
  expect(shown.sort()).toEqual(
    deployed('aws_cloudwatch_metric_alarm')
      .map(({ arn }) => arn)
      .sort(),
  );
  const queues = deployed('aws_sqs_queue').map(({ name }) => name);
  const named = [...JSON.stringify(graphs).matchAll(/"QueueName","([^"]+)"/g)].map(([, name]) => name);
  expect(queues).toEqual(expect.arrayContaining(named));
  expect(new Set(named).size).toBe(2);
});

it('traces both functions of the courier that asks for it, and their roles may write traces', async () => {
  const functions = deployed('aws_lambda_function');
  const modes = functions.map(({ function_name: name, tracing_config: tracing }) => [name, tracing]);
  expect(modes.sort()).toEqual([
    [expect.stringMatching(/^watched-Seen-[0-9a-f]{8}$/), [{ mode: 'Active' }]],
    [expect.stringMatching(/^watched-Seen-[0-9a-f]{8}-ingress$/), [{ mode: 'Active' }]],
    [expect.stringMatching(/^watched-Unseen-/), [{ mode: 'PassThrough' }]],
  ]);
  const account = new Account(moto.url);
  for (const { function_name: name } of functions)
    expect(JSON.stringify(await account.rolePolicies(String(name))).includes('xray:PutTraceSegments')).toBe(
      String(name).startsWith('watched-Seen'),
    );
});

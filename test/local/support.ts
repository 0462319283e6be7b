import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';

/** The SDK's word on this machine's Node.js would be said once in every test file. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const folders: string[] = [];

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sms-courier-test-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function writeJson(file: string, value: unknown): string {
  writeFileSync(file, JSON.stringify(value));
  return file;
}

/** Waits until `condition` holds; fails with `what` after the time-out. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export interface HandmadeStack {
  /** Source of `exports.handler`. */
  readonly handler?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly function?: object;
  readonly queue?: object;
  readonly mapping?: object;
  /** Further resources, by type and id. */
  readonly resources?: Readonly<Record<string, object>>;
  readonly variables?: object;
}

/** A stack as CDKTF writes it, with a function of the test's own; gives its folder. */
export function writeStack(stack: HandmadeStack = {}): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  const handler = stack.handler ?? 'exports.handler = async () => ({ batchItemFailures: [] });';
  writeFileSync(
    join(folder, 'assets', 'function.zip'),
    zipSync({
      'index.js': strToU8(handler),
      'courier.json': strToU8(JSON.stringify({ providers: [] })),
    }),
  );
  const path = (name: string) => ({ '//': { metadata: { path: `app/Sms/${name}`, uniqueId: name } } });
  writeJson(join(folder, 'cdk.tf.json'), {
    ...(stack.variables === undefined ? {} : { variable: stack.variables }),
    resource: {
      aws_lambda_function: {
        Fn: {
          ...path('Function'),
          function_name: 'app-sms',
          filename: 'assets/function.zip',
          handler: 'index.handler',
          timeout: 5,
          memory_size: 512,
          environment: { variables: stack.environment ?? {} },
          ...stack.function,
        },
      },
      aws_sqs_queue: {
        Queue: {
          ...path('Queue'),
          name: 'app-sms-queue',
          visibility_timeout_seconds: 1,
          redrive_policy: JSON.stringify({ deadLetterTargetArn: '${aws_sqs_queue.Dead.arn}', maxReceiveCount: 2 }),
          ...stack.queue,
        },
        Dead: { ...path('DeadLetterQueue'), name: 'app-sms-dead', message_retention_seconds: 604_800 },
      },
      aws_lambda_event_source_mapping: {
        Mapping: {
          ...path('EventSourceMapping'),
          batch_size: 10,
          event_source_arn: '${aws_sqs_queue.Queue.arn}',
          function_name: '${aws_lambda_function.Fn.arn}',
          function_response_types: ['ReportBatchItemFailures'],
          scaling_config: { maximum_concurrency: 4 },
          ...stack.mapping,
        },
      },
      ...stack.resources,
    },
  });
  return folder;
}

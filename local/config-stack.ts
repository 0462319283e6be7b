import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_VERSION, type CourierConfig, type Deferred, ENV } from '../lambda/config';
import { isObject } from '../lambda/is-object';
import { LEDGER_INDEX, LEDGER_KEY } from '../lambda/ledger/schema';
import { writeFunctionZip } from '../lib/function-zip';

/**
 * Writes the stack that a courier.json would be deployed in, with the construct's defaults; gives its folder.
 *
 * @param json the text of courier.json
 */
export function writeConfigStack(json: string, env: Readonly<Record<string, string | undefined>>): string {
  const { courier } = parse(json);
  const folder = mkdtempSync(join(tmpdir(), 'sms-courier-stack-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const at = (id: string) => ({ '//': { metadata: { path: `${courier}/${id}` } } });
  const stack = {
    resource: {
      aws_lambda_function: {
        Function: {
          ...at('Function'),
          function_name: courier.replace(/[^\w-]+/g, '-'),
          filename: writeFunctionZip(json).path,
          handler: 'index.handler',
          timeout: 45,
          memory_size: 1024,
          environment: {
            variables: {
              ...deferredVariables(json, env),
              [ENV.queueUrl]: '${aws_sqs_queue.Queue.url}',
              [ENV.deadLetterQueueUrl]: '${aws_sqs_queue.DeadLetterQueue.url}',
              [ENV.ledgerTable]: '${aws_dynamodb_table.Ledger.name}',
            },
          },
        },
      },
      aws_sqs_queue: {
        Queue: {
          ...at('Queue'),
          name: 'queue',
          visibility_timeout_seconds: 60,
          redrive_policy: JSON.stringify({
            deadLetterTargetArn: '${aws_sqs_queue.DeadLetterQueue.arn}',
            maxReceiveCount: 40,
          }),
        },
        DeadLetterQueue: { ...at('DeadLetterQueue'), name: 'dead-letters' },
      },
      aws_dynamodb_table: {
        Ledger: {
          ...at('Ledger'),
          name: 'ledger',
          hash_key: LEDGER_KEY,
          attribute: [LEDGER_KEY, LEDGER_INDEX.hashKey, LEDGER_INDEX.rangeKey].map((name) => ({
            name,
            type: name === LEDGER_INDEX.rangeKey ? 'N' : 'S',
          })),
          global_secondary_index: [
            { name: LEDGER_INDEX.name, hash_key: LEDGER_INDEX.hashKey, range_key: LEDGER_INDEX.rangeKey },
          ],
        },
      },
      aws_lambda_event_source_mapping: {
        EventSourceMapping: {
          ...at('EventSourceMapping'),
          batch_size: 10,
          event_source_arn: '${aws_sqs_queue.Queue.arn}',
          function_name: '${aws_lambda_function.Function.arn}',
          function_response_types: ['ReportBatchItemFailures'],
        },
      },
    },
  };
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
  return folder;
}

function parse(json: string): CourierConfig<Deferred> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {}
  if (isObject(value) && value['version'] === CONFIG_VERSION && typeof value['courier'] === 'string')
    return value as unknown as CourierConfig<Deferred>;
  throw new Error(
    `this is no courier.json of version ${CONFIG_VERSION}: write courier.toCourierJson() to a file, or run "cdktf synth" and use --stack`,
  );
}

/** What the deploy would put into the function's environment: here it comes from the caller's. */
function deferredVariables(json: string, env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  // without the ingress, which needs more than a configuration to run
  const { ingress: _, ...courier } = JSON.parse(json) as CourierConfig<Deferred>;
  const names = [...JSON.stringify(courier).matchAll(/\{"env":"(\w+)"\}/g)].map(([, name]) => name as string);
  return Object.fromEntries(
    names.map((name) => {
      const value = env[name];
      if (value === undefined)
        throw new Error(`the configuration leaves ${name} to the deploy: set it in the environment`);
      // dollar and percent signs before a brace mean something to Terraform
      return [name, value.replace(/([$%])\{/g, '$1$1{')];
    }),
  );
}

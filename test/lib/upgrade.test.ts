import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import * as library from '../../lib';
import { everything } from '../support/everything';
import { courier, synthesized, testStack } from '../support/stack';
import { type Identities, identities, replacements } from '../support/upgrade';

const FILE = join(__dirname, '../fixtures/upgrade/identities.json');
const HOW_TO_RECORD = 'RECORD_UPGRADE=1 npx jest test/lib/upgrade.test.ts';
const ADVICE = `If you mean it: ${HOW_TO_RECORD}, and tell users in CHANGELOG.md what is replaced and what they lose. If not: keep ids and names; a resource that must have another id is moved by moveFromId.`;

/** A courier with everything, and a role that may do all that roles may. */
function current(): Identities {
  const stack = testStack();
  const sms = courier(everything(library), stack);
  const backend = new IamRole(stack, 'Backend', { assumeRolePolicy: '{}' });
  sms.grantEnqueue(backend);
  sms.grantInvoke(backend);
  const { [`aws_iam_role.${backend.friendlyUniqueId}`]: _, ...ours } = identities(synthesized(stack).resource);
  return ours;
}

it('replaces and renames nothing that users have deployed', () => {
  const now = current();
  if (process.env['RECORD_UPGRADE'] !== undefined) {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, `${JSON.stringify(now, null, 2)}\n`);
  }
  const found = replacements(JSON.parse(readFileSync(FILE, 'utf8')), now);
  if (found.length > 0) throw new Error([...found, ADVICE].join('\n'));
});

describe('the guard', () => {
  const queue = { 'aws_sqs_queue.Sms_Queue': { name: 'a-queue' } };

  it('tells what another name costs', () => {
    expect(replacements(queue, { 'aws_sqs_queue.Sms_Queue': { name: 'b-queue' } })).toEqual([
      'aws_sqs_queue.Sms_Queue: name was "a-queue" and is "b-queue". Terraform replaces it: the messages in it are lost, and senders need the URL of the new queue.',
    ]);
  });

  it('tells what another id costs, and of a resource that is not recorded', () => {
    expect(replacements(queue, { 'aws_sqs_queue.Sms_Messages': { name: 'a-queue' } })).toEqual([
      'aws_sqs_queue.Sms_Queue is gone or has another id. Terraform destroys what users have of it: the messages in it are lost, and senders need the URL of the new queue.',
      'aws_sqs_queue.Sms_Messages is not recorded. From its first release on, another id or name replaces it.',
    ]);
  });

  it('sees an attribute that comes or goes', () => {
    const fifo = { 'aws_sqs_queue.Sms_Queue': { name: 'a-queue', fifo_queue: true } };
    expect(replacements(queue, fifo)).toEqual([expect.stringContaining('fifo_queue was undefined and is true')]);
    expect(replacements(fifo, queue)).toEqual([expect.stringContaining('fifo_queue was true and is undefined')]);
    expect(replacements(fifo, fifo)).toEqual([]);
  });

  it('wants to know what a type that is new is replaced for', () => {
    expect(() => identities({ aws_sns_topic: { Sms_Topic: {} } })).toThrow(
      'aws_sns_topic is new: say in test/support/upgrade.ts what Terraform replaces it for',
    );
  });

  it('passes over what Terraform changes in place', () => {
    const of = (block: object) => identities({ aws_sqs_queue: { Sms_Queue: { name: 'a-queue', ...block } } });
    expect(of({ visibility_timeout_seconds: 90, tags: { a: 'b' } })).toEqual(queue);
  });
});

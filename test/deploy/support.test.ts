/** What the suite leans on must itself be able to find a fault. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { contents, holding } from './support/contents';
import { changes, type Plan } from './support/plan';
import { temporaryDirectory } from './support/temporary';

describe('changes', () => {
  const update = (type: string, before: Record<string, unknown>, after: Record<string, unknown>): Plan => ({
    resource_changes: [
      { address: `${type}.it`, type, change: { actions: ['update'], before, after, after_unknown: {} } },
    ],
  });

  it('finds none in a plan that does nothing', () => {
    const change = { actions: ['no-op'], before: {}, after: {}, after_unknown: {} };
    expect(changes({ resource_changes: [{ address: 'aws_iam_role.it', type: 'aws_iam_role', change }] })).toEqual([]);
  });

  it("passes over white space in a queue's redrive policy", () => {
    const plan = update('aws_sqs_queue', { redrive_policy: '{"a": 1}' }, { redrive_policy: '{"a":1}' });
    expect(changes(plan)).toEqual([]);
  });

  it.each([
    ["another value in a queue's redrive policy", 'aws_sqs_queue', 'redrive_policy', '{"a": 1}', '{"a":2}'],
    ['white space in another attribute', 'aws_sqs_queue', 'policy', '{"a": 1}', '{"a":1}'],
    ['white space in another resource', 'aws_iam_role_policy', 'redrive_policy', '{"a": 1}', '{"a":1}'],
    ['another value', 'aws_sqs_queue', 'visibility_timeout_seconds', 60, 61],
    ['a value that was not there', 'aws_sqs_queue', 'kms_master_key_id', undefined, 'key'],
    ['a value that is gone', 'aws_sqs_queue', 'kms_master_key_id', 'key', undefined],
  ])('finds %s', (_, type, name, before, after) => {
    const plan = update(
      type,
      { redrive_policy: '{"b": 1}', [name]: before },
      { redrive_policy: '{"b": 1}', [name]: after },
    );
    expect(changes(plan)).toEqual([`${type}.it: ${name} ${JSON.stringify(before)} -> ${JSON.stringify(after)}`]);
  });

  it('finds a value that is known after apply only', () => {
    const change = { actions: ['update'], before: { arn: 'a' }, after: {}, after_unknown: { arn: true } };
    const plan: Plan = { resource_changes: [{ address: 'aws_iam_role.it', type: 'aws_iam_role', change }] };
    expect(changes(plan)).toEqual(['aws_iam_role.it: arn "a" -> undefined']);
  });

  it.each([[['create']], [['delete']], [['delete', 'create']]])('finds %j', (actions) => {
    const change = { actions, before: null, after: null, after_unknown: {} };
    const plan: Plan = {
      resource_changes: [{ address: 'aws_iam_role.it', type: 'aws_iam_role', change }],
      output_changes: { url: change },
    };
    expect(changes(plan)).toEqual([`aws_iam_role.it: ${actions.join(', ')}`, `output url: ${actions.join(', ')}`]);
  });
});

describe('holding', () => {
  const directory = temporaryDirectory('contents');
  const SECRET = 'canary7Rf20';

  beforeAll(() => {
    mkdirSync(join(directory.path, 'folder'));
    const write = (name: string, bytes: string | Uint8Array) => writeFileSync(join(directory.path, name), bytes);
    write('nothing.txt', 'canary7Rf2');
    write('folder/plain.txt', `{"password":"${SECRET}"}`);
    write('hexadecimal.txt', Buffer.from(`x${SECRET}y`).toString('hex'));
    for (const before of ['', 'x', 'xx']) {
      write(`base64-${before.length}.txt`, Buffer.from(`${before}${SECRET}, and on`).toString('base64'));
    }
    const inner = zipSync({ 'courier.json': Buffer.from(SECRET.repeat(3)) });
    write('outer.zip', zipSync({ 'inner.zip': inner, 'other.txt': Buffer.from('nothing') }));
  });

  afterAll(() => directory.remove());

  it('finds a text in files, in zips in zips, and in other writings', () => {
    expect(holding(contents(directory.path), SECRET).sort()).toEqual([
      'base64-0.txt',
      'base64-1.txt',
      'base64-2.txt',
      'folder/plain.txt',
      'hexadecimal.txt',
      'outer.zip!inner.zip!courier.json',
    ]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Statement } from '../../lib/statement';
import { localArn } from '../../local/arn';
import { readIam } from '../../local/iam/declaration';
import { readStack } from '../../local/stack';
import { type Synthesized, synthesizeCourier } from '../local/synth';
import { GIVEN, readableRole, synthesize } from '../policy/support/stack';

const REGION = 'eu-central-1';
const own = (service: string, resource: string) => localArn(service, REGION, resource);

/** What may be allowed on anything, since AWS knows no resource to allow it on. */
const ON_ANYTHING = ['DescribeNetwork', 'SendSmsBySns', 'WriteTraces'];

/** What is neither a resource of the stack nor given by its author. */
const OTHERS = [
  // Lambda makes them
  own('ec2', 'network-interface/*'),
  // Lambda refuses the role if this names network interfaces
  own('ec2', '*/*'),
];

interface Said extends Statement {
  /** Readable. */
  readonly role: string;
}

/** All that the roles of a stack may do, by the ARNs of this machine. */
function statementsOf({ stackDirectory }: Synthesized): { readonly said: Said[]; readonly stackArns: Set<string> } {
  const courier = readStack(stackDirectory);
  const arns = new Map(courier.queues.map(({ id, name }) => [id, own('sqs', name)]));
  const queues = new Map(courier.queues.map(({ id, name }) => [id, { name, url: '', arn: arns.get(id) as string }]));
  const { roles, functions } = readIam(stackDirectory, courier, queues, REGION);
  const tables = courier.tables.flatMap(({ input }) => [
    own('dynamodb', `table/${input.TableName}`),
    ...(input.GlobalSecondaryIndexes ?? []).map((index) =>
      own('dynamodb', `table/${input.TableName}/index/${index.IndexName}`),
    ),
  ]);
  const logs = [...functions.keys()].map((name) => own('logs', `log-group:/aws/lambda/${name}:*`));
  return {
    said: [...roles].flatMap(([role, statements]) => statements.map((each) => ({ ...each, role: readableRole(role) }))),
    stackArns: new Set([...arns.values(), ...tables, ...logs, ...[...functions.values()].map(({ arn }) => arn)]),
  };
}

const { said, stackArns } = statementsOf(synthesize());
const allowed = said.filter(({ Effect }) => Effect === 'Allow');
const names = (statements: readonly Said[]) => [...new Set(statements.map(({ Sid }) => Sid))];

it('allows nothing on all resources but what AWS knows no resources for', () => {
  expect(names(allowed.filter(({ Resource }) => [Resource].flat().includes('*'))).sort()).toEqual(ON_ANYTHING);
});

it('allows nothing on all resources to a courier that has no VPC, is not traced and does not send by SNS', () => {
  const plain = statementsOf(synthesizeCourier()).said;
  expect(plain.length).toBeGreaterThan(0);
  expect(plain.filter(({ Resource }) => [Resource].flat().includes('*'))).toEqual([]);
});

it('names every action in full', () => {
  expect(said.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
});

it('allows what it does on resources of the stack, and on what its author has given', () => {
  const strangers = allowed.flatMap(({ Sid, Resource }) =>
    [Resource].flat().flatMap((arn) => {
      const isKnown = stackArns.has(arn) || GIVEN.includes(arn) || OTHERS.includes(arn);
      return isKnown || ON_ANYTHING.includes(Sid) ? [] : [`${Sid}: ${arn}`];
    }),
  );
  expect(strangers).toEqual([]);
});

it('has no Sid twice in one role', () => {
  const all = said.map(({ role, Sid }) => `${role} ${Sid}`);
  expect(new Set(all).size).toBe(all.length);
});

describe('docs/iam.md', () => {
  const SECTIONS: Readonly<Record<string, string>> = {
    'The courier': 'Sms_Role',
    'The ingress': 'Sms_Ingress_Role',
    'Who sends messages': 'Backend',
  };

  it('tells of every statement of every role, and of its actions', () => {
    const page = readFileSync(join(__dirname, '../../docs/iam.md'), 'utf8');
    const told = page.split(/^## /m).flatMap((section) => {
      const role = SECTIONS[section.split('\n', 1)[0] ?? ''];
      const rows = [...section.matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm)];
      return role === undefined ? [] : rows.map(([, sid, actions = '']) => `${role} ${sid}: ${inCode(actions)}`);
    });
    expect(told.sort()).toEqual(said.map(({ role, Sid, Action }) => `${role} ${Sid}: ${Action.join(' ')}`).sort());
  });
});

function inCode(text: string): string {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code).join(' ');
}

import { isObject } from '../../lambda/is-object';
import type { Statement } from '../../lib/statement';
import type { Lookup } from '../lookup';
import { type Attributes, referencedId, resolveText, resources } from '../terraform';
import { OPERATORS } from './decide';

/** What roles may do, by their names in Terraform references. */
export type Roles = ReadonlyMap<string, readonly Statement[]>;

export const ROLE = 'aws_iam_role';

/** Reads the policies that are inline in a stack's roles. */
export function readRoles(stack: Attributes, lookup: Lookup): Roles {
  const roles = new Map<string, readonly Statement[]>(resources(stack, ROLE).map(({ id }) => [id, []]));
  for (const { id, attributes } of resources(stack, 'aws_iam_role_policy')) {
    const role = referencedId(attributes['role'], ROLE);
    if (role === undefined) continue;
    const where = `the document of aws_iam_role_policy ${id}`;
    const statements = readDocument(resolveText(String(attributes['policy']), lookup, where), where);
    roles.set(role, [...(roles.get(role) ?? []), ...statements]);
  }
  return roles;
}

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

/** @throws Error for what is not understood: a document that is read wrongly would allow what AWS does not */
function readDocument(text: string, where: string): Statement[] {
  const document: unknown = JSON.parse(text);
  const statements = isObject(document) ? [document['Statement']].flat() : [];
  return statements.map((statement, index) => {
    const fields = isObject(statement) ? statement : {};
    const { Sid = `statement ${index + 1}`, Effect, Action, Resource, Condition } = fields;
    const [actions, resourceArns] = [Action, Resource].map((value) => [value].flat());
    const isKnown = Object.keys(fields).every((name) => KNOWN.has(name));
    const isEffect = Effect === 'Allow' || Effect === 'Deny';
    if (!isKnown || !isEffect || !isTexts(actions) || !isTexts(resourceArns) || !isCondition(Condition))
      throw new Error(`${where}: ${Sid} is not understood here: use ${[...KNOWN].join(', ')}`);
    return { Sid: String(Sid), Effect, Action: actions, Resource: resourceArns, ...(Condition && { Condition }) };
  });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');
}

function isCondition(value: unknown): value is Statement['Condition'] {
  return (
    value === undefined ||
    (isObject(value) &&
      Object.entries(value).every(
        ([operator, tests]) => Object.hasOwn(OPERATORS, operator) && isObject(tests) && isTexts(Object.values(tests)),
      ))
  );
}

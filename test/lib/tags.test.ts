import { TerraformResource, TerraformVariable } from 'cdktf';
import * as library from '../../lib';
import { everything, TAGS } from '../support/everything';
import { courier, synthesized, testStack } from '../support/stack';

/** A resource's block in the synthesized stack, and whether the provider's schema, by its bindings, has tags for it. */
function taggability(stack: ReturnType<typeof testStack>) {
  const blocks = synthesized(stack).resource;
  return stack.node
    .findAll()
    .filter((node) => TerraformResource.isTerraformResource(node))
    .map((resource) => ({
      address: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
      isTaggable: 'tagsInput' in Object.getPrototypeOf(resource),
      tags: blocks[resource.terraformResourceType]?.[resource.friendlyUniqueId]?.['tags'],
    }));
}

it('tags each resource that can have tags, and gives none to others', () => {
  const stack = testStack();
  courier(everything(library), stack);
  const resources = taggability(stack);
  const types = new Set(resources.map(({ address }) => address.split('.')[0]));
  expect(types).toEqual(new Set(Object.keys(synthesized(stack).resource)));
  expect(resources.filter(({ isTaggable }) => isTaggable).length).toBeGreaterThanOrEqual(14);
  for (const { address, isTaggable, tags } of resources)
    expect({ address, tags }).toEqual({ address, tags: isTaggable ? TAGS : undefined });
});

it('leaves tags to aspects and to the provider’s defaults where none are given', () => {
  const stack = testStack();
  courier({ ...everything(library), tags: {} }, stack);
  for (const { address, tags } of taggability(stack)) expect({ address, tags }).toEqual({ address, tags: undefined });
});

it('takes values that only the deploy knows', () => {
  const stack = testStack();
  const version = new TerraformVariable(stack, 'version', { type: 'string' }).stringValue;
  courier({ tags: { version } }, stack);
  expect(synthesized(stack).resource['aws_iam_role']).toMatchObject({
    [Object.keys(synthesized(stack).resource['aws_iam_role'] ?? {})[0] ?? '']: { tags: { version: '${var.version}' } },
  });
});

describe('refuses', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'AWS’s own keys',
      { 'aws:cloudformation:stack-name': 'a' },
      'tag "aws:cloudformation:stack-name": keys that begin with aws: are AWS\'s own',
    ],
    [
      'keys that IAM takes for one',
      { Team: 'a', owner: 'b', team: 'c' },
      'tags "Team" and "team" are one and the same to IAM: keep one',
    ],
    ['an empty key', { '': 'a' }, 'tag "": use a key of 1 to 128 letters, digits, spaces and _.:/=+-@'],
    ['a key with other characters', { 'a#b': 'c' }, 'tag "a#b": use a key of 1 to 128'],
    ['a value that is too long', { a: 'b'.repeat(257) }, 'tag "a" has the value "bbb'],
    [
      'a value that is no text',
      { a: 4711 } as unknown as Record<string, string>,
      'tag "a" has the value 4711: use at most 256',
    ],
    [
      'too many',
      Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ''])),
      'tags has 51 entries: AWS takes 50 at most',
    ],
  ])('%s', (_, tags, message) => {
    expect(() => courier({ tags })).toThrow(message);
  });
});

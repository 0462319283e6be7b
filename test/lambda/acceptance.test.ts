import fc from 'fast-check';
import { type Pattern, readAcceptance } from '../../lambda/outcome/acceptance';

const read = (json: unknown, pattern: Pattern, status = 200) =>
  readAcceptance({ status, json }, { status: 200, json: pattern });
const ID: Pattern = { $: 'id' };

it('knows a message by its id, a text or a number', () => {
  expect(read({ sid: 'SM1', more: [] }, { sid: ID })).toEqual({ outcome: 'accepted', messageId: 'SM1' });
  expect(read([{ id: 7 }], [{ id: ID }])).toEqual({ outcome: 'accepted', messageId: '7' });
  expect(read({ taken: true }, { taken: true })).toEqual({ outcome: 'accepted' });
});

it.each<[string, unknown, Pattern]>([
  ['an id that is empty', { sid: '' }, { sid: ID }],
  ['an id that is none', { sid: null }, { sid: ID }],
  ['an id that is an object', { sid: {} }, { sid: ID }],
  ['a field that is missing', {}, { sid: ID }],
  ['a field of Object only', {}, { constructor: ID }],
  ['a list in place of an object', ['x'], { 0: 'x' }],
  ['an object in place of a list', { 0: 'x', length: 1 }, ['x']],
  ['a list with more', ['x', 'x'], ['x']],
  ['a list with less', [], ['x']],
  ['a number in place of its text', { status: 0 }, { status: '0' }],
  ['null', null, { sid: ID }],
  ['none of a list', { status: 'failed' }, { status: { $: ['queued', 'sent'] } }],
])('leaves %s to the rule', (_, json, pattern) => {
  expect(read(json, pattern)).toBeUndefined();
});

it('leaves another HTTP status to the rule', () => {
  expect(read({ sid: 'SM1' }, { sid: ID }, 201)).toBeUndefined();
});

it('takes null of a list for what is not there, too', () => {
  const pattern: Pattern = { errors: { $: [null] }, status: { $: ['accepted', null] } };
  expect(read({}, pattern)).toEqual({ outcome: 'accepted' });
  expect(read({ errors: null, status: 'accepted' }, pattern)).toEqual({ outcome: 'accepted' });
  expect(read({ errors: [] }, pattern)).toBeUndefined();
  expect(read({ status: 'held' }, pattern)).toBeUndefined();
});

it('bears whatever comes as JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(read(json, { a: [{ b: ID }] })?.outcome).not.toBe('failed');
    }),
  );
});

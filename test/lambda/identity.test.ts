import { canonicalJson } from '../../lambda/canonical-json';
import { identityOf } from '../../lambda/ledger/identity';
import { parseMessage } from '../../lambda/message';
import fc from '../support/fast-check';
import { NOW, ORY_EXAMPLES } from '../support/messages';

const identity = (fields: object, entry: object = {}) =>
  identityOf(
    parseMessage(
      { recipient: '+4917667111638', body: 'text', template_data: { login_code: '1' }, ...fields },
      { enteredAt: NOW, fallbackId: 'sqs-1', origin: 'ory', identifiedBy: 'content', ...entry },
      { defaultTtlSeconds: 3600 },
    ),
  ).join('|');

describe('a message that is known by what it says', () => {
  it('is the same at another time, with another SQS message id and expiry, and with other headers', () => {
    const first = identity(ORY_EXAMPLES['A_login_code_valid'] as object);
    const later = { ...ORY_EXAMPLES['A_login_code_valid'], request_headers: {}, expires_at: '2026-06-01T00:00:00Z' };
    expect(identity(later, { enteredAt: NOW + 60_000, fallbackId: 'sqs-2' })).toBe(first);
  });

  it.each([
    ['recipient', { recipient: '+4917667111639' }],
    ['text', { body: 'text ' }],
    ['type', { template_type: 'login_code' }],
    ['data', { template_data: { login_code: 1 } }],
    ['further data', { template_data: { login_code: '1', more: null } }],
  ])('is another with another %s', (_, fields) => {
    expect(identity(fields)).not.toBe(identity({}));
  });

  it('is another at another front door', () => {
    expect(identity({}, { origin: 'generic' })).not.toBe(identity({}));
  });

  it('is the same under the short and the long name of its type', () => {
    expect(identity({ template_type: 'login_code' })).toBe(identity({ template_type: 'login_code_valid' }));
  });
});

it("a message with an id is known by it alone, and one of the queue's by its SQS message id", () => {
  expect(identity({ id: 'a' })).toBe(identity({ id: 'a', body: 'other' }));
  expect(identity({ id: 'a' })).not.toBe(identity({ id: 'b' }));
  expect(identity({}, { identifiedBy: 'id' })).toBe('message|ory|sqs-1');
});

describe('the canonical text of a JSON value', () => {
  it.each([
    [{ b: 1, a: [true, null, { d: 'x', c: undefined }] }, '{"a":[true,null,{"d":"x"}],"b":1}'],
    [{ '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4 }, '{"\\r":2,"1":3,"€":1,"😀":4}'],
    ['text "quoted"', '"text \\"quoted\\""'],
    [1e21, '1e+21'],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('is the same in whatever order members come, and reads back as the same value', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, shuffled(member)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(canonicalJson(shuffled(plain))).toBe(canonicalJson(plain));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });
});

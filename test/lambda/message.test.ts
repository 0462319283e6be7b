import {
  InvalidMessage,
  MAX_MESSAGE_BYTES,
  parseMessage,
  parseMessageText,
  toQueueMessage,
} from '../../lambda/message';
import fc from '../support/fast-check';
import { NOW, ORY_EXAMPLES } from '../support/messages';

const ENTRY = { enteredAt: NOW, fallbackId: 'fallback', origin: 'test' };
const DEFAULTS = { defaultTtlSeconds: 3600 };
const parse = (fields: unknown, defaults: object = {}) => parseMessage(fields, ENTRY, { ...DEFAULTS, ...defaults });
const VALID = { recipient: '+4917667111638', body: 'Your code is 428193' };

describe("Ory's own messages", () => {
  it.each(Object.entries(ORY_EXAMPLES))(
    '%s is a message as it stands, and its ctx is what Ory sent with the recipient in E.164',
    (_, example) => {
      const message = parse(example);
      const recipient = String(example['recipient']).replaceAll(' ', '');
      expect(message.recipient.e164).toBe(recipient);
      expect(message.ctx).toEqual({ ...example, recipient });
    },
  );

  it('takes the life of a code from expires_in_minutes', () => {
    expect(parse(ORY_EXAMPLES['A_login_code_valid']).expiresAt).toBe(NOW + 15 * 60_000);
  });

  it.each([{ expires_at: '2027-01-01T00:00:00Z' }, { template_data: { expires_in_minutes: 100_000 } }, {}])(
    'ends it an hour before the queue forgets it, whatever it states (%j)',
    (fields) => {
      const { expiresAt } = parseMessage({ ...VALID, template_data: {}, ...fields }, ENTRY, {
        defaultTtlSeconds: 172_800,
        queueDays: 2,
      });
      expect(expiresAt).toBe(ENTRY.enteredAt + 47 * 3_600_000);
    },
  );

  it('gives a message without a life the default one', () => {
    expect(parse(ORY_EXAMPLES['G_authenticator_key_added']).expiresAt).toBe(NOW + 3_600_000);
  });
});

describe('messages of other senders', () => {
  it('fills in what Ory always sends, so that snippets written for Ory find it', () => {
    expect(parse(VALID).ctx).toEqual({
      recipient: '+4917667111638',
      subject: '',
      body: 'Your code is 428193',
      template_type: '',
      template_data: {},
      message_type: 'sms',
      request_headers: {},
    });
  });

  it('passes unknown fields through to ctx and keeps our own out of it', () => {
    const own = { id: 'order-1', v: 1, locale: 'de', provider: 'twilio', expires_at: '2026-05-02T10:00:00Z' };
    const message = parse({ ...VALID, ...own, tenant: 'acme' });
    expect(message.ctx['tenant']).toBe('acme');
    expect(Object.keys(message.ctx)).not.toEqual(expect.arrayContaining(Object.keys(own)));
    expect(message).toMatchObject({
      id: 'order-1',
      locale: 'de',
      provider: 'twilio',
      expiresAt: Date.parse('2026-05-02T10:00:00Z'),
    });
  });

  it('drops the credential among the headers that Ory Network forwards', () => {
    const headers = {
      'User-Agent': ['x'],
      'Ory-Base-Url-Rewrite-Token': ['secret'],
      'ory-base-url-rewrite-token': ['secret'],
    };
    expect(parse({ ...VALID, request_headers: headers }).ctx['request_headers']).toEqual({ 'User-Agent': ['x'] });
  });

  it('keeps a null of request_headers, as Ory sends it for notifications', () => {
    expect(parse({ ...VALID, request_headers: null }).ctx['request_headers']).toBeNull();
  });

  it('reads a national number where a default country is set', () => {
    expect(parse({ ...VALID, recipient: '0176 67111638' }, { defaultCountry: 'DE' }).recipient).toEqual({
      e164: '+4917667111638',
      country: 'DE',
    });
  });

  it('counts a number whose digits decide no country as the main country of its calling code', () => {
    expect(parse({ ...VALID, recipient: '+1 555 123 4567' }).recipient).toEqual({
      e164: '+15551234567',
      country: 'US',
    });
    expect(parse({ ...VALID, recipient: '+1 876 555 1234' }).recipient.country).toBe('JM');
  });
});

describe('what is refused', () => {
  it.each([
    ['a text that is not JSON', '{"recipient":', /not JSON \(13 characters\)/],
    ['an array', '[]', /message is an array/],
    ['null', 'null', /message is null/],
    [
      'a text beyond 64 KiB',
      JSON.stringify({ ...VALID, body: 'x'.repeat(MAX_MESSAGE_BYTES) }),
      /at most 65536 are allowed/,
    ],
  ])('%s', (_, text, problem) => {
    expect(() => parseMessageText(text, ENTRY, DEFAULTS)).toThrow(InvalidMessage);
    expect(() => parseMessageText(text, ENTRY, DEFAULTS)).toThrow(problem);
  });

  it.each([
    ['no recipient', { body: 'x' }, /recipient: missing/],
    [
      'a recipient that is no number',
      { ...VALID, recipient: 'alice@example.com' },
      /recipient: not a phone number \(17 characters\)/,
    ],
    ['a national number without a default country', { ...VALID, recipient: '017667111638' }, /set defaultCountry/],
    ['a number with an extension', { ...VALID, recipient: '+49 30 123456 ext. 7' }, /not a phone number/],
    [
      'a recipient of another type',
      { ...VALID, recipient: 4917667111638 },
      /recipient: a number where a string is needed/,
    ],
    ['no body', { recipient: VALID.recipient }, /body: empty or missing/],
    ['an e-mail', { ...VALID, message_type: 'email' }, /only "sms" can be sent/],
    ['another version', { ...VALID, v: 2 }, /v: this courier reads version 1/],
    ['an empty id', { ...VALID, id: '' }, /id: 0 characters; 1 to 128/],
    ['an id that is too long', { ...VALID, id: 'x'.repeat(129) }, /id: 129 characters/],
    ['an expiry that is no time', { ...VALID, expires_at: 'tomorrow' }, /expires_at: not a time/],
    ['a date that does not exist', { ...VALID, expires_at: '2026-13-01T00:00:00Z' }, /expires_at: not a time/],
    [
      'template data of another type',
      { ...VALID, template_data: [] },
      /template_data: an array where an object is needed/,
    ],
    ['headers of another type', { ...VALID, request_headers: 'x' }, /request_headers: a string/],
  ])('%s', (_, fields, problem) => {
    expect(() => parse(fields)).toThrow(problem);
  });

  it('never quotes what it was sent', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 5 }),
        fc.constantFrom('recipient', 'body', 'id', 'expires_at', 'message_type', 'request_headers', 'template_data'),
        (value, field) => {
          // words of the error texts themselves prove nothing
          fc.pre(/[^a-z0-9 .,:;"()+…]/i.test(value));
          try {
            parse({ ...VALID, [field]: value });
          } catch (error) {
            expect((error as Error).message).not.toContain(value);
          }
        },
      ),
    );
  });

  it('throws nothing but InvalidMessage, whatever JSON it is handed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parseMessageText(JSON.stringify(value), ENTRY, DEFAULTS);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidMessage);
        }
      }),
    );
  });
});

it.each([1e12, 1e300])('refuses a life that no time can tell the end of (%d minutes)', (minutes) => {
  expect(() => parse({ ...VALID, template_data: { expires_in_minutes: minutes } })).toThrow(
    'template_data.expires_in_minutes: it ends after the year 9999',
  );
});

describe('handing over to the queue', () => {
  it('keeps the message as it came, in characters that SQS takes', () => {
    const raw = { ...VALID, tenant: 'acme \uffff\ufffe\u0000😀' };
    const text = toQueueMessage(raw);
    expect(JSON.parse(text)).toEqual(raw);
    expect(text).toMatch(/^[\u0020-\ufffd]+$/);
  });

  it('refuses what the queue would refuse later', () => {
    expect(() => toQueueMessage({ ...VALID, body: 'ü'.repeat(32 * 1024) })).toThrow('at most 65536 are allowed');
  });
});

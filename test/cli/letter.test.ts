import { type FilterOptions, readFilter } from '../../cli/dead-letters/filter';
import { readLetter } from '../../cli/dead-letters/letter';
import { letterTable, toListed } from '../../cli/dead-letters/list';

const SENT = Date.parse('2026-05-02T09:30:00Z');
const ENTERED = '2026-05-02T09:20:00.000Z';
const MESSAGE = {
  recipient: '+4917667111638',
  body: 'Your code is 428193',
  template_type: 'login_code',
  template_data: { login_code: '428193', expires_in_minutes: 15 },
};
const BODY = JSON.stringify(MESSAGE);

const letter = (attributes: Readonly<Record<string, string>> = {}, body: unknown = BODY, sentAt = SENT) =>
  readLetter({
    sqsId: 'sqs-1',
    receiptHandle: 'handle',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    sentAt,
    attributes,
  });

const GIVEN_UP = {
  message_id: 'm-1',
  origin: 'ory',
  entered_at: ENTERED,
  expires_at: '2026-05-02T09:35:00.000Z',
  reason: 'no credit; given up after 8 attempts',
  outcome: 'out_of_credit',
  code: '402',
};

const failureRecord = (requestPayload: unknown, responsePayload: object, condition = 'RetriesExhausted') => ({
  version: '1.0',
  timestamp: '2026-05-02T09:25:00.000Z',
  requestContext: { requestId: 'request-1', functionArn: 'arn:aws:lambda:…:function:f:$LATEST', condition },
  requestPayload,
  responseContext: { statusCode: 200, functionError: 'Unhandled' },
  responsePayload,
});

describe('a dead letter', () => {
  it('of the courier tells why it was given up, and keeps identity and times', () => {
    expect(letter(GIVEN_UP)).toMatchObject({
      class: 'out_of_credit',
      code: '402',
      reason: 'no credit; given up after 8 attempts',
      id: 'm-1',
      origin: 'ory',
      enteredAt: Date.parse(ENTERED),
      at: SENT,
      expiresAt: Date.parse('2026-05-02T09:35:00Z'),
      templateType: 'login_code_valid',
      recipient: 'DE…38',
      body: BODY,
    });
  });

  it('that is no message is of a class of its own', () => {
    const attributes = { message_id: 'm-1', reason: 'message is not JSON', code: 'invalid_message' };
    const { class: name, templateType, recipient, body } = letter(attributes, 'hello');
    expect([name, templateType, recipient, body]).toEqual(['invalid_message', undefined, undefined, 'hello']);
  });

  it('that SQS moved by itself is a crashed one, known by its SQS message id', () => {
    expect(letter()).toMatchObject({
      class: 'crashed',
      id: 'sqs-1',
      origin: 'queue',
      enteredAt: SENT,
      expiresAt: SENT + 15 * 60_000,
      body: BODY,
    });
    expect(letter({}, { ...MESSAGE, id: 'own' }).id).toBe('own');
  });

  it('that SQS moved after a replay is still the message that it was', () => {
    const { reason: _, outcome: __, code: ___, ...known } = GIVEN_UP;
    expect(letter({ ...known, replayed_at: ENTERED })).toMatchObject({
      class: 'crashed',
      id: 'm-1',
      origin: 'ory',
      enteredAt: Date.parse(ENTERED),
    });
  });

  it.each([
    ['a message', MESSAGE],
    ['a send', { action: 'send', message: MESSAGE }],
    ['an enqueue', { action: 'enqueue', message: MESSAGE }],
  ])('of an asynchronous invoke holds %s, known by the id of the request', (_, payload) => {
    const error = { errorType: 'Sandbox.Timedout', errorMessage: 'secret 428193' };
    expect(letter({}, failureRecord(payload, error))).toMatchObject({
      class: 'crashed',
      code: 'Sandbox.Timedout',
      reason: 'an asynchronous invoke failed',
      id: 'request-1',
      origin: 'invoke',
      enteredAt: Date.parse('2026-05-02T09:25:00Z'),
      expiresAt: Date.parse('2026-05-02T09:40:00Z'),
      recipient: 'DE…38',
      body: BODY,
    });
  });

  it('of an asynchronous invoke that the courier refused tells why', () => {
    const error = { errorType: 'InvalidMessage', errorMessage: 'recipient: missing' };
    expect(letter({}, failureRecord({ id: 'own' }, error))).toMatchObject({
      class: 'invalid_message',
      reason: 'recipient: missing',
      id: 'own',
    });
    const status = letter({}, failureRecord({ action: 'status' }, { errorType: 'InvalidRequest', errorMessage: 'no' }));
    expect([status.class, status.body]).toEqual(['invalid_message', undefined]);
  });

  it('of an asynchronous invoke that was never made has a condition in place of an error', () => {
    expect(letter({}, failureRecord(MESSAGE, {}, 'EventAgeExceeded'))).toMatchObject({ code: 'EventAgeExceeded' });
  });

  it('is a message, and no failure record, whatever fields of a message are called', () => {
    const message = { ...failureRecord({}, {}), ...MESSAGE };
    expect(letter(GIVEN_UP, message)).toMatchObject({ class: 'out_of_credit', recipient: 'DE…38' });
    expect(letter({}, message)).toMatchObject({ class: 'crashed', id: 'sqs-1', recipient: 'DE…38' });
  });
});

describe('what is shown of it', () => {
  const shown = (...args: Parameters<typeof letter>) => {
    const listed = toListed(letter(...args), SENT);
    return `${letterTable([listed])}${JSON.stringify(listed)}`;
  };

  it.each([
    ['+4917667111638', 'DE…38'],
    ['0176 671116 38', '…38'],
    ['call me at 428193', '…93'],
  ])('is no text, no code and of the number %p no more than %p', (recipient, masked) => {
    const text = shown(GIVEN_UP, { ...MESSAGE, recipient });
    expect(text).toContain(masked);
    for (const secret of ['428193', 'Your code', recipient]) expect(text).not.toContain(secret);
  });

  it('moves no cursor and changes no colour of the terminal', () => {
    const text = shown({ ...GIVEN_UP, reason: 'a\u001b[2Jb\r\nc\u202ed' }, { ...MESSAGE, template_type: 'x\u0007y' });
    const [table] = text.split('{');
    expect(table).toContain('a [2Jb c d');
    expect(table?.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('a filter', () => {
  const passes = (options: FilterOptions, ...args: Parameters<typeof letter>) =>
    readFilter(options, SENT + 60_000)(letter(...args));

  it.each<[FilterOptions, boolean]>([
    [{}, true],
    [{ class: ['out_of_credit'] }, true],
    [{ class: ['crashed', 'out_of_credit'] }, true],
    [{ class: ['crashed'] }, false],
    [{ template: ['login_code'] }, true],
    [{ template: ['login_code_valid'] }, true],
    [{ template: ['recovery_code'] }, false],
    [{ olderThan: '30s' }, true],
    [{ olderThan: '2m' }, false],
    [{ newerThan: '2m' }, true],
    [{ newerThan: '30s' }, false],
    [{ newerThan: '2026-05-02T11:29:00+02:00' }, true],
    [{ class: ['out_of_credit'], template: ['recovery_code'] }, false],
  ])('%j: %p', (options, expected) => {
    expect(passes(options, GIVEN_UP)).toBe(expected);
  });

  it('knows the classes and what is a time', () => {
    expect(() => readFilter({ class: ['accepted'] }, 0)).toThrow(
      '--class accepted: the classes are invalid_recipient,',
    );
    expect(() => readFilter({ olderThan: '1 day' }, 0)).toThrow('--older-than 1 day: give a duration such as 90s');
  });
});

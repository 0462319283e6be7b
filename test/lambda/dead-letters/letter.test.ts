import { BODY, ENTERED, failureRecord, GIVEN_UP, letter, MESSAGE, SENT } from '../../support/letters';

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

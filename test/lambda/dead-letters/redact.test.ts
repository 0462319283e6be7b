import type { RedactAnswer } from '../../../lambda/contract';
import { handleInvoke } from '../../../lambda/courier/invoke';
import { accepted, TestCourier } from '../../support/courier';
import { failureRecord, GIVEN_UP, MESSAGE } from '../../support/letters';
import { NOW } from '../../support/messages';
import { metricsOf, shown } from '../../support/metrics';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const time = (ms: number) => new Date(ms).toISOString();

let courier: TestCourier;

beforeEach(() => {
  courier = new TestCourier({ one: accepted });
});

const redact = (of = courier) =>
  handleInvoke({ action: 'redact' }, of.invocation, of.services) as Promise<RedactAnswer>;
const letter = (id: string, expiresAt: number) => ({
  ...GIVEN_UP,
  message_id: id,
  entered_at: time(NOW - HOUR_MS),
  expires_at: time(expiresAt),
});
const bodies = () => courier.letters.letters.map(({ body }) => JSON.parse(body));
const redacted = () => courier.letters.letters.filter(({ attributes }) => 'redacted_at' in attributes);
const logged = () => courier.log.filter(({ event }) => event === 'redaction');

describe('a dead letter that has expired', () => {
  it('loses text, code, template data and number, and keeps why it was given up', async () => {
    courier.letters.put(MESSAGE, letter('m-1', NOW - 1));
    expect(await redact()).toEqual({ redacted: 1, complete: true });
    expect(courier.letters.letters.map(({ body, attributes }) => [JSON.parse(body), attributes])).toEqual([
      [
        { recipient: 'DE…38', template_type: 'login_code_valid' },
        {
          message_id: 'm-1',
          origin: 'ory',
          reason: 'no credit; given up after 8 attempts',
          outcome: 'out_of_credit',
          code: '402',
          entered_at: time(NOW - HOUR_MS),
          expires_at: time(NOW - 1),
          redacted_at: time(NOW),
        },
      ],
    ]);
  });

  it('is redacted once', async () => {
    courier.letters.put(MESSAGE, letter('m-1', NOW - 1));
    await redact();
    expect(await redact()).toEqual({ redacted: 0, complete: true });
    expect(courier.letters.letters).toHaveLength(1);
  });

  it('shows the country of a number that has none, as the courier takes it', async () => {
    courier = new TestCourier({ one: accepted }, { defaultCountry: 'DE' });
    courier.letters.put({ ...MESSAGE, recipient: '0176 67111638' }, letter('m-1', NOW - 1));
    await redact();
    expect(bodies()).toEqual([{ recipient: 'DE…38', template_type: 'login_code_valid' }]);
  });

  it('is of no use any more after the life that this courier gives to what states none', async () => {
    const { template_data: _, ...message } = MESSAGE;
    courier.letters.put(message, {}, NOW - HOUR_MS + 1);
    expect(await redact()).toMatchObject({ redacted: 0 });
    courier.now += 1;
    expect(await redact()).toMatchObject({ redacted: 1 });
  });

  it('is of no use any more once the queue would have forgotten it, whatever life it states', async () => {
    courier.letters.put({ ...MESSAGE, expires_at: '9999-01-01T00:00:00Z' }, {}, NOW - 2 * DAY_MS + 1);
    expect(await redact()).toMatchObject({ redacted: 0 });
    courier.now += 1;
    expect(await redact()).toMatchObject({ redacted: 1 });
  });

  it.each([
    ['a number that somebody asked for', failureRecord({ action: 'status', to: '+4917667111638' }, {})],
    ['text that is no message', '{"recipient":"+4917667111638","body":"428193'],
    ['a recipient that is none', { ...MESSAGE, recipient: '428193 and 17667111638' }],
  ])('may hold %s', async (_, body) => {
    courier.letters.put(body, {}, NOW - DAY_MS);
    courier.now += DAY_MS;
    expect(await redact()).toMatchObject({ redacted: 1 });
    const text = JSON.stringify(courier.letters.letters);
    for (const part of ['428193', '17667111638']) expect(text).not.toContain(part);
  });

  it('keeps no more of what its sender has made an id or a type of than these may have', async () => {
    courier.letters.put({ ...MESSAGE, id: 'i'.repeat(70_000), template_type: 't'.repeat(70_000) }, {}, NOW - DAY_MS);
    expect(await redact()).toMatchObject({ redacted: 1 });
    const [kept] = courier.letters.letters;
    expect([kept?.attributes['message_id'], bodies()[0].template_type]).toEqual(['i'.repeat(128), 't'.repeat(128)]);
  });
});

describe('a dead letter that somebody may still replay', () => {
  it('is left as it is, and shows again as soon as the others are done', async () => {
    courier.letters.put(MESSAGE, letter('m-1', NOW + 1));
    courier.letters.put(MESSAGE, letter('m-2', NOW - 1));
    await redact();
    expect(courier.letters.visible().map(({ attributes }) => attributes['message_id'])).toEqual(['m-1', 'm-2']);
    expect(bodies()[0]).toEqual(MESSAGE);
  });

  it.each([
    [45_000, 45_000],
    [900_000, 65_000],
  ])('shows again by itself after a kill: of an invocation of %i ms within %i ms', async (ms, hiddenMs) => {
    courier.letters.put(MESSAGE, letter('m-1', NOW + 1));
    const killed = new Promise<void>((resolve) => {
      const receive = courier.letters.receive.bind(courier.letters);
      courier.letters.receive = (url, hiddenSeconds) => {
        if (courier.letters.visible().length > 0) return receive(url, hiddenSeconds);
        resolve();
        return new Promise(() => {});
      };
    });
    void handleInvoke({ action: 'redact' }, { deadline: NOW + ms, requestId: 'r-1' }, courier.services);
    await killed;
    expect(courier.letters.letters).toMatchObject([{ hiddenUntil: NOW + hiddenMs }]);
  });
});

describe('however the courier ends', () => {
  it('between copy and removal, both are there, and the next run removes the letter', async () => {
    courier.letters.put(MESSAGE, letter('m-1', NOW - 1));
    const killed = new Promise<void>((resolve) => {
      courier.letters.onRemove = () => {
        resolve();
        return new Promise(() => {});
      };
    });
    void redact();
    await killed;
    expect(bodies()).toEqual([MESSAGE, { recipient: 'DE…38', template_type: 'login_code_valid' }]);

    courier.letters.onRemove = () => {};
    courier.now += HOUR_MS;
    expect(await redact()).toEqual({ redacted: 1, complete: true });
    expect(redacted()).toHaveLength(courier.letters.letters.length);
  });

  it('a letter whose copy cannot be sent stays, and holds up no other', async () => {
    for (let index = 0; index < 15; index++)
      courier.letters.put({ ...MESSAGE, template_type: index === 3 ? 'broken' : 'a' }, letter(`m-${index}`, NOW - 1));
    courier.letters.onSend = (body) => {
      if (body.includes('broken')) throw new Error(`SQS does not take ${MESSAGE.body}`);
    };
    const failed = redact();
    await expect(failed).rejects.toThrow('the courier failed: Error');
    await expect(failed).rejects.not.toThrow('428193');
    expect(redacted()).toHaveLength(14);
    expect(courier.letters.visible()).toHaveLength(15);
    expect(logged()).toMatchObject([{ redacted: 14, complete: false, level: 'warn' }]);
  });

  it('in time before the invocation does, and goes on the next time', async () => {
    for (let index = 0; index < 55; index++) courier.letters.put(MESSAGE, letter(`m-${index}`, NOW - 1));
    courier.letters.onReceive = () => {
      courier.now += 11_000;
    };
    const { deadline } = courier;
    expect(await redact()).toEqual({ redacted: 40, complete: false });
    expect(courier.now).toBeLessThanOrEqual(deadline);
    expect(courier.letters.visible()).toHaveLength(55);
    courier.letters.onReceive = () => {};
    expect(await redact()).toEqual({ redacted: 15, complete: true });
    expect(redacted()).toHaveLength(55);
  });
});

it('tells in one line how many there were, and counts them', async () => {
  for (let index = 0; index < 12; index++) courier.letters.put(MESSAGE, letter(`m-${index}`, NOW - 1));
  await redact();
  expect(courier.log).toMatchObject([{ event: 'redaction', level: 'info', redacted: 12, complete: true }]);
  expect(courier.log.flatMap(metricsOf).map(shown)).toEqual(['redacted courier=test/Sms: 12']);
});

it('writes no metric for an hour in which there was nothing to do', async () => {
  await redact();
  expect(logged()).toMatchObject([{ redacted: 0, complete: true }]);
  expect(courier.log.flatMap(metricsOf)).toEqual([]);
});

it('is refused by a courier that leaves it to others', async () => {
  const { redact: _, ...services } = courier.services;
  await expect(handleInvoke({ action: 'redact' }, courier.invocation, services)).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining('retention.redactExpired off'),
  });
});

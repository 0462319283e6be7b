import type { Answer } from '../../lambda/contract';
import { handleInvoke } from '../../lambda/courier/invoke';
import { handleQueue } from '../../lambda/courier/sqs';
import { SendError } from '../../lambda/request/send';
import { type Answering, accepted, batch, record, status, TestCourier } from '../support/courier';
import { NOW } from '../support/messages';

const MESSAGE = {
  id: 'm-1',
  recipient: '+4917667111638',
  body: 'Your code is 428193',
  template_type: 'login_code_valid',
  template_data: { login_code: '428193', expires_in_minutes: 15 },
};
const LIFE_MS = 15 * 60_000;

const queue = (courier: TestCourier, ...records: ReturnType<typeof record>[]) =>
  handleQueue(batch(...records), courier.deadline, courier.services);
const invoke = (courier: TestCourier, event: unknown = MESSAGE) =>
  handleInvoke(event, courier.invocation, courier.services) as Promise<Answer>;
const again = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
const hosts = (courier: TestCourier) => courier.requests.map(({ url }) => url.hostname.split('.')[0]);
const unavailable = (): never => {
  throw new SendError('unavailable', 'no connection');
};

/** What was put on a queue, as the courier receives it. */
function received(sent: TestCourier['sent'][number] | undefined, courier: TestCourier, id = 'sqs-again') {
  return record(sent?.body ?? '', { id, sentAt: courier.now, ...(sent && { attributes: sent.attributes }) });
}

/** A request that never returns to its courier: the process died in the middle of it. */
function crash(): { answer: Answering; reached: Promise<void> } {
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const answer = () => {
    reach();
    return new Promise<never>(() => {});
  };
  return { answer, reached };
}

describe('the same message', () => {
  it('is sent once, however often and wherever it comes in at the same time', async () => {
    const courier = new TestCourier({ one: accepted });
    const records = ['a', 'b', 'c'].map((id) => record(MESSAGE, { id }));
    await Promise.all(records.map((each) => queue(courier, each)));
    expect(courier.requests).toHaveLength(1);
  });

  it('is a duplicate once it is through, which is told and takes it off the queue', async () => {
    const courier = new TestCourier({ one: accepted });
    await invoke(courier);
    courier.now += 1_000;
    expect(await invoke(courier)).toEqual({
      id: 'm-1',
      state: 'sent',
      duplicate: true,
      provider: 'one',
      outcome: 'accepted',
      code: '201',
      attempts: 1,
    });
    await queue(courier, record(MESSAGE));
    expect(await queue(courier, record(MESSAGE, { receiveCount: 2 }))).toEqual(again());
    expect(courier.requests).toHaveLength(2);
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', duplicate: true, duplicates: 1 });
  });

  it('by another front door is another message: their senders may count alike', async () => {
    const courier = new TestCourier({ one: accepted });
    await invoke(courier);
    await queue(courier, record(MESSAGE));
    expect(courier.requests).toHaveLength(2);
  });

  it('may be sent anew once its code has expired', async () => {
    const courier = new TestCourier({ one: accepted });
    await invoke(courier);
    courier.now += LIFE_MS;
    expect(await invoke(courier)).toMatchObject({ state: 'sent', duplicate: false });
  });

  it('without a stated life may be sent anew ten minutes after it was sent, however long that took', async () => {
    const answers = [status(429, { 'retry-after': '900' }), accepted, accepted];
    const courier = new TestCourier({ one: (request) => (answers.shift() as Answering)(request) });
    const { template_data: _, ...plain } = MESSAGE;
    await queue(courier, record(plain));
    courier.now += 900_000;
    await queue(courier, record(plain, { receiveCount: 2 }));
    // the queue was not told, or did not listen
    courier.now += 599_999;
    expect(await queue(courier, record(plain, { receiveCount: 3 }))).toEqual(again());
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', attempts: 2, duplicate: true });
    courier.now += 1;
    await queue(courier, record(plain, { id: 'on-purpose', sentAt: courier.now }));
    expect(courier.requests).toHaveLength(3);
  });

  it('may come again at once after it failed', async () => {
    const answers = [status(400), accepted];
    const courier = new TestCourier({ one: (request) => (answers.shift() as Answering)(request) });
    expect(await invoke(courier)).toMatchObject({ state: 'failed' });
    courier.now += 1;
    expect(await invoke(courier)).toMatchObject({ state: 'sent', duplicate: false, attempts: 1 });
  });
});

describe('a message that failed, and that the queue had once more by then', () => {
  const drop = {
    delivery: { maxAttempts: 3, onAmbiguous: 'drop', defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 30 },
  } as const;

  it.each([
    ['since it could not be deleted', { receiveCount: 2 }],
    ['since its sender gave it in twice', { id: 'sqs-2', sentAt: NOW + 500 }],
  ])('%s is a duplicate: nobody is asked who may have sent it, and there is one dead letter', async (_, once) => {
    const courier: TestCourier = new TestCourier(
      {
        one: () => {
          courier.now += 1_000;
          return status(500)();
        },
      },
      drop,
    );
    await queue(courier, record(MESSAGE));
    courier.now += 60_000;
    expect(await queue(courier, record(MESSAGE, once))).toEqual(again());
    expect(courier.log.at(-1)).toMatchObject({ state: 'failed', duplicate: true });
    expect([courier.requests.length, courier.sent.length]).toEqual([1, 1]);
    // what its sender gives in afterwards is meant
    await queue(courier, record(MESSAGE, { id: 'sqs-3', sentAt: courier.now }));
    expect(courier.requests).toHaveLength(2);
  });

  it.each<[string, object, Answering]>([
    ['was sent, and cannot be rendered any more', { state: 'sent' }, accepted],
    ['waits for its retry, and cannot be rendered meanwhile', { state: 'queued', held: true }, status(429)],
  ])('is not given up where it %s', async (_, state, answer) => {
    const courier = new TestCourier({ one: answer });
    await queue(courier, record(MESSAGE));
    Object.assign(courier.services.delivery.config, {
      templates: { login_code_valid: { default: '{{ fail "no" }}' } },
    });
    const { body: _body, ...bare } = MESSAGE;
    await queue(courier, record(bare, { receiveCount: 2 }));
    expect(courier.log.at(-1)).toMatchObject(state);
    expect(courier.sent).toEqual([]);
  });
});

describe('a message whose retry waits', () => {
  it('is not tried before it is due, whoever brings it', async () => {
    const courier = new TestCourier({ one: status(429, { 'retry-after': '30' }) });
    await queue(courier, record(MESSAGE));
    courier.now += 10_000;
    expect(await queue(courier, record(MESSAGE, { id: 'other' }))).toEqual(again('other'));
    expect(courier.delays).toEqual([
      { receiptHandle: 'handle-sqs-1', seconds: 30 },
      { receiptHandle: 'handle-other', seconds: 20 },
    ]);
    expect(courier.requests).toHaveLength(1);
    expect(courier.log.at(-1)).toMatchObject({ state: 'queued', held: true, attempts: 1 });
  });

  it('is answered with its state to an invoke', async () => {
    const courier = new TestCourier({ one: status(429) });
    expect(await invoke(courier)).toMatchObject({ state: 'queued', outcome: 'throttled' });
    expect(await invoke(courier)).toEqual({ id: 'm-1', state: 'queued', duplicate: false, attempts: 1 });
  });

  it('that an invoke handed over meets no lease of the invoke: it is given back before the queue has the message', async () => {
    const writes: string[] = [];
    const courier = new TestCourier({ one: status(429) });
    courier.onTableWrite = (update) => writes.push(`${courier.sent.length} ${JSON.stringify(update)}`);
    await invoke(courier);
    expect(writes.at(-1)).toMatch(/^0 .*REMOVE #owner/);
    expect(courier.sent).toHaveLength(1);
  });

  it('and that nobody put on the queue, since the invoke ended in between, is put there by the caller who asks again', async () => {
    const answers = [status(429), accepted];
    const courier = new TestCourier({ one: (request) => (answers.shift() as Answering)(request) });
    courier.queuesFail = true;
    await expect(invoke(courier)).rejects.toThrow('the courier failed');
    courier.queuesFail = false;
    expect(await invoke(courier)).toMatchObject({ state: 'queued', attempts: 1 });
    const [handedOver] = courier.sent;
    expect(handedOver).toMatchObject({ queueUrl: 'queue', attributes: { origin: 'invoke' } });
    courier.now += (handedOver?.delaySeconds ?? 0) * 1000;
    expect(await queue(courier, received(handedOver, courier))).toEqual(again());
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', attempts: 2, message_id: 'm-1' });
  });

  it('that an invoke handed over goes on in the queue, with its identity, attempts and delay', async () => {
    const answers = [status(429, { 'retry-after': '30' }), accepted];
    const courier = new TestCourier({ one: (request) => (answers.shift() as Answering)(request) });
    await invoke(courier);
    const [handedOver] = courier.sent;
    expect(handedOver).toMatchObject({ queueUrl: 'queue', attributes: { origin: 'invoke' }, delaySeconds: 30 });
    courier.now += 30_000;
    expect(await queue(courier, received(handedOver, courier))).toEqual(again());
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', attempts: 2, message_id: 'm-1' });
    expect(await invoke(courier)).toMatchObject({ state: 'sent', duplicate: true, attempts: 2 });
  });
});

describe('a courier that dies in the middle of a request', () => {
  async function crashed(onAmbiguous: 'retry' | 'failover' | 'drop', providers: Record<string, Answering>) {
    const { answer, reached } = crash();
    let first = true;
    const courier = new TestCourier(
      {
        ...providers,
        one: (request) => {
          if (!first) return (providers['one'] as Answering)(request);
          first = false;
          return answer(request);
        },
      },
      { delivery: { maxAttempts: 5, onAmbiguous, defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 30 } },
    );
    void queue(courier, record(MESSAGE));
    await reached;
    return courier;
  }

  it('keeps its message from others until its lease ends', async () => {
    const courier = await crashed('retry', { one: accepted });
    expect(await queue(courier, record(MESSAGE, { receiveCount: 2 }))).toEqual(again('sqs-1'));
    expect(courier.delays).toEqual([{ receiptHandle: 'handle-sqs-1', seconds: 50 }]);
    expect(courier.requests).toHaveLength(1);
  });

  it('leaves an outcome that nobody knows: with retry the same provider is asked again, and it is counted', async () => {
    const courier = await crashed('retry', { one: accepted, two: accepted });
    courier.now += 50_000;
    expect(await queue(courier, record(MESSAGE, { receiveCount: 2 }))).toEqual(again());
    expect(hosts(courier)).toEqual(['one', 'one']);
    expect(courier.log).toContainEqual(
      expect.objectContaining({ event: 'attempt', provider: 'one', outcome: 'ambiguous', code: 'crashed', attempt: 1 }),
    );
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('with failover the next provider is asked', async () => {
    const courier = await crashed('failover', { one: accepted, two: accepted });
    courier.now += 50_000;
    await queue(courier, record(MESSAGE, { receiveCount: 2 }));
    expect(hosts(courier)).toEqual(['one', 'two']);
  });

  it('with drop nobody is asked, and the message is kept', async () => {
    const courier = await crashed('drop', { one: accepted, two: accepted });
    courier.now += 50_000;
    expect(await queue(courier, record(MESSAGE, { receiveCount: 2 }))).toEqual(again());
    expect(hosts(courier)).toEqual(['one']);
    expect(courier.sent).toEqual([
      expect.objectContaining({
        queueUrl: 'dead-letters',
        attributes: expect.objectContaining({ outcome: 'ambiguous', code: 'crashed' }),
      }),
    ]);
    expect(courier.log.at(-1)).toMatchObject({ state: 'failed', outcome: 'ambiguous', attempts: 1 });
  });
});

describe('a claim whose answer is lost', () => {
  const claiming = (onAmbiguous: 'retry' | 'failover' | 'drop', one: Answering = accepted, maxAttempts = 5) => {
    const answers = { one };
    const courier = new TestCourier(answers, {
      delivery: { maxAttempts, onAmbiguous, defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 30 },
    });
    // of the message's own writes, and of nothing that comes before
    courier.onTableWrite = ({ key }) => {
      courier.ledgerAnswersLost &&= String(key['pk']).startsWith('message#');
    };
    return { courier, answers };
  };
  const loseClaim = async (courier: TestCourier, receiveCount: number) => {
    courier.ledgerAnswersLost = true;
    expect(await queue(courier, record(MESSAGE, { receiveCount }))).toEqual(again('sqs-1'));
    expect(courier.ledgerAnswersLost).toBe(true);
    courier.ledgerAnswersLost = false;
    courier.now += 60_000;
  };

  it.each(['retry', 'failover', 'drop'] as const)(
    'costs its message the time of a lease and no more, with %s: nobody has been asked',
    async (onAmbiguous) => {
      const { courier } = claiming(onAmbiguous);
      await queue(courier, record({ ...MESSAGE, id: 'one before' }));
      await loseClaim(courier, 1);
      expect(courier.requests).toHaveLength(1);
      await queue(courier, record(MESSAGE, { receiveCount: 2 }));
      expect(courier.log.at(-1)).toMatchObject({ state: 'sent', message_id: 'm-1' });
      expect(courier.requests).toHaveLength(2);
    },
  );

  it.each(['failover', 'drop'] as const)(
    'that records a request by itself, as with %s, does not end its message either: nobody has been asked',
    async (onAmbiguous) => {
      const { courier } = claiming(onAmbiguous);
      await queue(courier, record({ ...MESSAGE, id: 'one before' }));
      let writes = 0;
      courier.onTableWrite = ({ key }) => {
        if (String(key['pk']).startsWith('message#')) writes += 1;
        // the claim is the first, the settle the third
        courier.ledgerAnswersLost = writes === 2;
      };
      expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
      expect([writes, courier.requests.length]).toEqual([3, 1]);
      courier.now += 60_000;
      await queue(courier, record(MESSAGE, { receiveCount: 2 }));
      expect(courier.log.at(-1)).toMatchObject({ state: 'sent', attempts: 1 });
    },
  );

  it('does not end its message where one attempt is all that there is', async () => {
    const { courier } = claiming('retry', accepted, 1);
    await queue(courier, record({ ...MESSAGE, id: 'one before' }));
    await loseClaim(courier, 1);
    await queue(courier, record(MESSAGE, { receiveCount: 2 }));
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', message_id: 'm-1' });
  });

  it.each([
    ['retry', 2],
    ['drop', 3],
  ] as const)('is why with %s a message that is sent costs %d writes of its row', async (onAmbiguous, writes) => {
    const { courier } = claiming(onAmbiguous);
    const written: unknown[] = [];
    courier.onTableWrite = ({ key }) => {
      if (String(key['pk']).startsWith('message#')) written.push(key);
    };
    await queue(courier, record(MESSAGE));
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent' });
    expect(written).toHaveLength(writes);
  });

  it('with drop forgets no request that was begun before', async () => {
    const { answer, reached } = crash();
    const { courier, answers } = claiming('drop', answer);
    void queue(courier, record(MESSAGE));
    await reached;
    answers.one = accepted;
    courier.now += 60_000;
    await loseClaim(courier, 2);
    await queue(courier, record(MESSAGE, { receiveCount: 3 }));
    expect(courier.log.at(-1)).toMatchObject({ state: 'failed', outcome: 'ambiguous', code: 'crashed' });
    expect(courier.requests).toHaveLength(1);
  });
});

describe('a message whose courier died in the middle of a request, and that has expired since', () => {
  async function crashed(message: object) {
    const { answer, reached } = crash();
    const courier = new TestCourier({ one: answer });
    void queue(courier, record(message));
    await reached;
    courier.now += 3_600_000;
    return courier;
  }
  const told = (courier: TestCourier) => courier.log.slice(-2);
  const CRASHED = {
    outcome: 'ambiguous',
    code: 'crashed',
    provider: 'one',
    message_id: 'm-1',
  };

  it.each([
    ['by its own word', MESSAGE, NOW],
    ['by what its first receive gave it', { ...MESSAGE, template_data: {} }, NOW + 3_600_000],
  ])('%s is told to have been asked for, since the phone may have rung', async (_, message, sentAt) => {
    const courier = await crashed(message);
    expect(await queue(courier, record(message, { receiveCount: 2, sentAt }))).toEqual(again());
    expect(told(courier)).toEqual([
      expect.objectContaining({ event: 'attempt', attempt: 1, ...CRASHED }),
      expect.objectContaining({ event: 'message', state: 'expired', attempts: 1, ...CRASHED }),
    ]);
    expect(courier.requests).toHaveLength(1);
  });
});

describe('an invoke that dies in the middle of a request', () => {
  it('loses nothing: who asks again with the id has the message put on the queue, for after the lease', async () => {
    const { answer, reached } = crash();
    const answers: Answering[] = [answer, accepted];
    const courier = new TestCourier({ one: (request) => (answers.shift() as Answering)(request) });
    void invoke(courier);
    await reached;
    expect(await invoke(courier)).toMatchObject({ id: 'm-1', state: 'queued', attempts: 1 });
    expect(courier.sent).toEqual([expect.objectContaining({ queueUrl: 'queue', delaySeconds: 50 })]);
    courier.now += 50_000;
    await queue(courier, received(courier.sent[0], courier));
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', attempts: 2, message_id: 'm-1' });
  });

  it('is the same message when Lambda tries it again by itself, though it has no id of its own', async () => {
    const courier = new TestCourier({ one: accepted });
    const { id: _, ...message } = MESSAGE;
    const { invocation } = courier;
    await handleInvoke(message, invocation, courier.services);
    expect(await handleInvoke(message, invocation, courier.services)).toMatchObject({
      id: invocation.requestId,
      duplicate: true,
    });
    expect(courier.requests).toHaveLength(1);
  });
});

describe('a message that is replayed from the dead letters', () => {
  const FAILED = { ...MESSAGE, id: undefined, template_data: undefined };
  const replay = (courier: TestCourier, letter = courier.sent.at(-1)) =>
    letter && { ...letter, attributes: { ...letter.attributes, replayed_at: new Date(courier.now).toISOString() } };

  it('is the message that it was, though the queue calls it otherwise', async () => {
    const answers = [status(400), accepted];
    const courier = new TestCourier({ one: (request) => (answers.shift() as Answering)(request) });
    await queue(courier, record(FAILED));
    courier.now += 60_000;
    const letter = replay(courier);
    expect(await queue(courier, received(letter, courier, 'sqs-2'))).toEqual(again());
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', message_id: 'sqs-1', attempts: 1 });
    expect(await queue(courier, received(letter, courier, 'sqs-3'))).toEqual(again());
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', message_id: 'sqs-1', duplicate: true });
    expect(courier.requests).toHaveLength(2);
  });

  it('does not live longer for it', async () => {
    const courier = new TestCourier({ one: status(400) });
    await queue(courier, record(FAILED));
    courier.now += 3_600_000;
    await queue(courier, received(replay(courier), courier));
    expect(courier.log.at(-1)).toMatchObject({ state: 'failed', duplicate: true });
    expect(courier.requests).toHaveLength(1);
  });

  it('keeps the expiry that was fixed, also where the courier would give it another by now', async () => {
    const courier = new TestCourier({ one: accepted });
    const time = (ms: number) => new Date(NOW + ms).toISOString();
    const attributes = { entered_at: time(0), expires_at: time(60_000), replayed_at: time(61_000) };
    courier.now += 61_000;
    await queue(courier, record(FAILED, { sentAt: courier.now, attributes }));
    expect(courier.log.at(-1)).toMatchObject({ state: 'expired' });
    expect(courier.requests).toEqual([]);
  });

  it('is never sent again if it was sent, however long ago that is', async () => {
    const courier = new TestCourier({ one: accepted });
    await queue(courier, record({ ...FAILED, id: 'm-2' }));
    courier.now += 30 * 60_000;
    const again = { id: 'sqs-2', sentAt: courier.now };
    const attributes = { entered_at: new Date(NOW).toISOString(), replayed_at: new Date(courier.now).toISOString() };
    await queue(courier, record({ ...FAILED, id: 'm-2' }, { ...again, attributes }));
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', duplicate: true });
    await queue(courier, record({ ...FAILED, id: 'm-2' }, again));
    expect(courier.requests).toHaveLength(2);
  });

  it('lives no longer by the attributes of its dead letter than its first receive said, whenever the queue says that it was sent', async () => {
    const answers = [status(429), status(400)];
    const courier = new TestCourier({ one: () => (answers.shift() as () => ReturnType<typeof accepted>)() });
    const plain = { ...MESSAGE, template_data: undefined };
    await queue(courier, record(plain));
    courier.now += 60_000;
    await queue(courier, record(plain, { id: 'redriven', sentAt: courier.now }));
    expect(courier.sent).toMatchObject([{ attributes: { expires_at: new Date(NOW + 3_600_000).toISOString() } }]);
  });

  it('goes back to the dead letters as the same if it fails again', async () => {
    const courier = new TestCourier({ one: status(400) });
    await queue(courier, record(FAILED));
    const [first] = courier.sent;
    courier.now += 60_000;
    await queue(courier, received(replay(courier), courier, 'sqs-2'));
    expect(courier.sent[1]).toEqual(first);
  });
});

describe('while the ledger is down', () => {
  it('a message is put back for 5 to 15 s at a time, for half of its life', async () => {
    const courier = new TestCourier({ one: accepted });
    courier.ledgerFails = true;
    courier.ledgerFailure = Object.assign(new Error(`connect to ${MESSAGE.recipient}`), { code: 'ECONNREFUSED' });
    for (const [jitter, seconds] of [
      [0, 5],
      [1, 15],
    ] as const) {
      courier.jitter = jitter;
      expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
      expect(courier.delays.at(-1)?.seconds).toBe(seconds);
    }
    expect(courier.requests).toEqual([]);
    expect(courier.log).toContainEqual(
      expect.objectContaining({
        event: 'ledger',
        level: 'error',
        ledger_failures: 1,
        detail: expect.stringContaining('put back'),
        reason: 'ECONNREFUSED',
      }),
    );
  });

  it('a message is put back no longer than until half of its life is over', async () => {
    const courier = new TestCourier({ one: accepted });
    courier.ledgerFails = true;
    courier.now += LIFE_MS / 2 - 2_500;
    expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
    expect(courier.delays.at(-1)?.seconds).toBe(3);
  });

  it('is then sent unclaimed, and done with', async () => {
    const courier = new TestCourier({ one: accepted });
    courier.ledgerFails = true;
    courier.now += LIFE_MS / 2;
    expect(await queue(courier, record(MESSAGE))).toEqual(again());
    expect(courier.requests).toHaveLength(1);
    expect(courier.log).toContainEqual(
      expect.objectContaining({ event: 'ledger', detail: expect.stringContaining('sent unclaimed') }),
    );
  });

  it.each([1, 3, 10, 100])(
    'a message is sent before the queue has given it out too often, with %d attempts at most',
    async (maxAttempts) => {
      const delivery = {
        maxAttempts,
        onAmbiguous: 'retry',
        defaultTtlSeconds: 86_400,
        queueDays: 2,
        ledgerDays: 30,
      } as const;
      const { template_data: _, ...plain } = MESSAGE;
      for (const jitter of [0, 1]) {
        const courier = new TestCourier({ one: status(429), two: accepted }, { delivery });
        Object.assign(courier, { ledgerFails: true, jitter });
        let receives = 0;
        do {
          receives += 1;
          courier.now += (courier.delays.at(-1)?.seconds ?? 0) * 1000;
          await queue(courier, record(plain, { receiveCount: receives }));
        } while (courier.requests.length === 0);
        expect(courier.now - NOW).toBe(43_200_000);
        expect(receives).toBeLessThanOrEqual(2 * maxAttempts + 11);
        expect(courier.delays[0]?.seconds).toBeLessThanOrEqual(25);
        // the receives were no attempts
        expect(hosts(courier)).toEqual(maxAttempts === 1 ? ['one'] : ['one', 'two']);
      }
    },
  );

  it('an invoke hands its message to the queue', async () => {
    const courier = new TestCourier({ one: accepted });
    courier.ledgerFails = true;
    expect(await invoke(courier)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(courier.sent).toEqual([expect.objectContaining({ queueUrl: 'queue' })]);
  });

  it('an accepted message whose outcome cannot be written is done with all the same', async () => {
    const courier: TestCourier = new TestCourier({
      one: () => {
        courier.ledgerFails = true;
        return accepted();
      },
    });
    expect(await queue(courier, record(MESSAGE))).toEqual(again());
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent' });
    expect(courier.log).toContainEqual(
      expect.objectContaining({ event: 'ledger', detail: expect.stringContaining('outcome is not written') }),
    );
  });

  it('no further provider is asked of which nothing could be recorded', async () => {
    const courier: TestCourier = new TestCourier({
      one: () => {
        courier.ledgerFails = true;
        return status(401)();
      },
      two: accepted,
    });
    expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
    expect(hosts(courier)).toEqual(['one']);
    expect(courier.log.at(-1)).toMatchObject({ state: 'queued', attempts: 1 });
  });
});

describe('a provider that fails again and again', () => {
  it('is asked last once its breaker is open, and first again once a probe succeeds', async () => {
    let down = true;
    const courier = new TestCourier({ one: () => (down ? unavailable() : accepted()), two: accepted });
    const send = (id: string) => invoke(courier, { ...MESSAGE, id });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await send(id);
    expect(courier.log).toContainEqual(expect.objectContaining({ event: 'breaker', provider: 'one', state: 'open' }));
    courier.requests.length = 0;
    courier.now += 2_000;
    await send('f');
    expect(hosts(courier)).toEqual(['two']);
    down = false;
    courier.now += 30_000;
    courier.requests.length = 0;
    await Promise.all(['g', 'h', 'i'].map(send));
    expect(hosts(courier).filter((host) => host === 'one')).toHaveLength(1);
    courier.requests.length = 0;
    await send('j');
    expect(hosts(courier)).toEqual(['one']);
  });

  it('is still asked when the others cannot help', async () => {
    const courier = new TestCourier({ one: unavailable, two: status(400) });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await invoke(courier, { ...MESSAGE, id });
    expect(hosts(courier).slice(-2)).toEqual(['two', 'one']);
  });
});

describe('what the ledger keeps', () => {
  it('is neither text nor code nor number', async () => {
    const rows: unknown[] = [];
    const courier = new TestCourier({ one: status(400) });
    courier.onTableWrite = (written) => rows.push(written);
    await invoke(courier);
    await queue(courier, record(MESSAGE));
    const text = JSON.stringify(rows);
    expect(rows.length).toBeGreaterThan(3);
    for (const secret of ['428193', '17667111638', 'Your code']) expect(text).not.toContain(secret);
  });
});

it('ends as expired what its first receive gave no longer a life', async () => {
  const courier = new TestCourier({ one: status(429) });
  const { template_data: _, ...plain } = MESSAGE;
  await queue(courier, record(plain, { sentAt: NOW }));
  // redriven: the queue says that it was sent just now
  courier.now += 3_600_000;
  expect(await queue(courier, record(plain, { sentAt: courier.now }))).toEqual(again());
  expect(courier.log.at(-1)).toMatchObject({ state: 'expired' });
  expect(courier.requests).toHaveLength(1);
});

it('tells its providers of the life that its first receive gave it, also where it was posted again with a longer one', async () => {
  const answers = [status(429), accepted];
  const courier = new TestCourier(
    { one: (request) => (answers.shift() as Answering)(request) },
    {},
    'function(ctx) { expires_at: ctx.courier.expires_at, ttl: std.toString(ctx.courier.ttl_seconds) }',
  );
  await queue(courier, record(MESSAGE));
  courier.now += 60_000;
  await queue(courier, record(MESSAGE, { id: 'posted-again', sentAt: courier.now }));
  const expires_at = new Date(NOW + LIFE_MS).toISOString();
  expect(courier.requests.map(({ body }) => JSON.parse(body ?? ''))).toEqual([
    { expires_at, ttl: '900' },
    { expires_at, ttl: '840' },
  ]);
});

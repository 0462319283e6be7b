import { createProvider } from '../../lambda/attempt';
import type { ProviderConfig } from '../../lambda/config';
import type { Answer } from '../../lambda/contract';
import { handleInvoke } from '../../lambda/courier/invoke';
import { handleQueue } from '../../lambda/courier/sqs';
import { InvalidMessage } from '../../lambda/message';
import { SendError } from '../../lambda/request/send';
import { Secrets } from '../../lambda/secrets/secrets';
import { noAws } from '../support/aws';
import { accepted, batch, record, status, TestCourier } from '../support/courier';
import { NOW } from '../support/messages';

const CODE = '428193';
const MESSAGE = {
  id: 'm-1',
  recipient: '+49 176 671 11 638',
  body: `Your code is ${CODE}`,
  template_type: 'login_code_valid',
  template_data: { login_code: CODE, expires_in_minutes: 15 },
};

const queue = (courier: TestCourier, ...records: ReturnType<typeof record>[]) =>
  handleQueue(batch(...records), courier.deadline, courier.services);
const invoke = (courier: TestCourier, event: unknown = MESSAGE) =>
  handleInvoke(event, courier.invocation, courier.services) as Promise<Answer>;
const again = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('a message that a provider accepts', () => {
  it('is sent once, and the record is done', async () => {
    const courier = new TestCourier({ one: accepted });
    expect(await queue(courier, record(MESSAGE))).toEqual(again());
    expect(courier.requests).toHaveLength(1);
    expect(courier.sent).toEqual([]);
    expect(courier.log).toEqual([
      expect.objectContaining({
        event: 'attempt',
        message_id: 'm-1',
        provider: 'one',
        outcome: 'accepted',
        code: '201',
        attempt: 1,
      }),
      expect.objectContaining({
        event: 'message',
        message_id: 'm-1',
        state: 'sent',
        recipient: 'DE…38',
        config: 'hash',
        courier: 'test/Sms',
      }),
    ]);
  });

  it('is answered to an invoke', async () => {
    const courier = new TestCourier({ one: accepted });
    expect(await invoke(courier)).toEqual({
      id: 'm-1',
      state: 'sent',
      duplicate: false,
      provider: 'one',
      outcome: 'accepted',
      code: '201',
      attempts: 1,
    });
  });

  it('embeds metrics whose names and dimensions are members of the line', async () => {
    const courier = new TestCourier({ one: accepted });
    await queue(courier, record(MESSAGE));
    expect(courier.log).toHaveLength(2);
    for (const line of courier.log) {
      const { CloudWatchMetrics, Timestamp } = line['_aws'] as {
        CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
        Timestamp: number;
      };
      expect(Timestamp).toBe(NOW);
      expect(CloudWatchMetrics.length).toBeGreaterThan(0);
      for (const { Namespace, Dimensions, Metrics } of CloudWatchMetrics) {
        expect(Namespace).toBe('SmsCourier');
        for (const name of [...Dimensions.flat(), ...Metrics.map(({ Name }) => Name)])
          expect(line).toHaveProperty(name);
      }
    }
  });
});

describe('a message that cannot be one', () => {
  it.each([
    ['not JSON', 'hello', /not JSON/],
    ['without a recipient', { body: `code ${CODE}` }, /recipient: missing/],
  ])(
    '%s goes to the dead letters, unchanged and with the reason, and its batch-mates are sent once',
    async (_, bad, reason) => {
      const courier = new TestCourier({ one: accepted });
      const result = await queue(
        courier,
        record(MESSAGE, { id: 'a' }),
        record(bad, { id: 'b' }),
        record({ ...MESSAGE, id: 'm-2' }, { id: 'c' }),
      );
      expect(result).toEqual(again());
      expect(courier.requests).toHaveLength(2);
      expect(courier.sent).toEqual([
        {
          queueUrl: 'dead-letters',
          body: typeof bad === 'string' ? bad : JSON.stringify(bad),
          attributes: {
            message_id: 'b',
            origin: 'queue',
            entered_at: new Date(NOW).toISOString(),
            code: 'invalid_message',
            reason: expect.stringMatching(reason),
          },
        },
      ]);
      expect(courier.log).toContainEqual(
        expect.objectContaining({
          level: 'error',
          message_id: 'b',
          state: 'failed',
          detail: expect.stringMatching(reason),
        }),
      );
    },
  );

  it('stays in the queue when the dead letters cannot be written', async () => {
    const courier = new TestCourier({ one: accepted });
    courier.queuesFail = true;
    expect(await queue(courier, record('hello', { id: 'b' }))).toEqual(again('b'));
  });

  it('is an error to an invoke', async () => {
    await expect(invoke(new TestCourier({ one: accepted }), { body: 'x' })).rejects.toThrow(InvalidMessage);
  });

  it('is one that is too long, by whatever front door: the queue could not take it over', async () => {
    const courier = new TestCourier({ one: status(429) });
    const long = { ...MESSAGE, html_body: 'x'.repeat(65_536) };
    for (const event of [long, { action: 'enqueue', message: long }])
      await expect(invoke(courier, event)).rejects.toThrow(/message is \d+ bytes; at most 65536 are allowed/);
    expect([courier.requests, courier.sent]).toEqual([[], []]);
  });
});

describe('Jsonnet that fails', () => {
  const body =
    "function(ctx) if ctx.template_type == 'login_code_valid' then error 'no ' + ctx.recipient + ' ' + ctx.template_data.login_code + std.join('-', std.stringChars(ctx.template_data.login_code)) else { to: ctx.recipient }";

  it('sends that message to the dead letters with a reason that holds neither number nor code', async () => {
    const courier = new TestCourier({ one: accepted }, {}, body);
    const good = { ...MESSAGE, id: 'm-2', template_type: 'recovery_code_valid' };
    expect(await queue(courier, record(MESSAGE, { id: 'a' }), record(good, { id: 'b' }))).toEqual(again());
    expect(courier.requests).toHaveLength(1);
    const [letter] = courier.sent;
    expect(letter).toMatchObject({
      queueUrl: 'dead-letters',
      body: JSON.stringify(MESSAGE),
      attributes: {
        outcome: 'bad_request',
        code: 'jsonnet_runtime',
        expires_at: new Date(NOW + 15 * 60_000).toISOString(),
      },
    });
    expect(letter?.attributes['reason']).toMatch(/^Jsonnet at 1:\d+: no \*\*\* \*\*\*x-x-x-x-x-x$/);
    expect(courier.lines.join()).toContain('DE…38');
    for (const line of courier.lines) {
      expect(line).not.toContain(CODE);
      expect(line).not.toContain('17667111638');
    }
  });
});

describe('what may be tried again', () => {
  it.each([
    ['throttled', status(429)],
    ['unauthorized', status(401)],
    ['ambiguous', status(500)],
    ['unavailable', () => Promise.reject(new SendError('unavailable', 'no connection'))],
    ['ambiguous', () => Promise.reject(new SendError('ambiguous', 'no response'))],
  ])('%s is put back with a delay that grows', async (outcome, answer) => {
    const courier = new TestCourier({ one: answer });
    expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
    courier.now += 2_000;
    expect(await queue(courier, record(MESSAGE, { receiveCount: 2 }))).toEqual(again('sqs-1'));
    expect(courier.delays).toEqual([
      { receiptHandle: 'handle-sqs-1', seconds: 2 },
      { receiptHandle: 'handle-sqs-1', seconds: 4 },
    ]);
    expect(courier.sent).toEqual([]);
    expect(courier.log.at(-1)).toMatchObject({ state: 'queued', outcome, retry_in_seconds: 4, attempts: 2 });
  });

  it('waits as long as the provider asks', async () => {
    const courier = new TestCourier({ one: status(429, { 'retry-after': '30' }) });
    await queue(courier, record(MESSAGE));
    expect(courier.delays[0]?.seconds).toBe(30);
  });

  it('never waits less than a second', async () => {
    const courier = new TestCourier({ one: status(500) });
    courier.jitter = 0;
    await queue(courier, record(MESSAGE));
    expect(courier.delays[0]?.seconds).toBe(1);
  });

  it('waits no longer than half of the life that is left: it does not expire while attempts are left', async () => {
    const delivery = {
      maxAttempts: 10,
      onAmbiguous: 'retry',
      defaultTtlSeconds: 3600,
      queueDays: 2,
      ledgerDays: 30,
    } as const;
    const courier = new TestCourier({ one: status(500) }, { delivery });
    const brief = { ...MESSAGE, template_data: { login_code: CODE, expires_in_minutes: 2 } };
    for (let receiveCount = 1; receiveCount <= 10; receiveCount++) {
      await queue(courier, record(brief, { receiveCount }));
      courier.now += (courier.delays.at(-1)?.seconds ?? 0) * 1000;
    }
    expect(courier.delays.map(({ seconds }) => seconds)).toEqual([2, 4, 8, 16, 32, 29, 14, 7, 4]);
    expect(courier.log.at(-1)).toMatchObject({ state: 'failed', attempts: 10 });
  });

  it('comes again even if the delay cannot be set', async () => {
    const courier = new TestCourier({ one: status(500) });
    courier.queuesFail = true;
    expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
  });

  it('goes to the dead letters after the last attempt', async () => {
    const courier = new TestCourier({ one: status(500) });
    for (const receiveCount of [1, 2]) {
      expect(await queue(courier, record(MESSAGE, { receiveCount }))).toEqual(again('sqs-1'));
      courier.now += 60_000;
    }
    expect(await queue(courier, record(MESSAGE, { receiveCount: 3 }))).toEqual(again());
    expect(courier.sent).toEqual([
      expect.objectContaining({
        queueUrl: 'dead-letters',
        attributes: expect.objectContaining({
          origin: 'queue',
          outcome: 'ambiguous',
          code: '500',
          reason: expect.stringContaining('given up after 3 attempts'),
        }),
      }),
    ]);
    expect(courier.log.at(-1)).toMatchObject({ state: 'failed', level: 'error' });
  });

  it('is handed over to the queue by an invoke, with identity and expiry', async () => {
    const courier = new TestCourier({ one: status(503) });
    const { id: _, ...withoutId } = MESSAGE;
    const answer = await invoke(courier, withoutId);
    expect(answer).toMatchObject({ state: 'queued', outcome: 'ambiguous', code: '503', attempts: 1 });
    expect(courier.sent).toEqual([
      {
        queueUrl: 'queue',
        body: JSON.stringify(withoutId),
        attributes: {
          message_id: answer.id,
          origin: 'invoke',
          entered_at: new Date(NOW).toISOString(),
          expires_at: new Date(NOW + 15 * 60_000).toISOString(),
        },
        delaySeconds: 2,
      },
    ]);
  });

  it('fails the invoke if the queue cannot be reached, so that nobody believes it queued', async () => {
    const courier = new TestCourier({ one: status(503) });
    courier.queuesFail = true;
    await expect(invoke(courier)).rejects.toThrow('the courier failed');
  });
});

describe('what may not be tried again', () => {
  it('a request that the provider refuses goes to the dead letters at once', async () => {
    const courier = new TestCourier({ one: status(400) });
    expect(await queue(courier, record(MESSAGE))).toEqual(again());
    expect(courier.sent).toEqual([
      expect.objectContaining({ queueUrl: 'dead-letters', body: JSON.stringify(MESSAGE) }),
    ]);
    expect(await invoke(new TestCourier({ one: status(400) }))).toMatchObject({
      state: 'failed',
      outcome: 'bad_request',
      code: '400',
    });
  });

  it('a cancelled message leaves no dead letter', async () => {
    const courier = new TestCourier({ one: accepted }, {}, 'function(ctx) error "cancel"');
    expect(await queue(courier, record(MESSAGE))).toEqual(again());
    expect([courier.requests, courier.sent]).toEqual([[], []]);
    expect(courier.log.at(-1)).toMatchObject({ state: 'cancelled' });
  });
});

describe('several providers', () => {
  it('are asked in order where the outcome allows it', async () => {
    const courier = new TestCourier({ one: status(401), two: status(429), three: accepted });
    expect(await invoke(courier)).toMatchObject({ state: 'sent', provider: 'three' });
    expect(courier.requests.map(({ url }) => url.hostname)).toEqual([
      'one.example.com',
      'two.example.com',
      'three.example.com',
    ]);
  });

  it('are not asked after an outcome that may have rung the phone', async () => {
    const courier = new TestCourier({ one: status(500), two: accepted });
    expect(await invoke(courier)).toMatchObject({ state: 'queued', provider: 'one', outcome: 'ambiguous' });
    expect(courier.requests).toHaveLength(1);
  });

  it('keep a message alive as long as one of them may be asked again', async () => {
    const courier = new TestCourier({ one: status(429), two: status(400) });
    expect(await invoke(courier)).toMatchObject({ state: 'queued', provider: 'one', outcome: 'throttled' });
  });

  it('are narrowed to the one that the sender names, if there is such a one', async () => {
    const courier = new TestCourier({ one: accepted, two: accepted });
    expect(await invoke(courier, { ...MESSAGE, provider: 'two' })).toMatchObject({ provider: 'two' });
    expect(await invoke(courier, { ...MESSAGE, id: 'm-2', provider: 'unknown' })).toMatchObject({ provider: 'one' });
  });
});

describe('admission', () => {
  it('ends a message that has expired, by the time that it has spent in the queue', async () => {
    const courier = new TestCourier({ one: accepted });
    const result = await queue(courier, record(MESSAGE, { sentAt: NOW - 15 * 60_000 }));
    expect(result).toEqual(again());
    expect([courier.requests, courier.sent]).toEqual([[], []]);
    expect(courier.log).toEqual([expect.objectContaining({ event: 'message', state: 'expired' })]);
  });

  it('says how often a message was tried that expires before its next attempt', async () => {
    const courier = new TestCourier({ one: status(503) });
    await queue(courier, record(MESSAGE));
    courier.now += 15 * 60_000;
    await queue(courier, record(MESSAGE, { receiveCount: 2 }));
    expect(courier.requests).toHaveLength(1);
    expect(courier.log.at(-1)).toMatchObject({ event: 'message', state: 'expired', attempts: 1 });
  });

  it('ends a message whose next attempt would come too late', async () => {
    const courier = new TestCourier({ one: status(429, { 'retry-after': '900' }) });
    await queue(courier, record(MESSAGE));
    expect(courier.delays).toEqual([]);
    expect(courier.log.at(-1)).toMatchObject({ state: 'expired', outcome: 'throttled' });
  });

  it('ends a message to a country that is not allowed', async () => {
    const courier = new TestCourier({ one: accepted });
    expect(await invoke(courier, { ...MESSAGE, recipient: '+18765551234' })).toMatchObject({
      state: 'limited',
      detail: 'country JM is not in allowedCountries',
      attempts: 0,
    });
    expect([courier.requests, courier.sent]).toEqual([[], []]);
  });

  it('lets every country in for *', async () => {
    const courier = new TestCourier({ one: accepted }, { allowedCountries: ['*'] });
    expect(await invoke(courier, { ...MESSAGE, recipient: '+18765551234' })).toMatchObject({ state: 'sent' });
  });
});

describe('secrets', () => {
  it('without a value are unauthorized: tried again, not given up', async () => {
    const courier = new TestCourier({ one: accepted });
    delete courier.secrets['/token'];
    expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
    expect(courier.requests).toEqual([]);
    expect(courier.log.at(-1)).toMatchObject({
      outcome: 'unauthorized',
      detail: 'secret /token has no value: store one, SSM parameters as a SecureString',
    });
  });

  it('that were rotated are read anew when the provider refuses them, within the invocation', async () => {
    const courier = new TestCourier({
      one: ({ headers }) => (headers.get('authorization') === 'Bearer rotated' ? accepted() : status(401)()),
    });
    await invoke(courier);
    courier.secrets['/token'] = 'rotated';
    courier.now += 60_000;
    expect(await invoke(courier, { ...MESSAGE, id: 'm-2' })).toMatchObject({ state: 'sent' });
    expect(courier.requests).toHaveLength(3);
  });

  it('that were rotated are used at once by all messages that were under way, and open no breaker', async () => {
    let arrived = 0;
    let arrive = () => {};
    const all = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const late = new Promise<void>((resolve) => setTimeout(resolve, 100));
    const courier: TestCourier = new TestCourier({
      one: async ({ headers, body }) => {
        if (headers.get('authorization') === 'Bearer rotated') return accepted();
        if (++arrived === 10) arrive();
        await all;
        // one is refused when the others have long been sent
        if (body?.includes('last')) await late;
        return { ...status(401)(), body: 'no access for secret-value' };
      },
    });
    await courier.services.secrets.load();
    courier.secrets['/token'] = 'rotated';
    const records = Array.from({ length: 10 }, (_, index) =>
      record({ ...MESSAGE, id: `m-${index}`, ...(index === 9 && { body: 'last' }) }, { id: `r-${index}` }),
    );
    expect(await queue(courier, ...records)).toEqual(again());
    expect(courier.requests).toHaveLength(20);
    const outcomes = courier.log.filter(({ event }) => event === 'attempt').map(({ outcome }) => outcome);
    expect(outcomes).toEqual(Array(10).fill('accepted'));
    expect(courier.log.filter(({ event }) => event === 'breaker')).toEqual([]);
  });

  it('are in no line of the log', async () => {
    const courier = new TestCourier({ one: status(401), two: status(500) });
    await queue(courier, record(MESSAGE), record('x'), record({ body: 'y' }));
    expect(courier.lines.join('\n')).not.toContain('secret-value');
  });
});

it('begins no attempt that could outlast the invocation', async () => {
  const courier = new TestCourier({ one: accepted });
  const result = await handleQueue(batch(record(MESSAGE)), courier.now + 11_999, courier.services);
  expect(result).toEqual(again('sqs-1'));
  expect(courier.requests).toEqual([]);
  expect(courier.delays).toEqual([{ receiptHandle: 'handle-sqs-1', seconds: 0 }]);
});

it('delivers the messages of a batch at the same time', async () => {
  let inFlight = 0;
  let release = () => {};
  // none is answered before all of them are there
  const all = new Promise<void>((resolve) => {
    release = resolve;
  });
  const courier = new TestCourier({
    one: async () => {
      if (++inFlight === 10) release();
      await all;
      return accepted();
    },
  });
  const records = Array.from({ length: 10 }, (_, index) =>
    record({ ...MESSAGE, id: `m-${index}` }, { id: `r-${index}` }),
  );
  expect(await queue(courier, ...records)).toEqual(again());
  expect(courier.requests).toHaveLength(10);
});

describe('a batch', () => {
  it('is settled message by message, so that a crash sends none again that was through', async () => {
    const removedBefore: string[][] = [];
    const courier: TestCourier = new TestCourier({
      one: async ({ body }) => {
        const slow = body?.includes('slow') ?? false;
        while (slow && !courier.removed.includes('handle-quick'))
          await new Promise((resolve) => setTimeout(resolve, 5));
        if (slow) removedBefore.push([...courier.removed]);
        return body?.includes('again') ? status(503)() : accepted();
      },
    });
    const records = ['quick', 'slow', 'again'].map((text) =>
      record({ ...MESSAGE, id: text, body: text }, { id: text }),
    );
    expect(await queue(courier, ...records, record('no JSON', { id: 'bad' }))).toEqual(again('again'));
    expect(removedBefore).toEqual([['handle-bad', 'handle-quick']]);
    expect(courier.removed).toEqual(['handle-bad', 'handle-quick', 'handle-slow']);
  });

  it('of one is left to Lambda, whose delete follows at once', async () => {
    const courier = new TestCourier({ one: accepted });
    await queue(courier, record(MESSAGE));
    expect(courier.removed).toEqual([]);
  });

  it('is done even if its messages cannot be deleted', async () => {
    const courier = new TestCourier({ one: accepted });
    courier.queuesFail = true;
    expect(await queue(courier, record(MESSAGE, { id: 'a' }), record({ ...MESSAGE, id: 'm-2' }, { id: 'b' }))).toEqual(
      again(),
    );
    expect(courier.log).toContainEqual(
      expect.objectContaining({ event: 'warning', detail: 'left to Lambda to delete: Error' }),
    );
  });
});

it('puts back a message over which the courier itself stumbles, and no other', async () => {
  const courier = new TestCourier({ one: accepted });
  const templates = () => {
    throw new TypeError('bug');
  };
  Object.assign(courier.services.delivery, { templates });
  expect(
    await queue(
      courier,
      record({ ...MESSAGE, id: 'm-1', body: '' }, { id: 'a' }),
      record({ ...MESSAGE, id: 'm-2' }, { id: 'b' }),
    ),
  ).toEqual(again('a'));
  expect(courier.log).toContainEqual(
    expect.objectContaining({
      event: 'warning',
      message_id: 'a',
      detail: expect.stringMatching(/^put back: TypeError at courier\.test\.ts:\d+:\d+$/),
    }),
  );
});

describe('an invocation whose time runs out', () => {
  it('before the next provider can be asked brings the message back at once, instead of giving it up', async () => {
    const courier: TestCourier = new TestCourier({
      one: () => {
        if (courier.requests.length === 1) courier.now += 40_000;
        return status(402)();
      },
      two: accepted,
    });
    expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
    expect(courier.sent).toEqual([]);
    expect(courier.log.at(-1)).toMatchObject({ state: 'queued', outcome: 'out_of_credit' });
    courier.now += 60_000;
    expect(await queue(courier, record(MESSAGE, { receiveCount: 2 }))).toEqual(again());
    expect(courier.requests.map(({ url }) => url.hostname)).toEqual(['one.example.com', 'two.example.com']);
  });

  it('while it is claimed asks nobody, and forgets nobody who must not be asked', async () => {
    const courier = new TestCourier({
      one: status(400),
      two: () => (courier.requests.length > 2 ? accepted() : status(429)()),
    });
    const { ledger } = courier.services.delivery;
    expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
    courier.now += 60_000;
    const open: typeof ledger.open = async (...claim) => {
      const opening = await ledger.open(...claim);
      courier.now += 34_000;
      return opening;
    };
    Object.assign(courier.services.delivery, { ledger: { ...ledger, open } });
    expect(await queue(courier, record(MESSAGE, { receiveCount: 2 }))).toEqual(again('sqs-1'));
    expect(courier.requests).toHaveLength(2);
    expect(courier.log.at(-1)).toMatchObject({ state: 'queued', attempts: 2, retry_in_seconds: 0 });
    Object.assign(courier.services.delivery, { ledger });
    expect(await queue(courier, record(MESSAGE, { receiveCount: 3 }))).toEqual(again());
    expect(courier.requests.map(({ url }) => url.hostname.split('.')[0])).toEqual(['one', 'two', 'two']);
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', attempts: 3 });
  });

  it.each([
    ['the invocation', 34_000, MESSAGE],
    ["the message's life", 20_000, { ...MESSAGE, expires_at: new Date(NOW + 15_000).toISOString() }],
  ])(
    '(%s) while a provider refuses a credential is not enough to look for a new one and ask it again',
    async (_, took, body) => {
      const courier: TestCourier = new TestCourier({
        one: () => {
          courier.secrets['/token'] = 'rotated';
          courier.now += took;
          return status(401)();
        },
      });
      await queue(courier, record(body));
      expect(courier.requests).toHaveLength(1);
      expect(courier.log.find(({ event }) => event === 'attempt')).toMatchObject({ outcome: 'unauthorized' });
      const { secrets, delivery } = courier.services;
      expect(secrets.known(delivery.config.providers[0] as ProviderConfig)).toEqual(['secret-value']);
    },
  );

  it('while a request is made is not enough to send it', async () => {
    const courier = new TestCourier({ one: accepted });
    const [provider] = courier.services.delivery.config.providers as [ProviderConfig];
    const secrets = new Secrets(
      [provider],
      {
        ssm: async () => {
          courier.now += 34_000;
          return new Map([['/token', 'late']]);
        },
        secretsmanager: async () => new Map(),
      },
      () => courier.now,
    );
    const sender = { send: async () => accepted(), dropIdleSockets: () => {} };
    const { jsonnet, delivery } = courier.services;
    const late = createProvider(provider, { jsonnet, secrets, sender, aws: noAws, now: delivery.now });
    Object.assign(delivery, { providers: [late] });
    expect(await queue(courier, record(MESSAGE))).toEqual(again('sqs-1'));
    expect(courier.log.at(-1)).toMatchObject({ state: 'queued', outcome: 'unavailable' });
  });
});

describe('a message for a provider', () => {
  it('that the courier does not have goes to those it has, with a warning', async () => {
    const courier = new TestCourier({ one: accepted });
    expect(await invoke(courier, { ...MESSAGE, provider: 'gone' })).toMatchObject({ state: 'sent', provider: 'one' });
    expect(courier.log).toContainEqual(
      expect.objectContaining({
        event: 'warning',
        message_id: 'm-1',
        warnings: 1,
        detail: 'it names a provider that this courier does not have: ignored',
      }),
    );
  });
});

it('a message that no provider can bring fails, and is kept', async () => {
  const courier = new TestCourier({ one: accepted });
  const [provider] = courier.services.delivery.config.providers;
  const whatsapp = new TestCourier(
    { one: accepted },
    { providers: [{ ...(provider as ProviderConfig), channel: 'whatsapp', needsCode: true }] },
  );
  expect(await queue(whatsapp, record({ ...MESSAGE, template_data: {} }))).toEqual(again());
  expect(whatsapp.requests).toEqual([]);
  expect(whatsapp.sent).toEqual([
    expect.objectContaining({
      queueUrl: 'dead-letters',
      attributes: expect.objectContaining({ outcome: 'bad_request', code: 'no_provider' }),
    }),
  ]);
  expect(whatsapp.log.at(-1)).toMatchObject({ state: 'failed', outcome: 'bad_request', code: 'no_provider' });
});

import type { Channel, CourierConfig, ProviderConfig, RouteConfig } from '../../lambda/config';
import { handleQueue } from '../../lambda/courier/sqs';
import type { OutcomeClass } from '../../lambda/outcome/outcome';
import { type Answering, accepted, batch, record, status, TestCourier } from '../support/courier';

const MESSAGE = {
  id: 'm-1',
  recipient: '+4917667111638',
  body: 'Your code is 428193',
  template_type: 'login_code_valid',
  template_data: { login_code: '428193', expires_in_minutes: 15 },
};
const AMERICAN = { ...MESSAGE, recipient: '+12065550142' };

/** By an answer's body the provider says what it comes to. */
const RULE = 'function(res) if res.json == null then null else res.json';
const says =
  (outcome: OutcomeClass, code = 'x') =>
  (): ReturnType<Answering> => ({
    status: 400,
    headers: {},
    body: JSON.stringify({ outcome, code }),
  });
const inTurn = (...answers: readonly Answering[]): Answering => {
  const left = [...answers];
  return (request) => (left.length > 1 ? (left.shift() as Answering) : (left[0] as Answering))(request);
};

const provider = (id: string): ProviderConfig => ({
  id,
  channel: id.startsWith('wa') ? ('whatsapp' as Channel) : 'sms',
  request: {
    url: `https://${id}.example.com/send`,
    method: 'POST',
    headers: {},
    body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
  },
  response: RULE,
  secrets: {},
});

const delivery = (onAmbiguous: CourierConfig['delivery']['onAmbiguous']) => ({
  delivery: { maxAttempts: 5, onAmbiguous, defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 30 },
});

/** Providers whose names begin with `wa` are of the channel whatsapp. */
function courierWith(answers: Record<string, Answering>, overrides: Partial<CourierConfig> = {}): TestCourier {
  return new TestCourier(answers, {
    allowedCountries: ['*'],
    providers: Object.keys(answers).map(provider),
    ...delivery('retry'),
    ...overrides,
  });
}

const receive = (courier: TestCourier, body: object = MESSAGE, receiveCount = 1) =>
  handleQueue(batch(record(body, { receiveCount })), courier.deadline, courier.services);
const asked = (courier: TestCourier) => courier.requests.map(({ url }) => url.hostname.split('.')[0]);
const end = (courier: TestCourier) => courier.log.at(-1);

describe('a fault of the recipient', () => {
  it.each<OutcomeClass>(['invalid_recipient', 'opted_out', 'blocked'])(
    '(%s) goes on to the next of another channel alone, then and in later attempts',
    async (refusal) => {
      const courier = courierWith({
        wa1: says(refusal),
        wa2: accepted,
        sms1: inTurn(status(429), status(429), accepted),
      });
      for (const count of [1, 2, 3]) {
        await receive(courier, MESSAGE, count);
        courier.now += 60_000;
      }
      expect(asked(courier)).toEqual(['wa1', 'sms1', 'sms1', 'sms1']);
      expect(end(courier)).toMatchObject({ state: 'sent', provider: 'sms1', attempts: 4 });
    },
  );

  it('goes on from SMS to WhatsApp as well', async () => {
    const courier = courierWith({ sms1: says('invalid_recipient'), sms2: accepted, wa1: accepted });
    await receive(courier);
    expect(asked(courier)).toEqual(['sms1', 'wa1']);
  });

  it('fails the message where no other channel is left, and leaves no dead letter', async () => {
    const courier = courierWith({ wa1: says('opted_out'), sms1: says('blocked'), sms2: accepted, wa2: accepted });
    await receive(courier);
    expect(asked(courier)).toEqual(['wa1', 'sms1']);
    expect(end(courier)).toMatchObject({ state: 'failed', outcome: 'blocked', attempts: 2 });
    expect(courier.sent).toEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    ["the recipient's country", MESSAGE, ['wa1', 'sms2']],
    ['another country', AMERICAN, ['sms1']],
  ])('looks for another channel on the route of %s alone', async (_, body, order) => {
    const routes: RouteConfig[] = [
      { countries: ['DE'], providers: ['wa1', 'wa2', 'sms2'] },
      { countries: ['*'], providers: ['sms1', 'sms2'] },
    ];
    const answers = { wa1: says('blocked'), wa2: accepted, sms1: says('blocked'), sms2: accepted };
    const courier = courierWith(answers, { routes });
    await receive(courier, body);
    expect(asked(courier)).toEqual(order);
  });

  it('rules out the channel whatever the shares of its providers', async () => {
    const routes: RouteConfig[] = [{ countries: ['*'], providers: { wa1: 50, wa2: 50, sms1: 1 } }];
    const answers = { wa1: says('blocked'), wa2: says('blocked'), sms1: accepted };
    const courier = courierWith(answers, { routes });
    const ids = Array.from({ length: 8 }, (_, index) => `m-${index}`);
    for (const id of ids) await receive(courier, { ...MESSAGE, id });
    const ends = courier.log.filter(({ event }) => event === 'message');
    expect(ends.map(({ state, provider: by }) => [state, by])).toEqual(ids.map(() => ['sent', 'sms1']));
    expect(asked(courier).filter((id) => id !== 'sms1').length).toBeLessThanOrEqual(ids.length);
  });
});

describe('a provider that has refused a message for good', () => {
  it.each<OutcomeClass>(['bad_request', 'bad_sender', 'unsupported_destination', 'out_of_credit'])(
    'by %s is not asked again when another one is to be',
    async (refusal) => {
      const courier = courierWith({ sms1: says(refusal), sms2: inTurn(status(429), accepted) });
      await receive(courier);
      courier.now += 60_000;
      await receive(courier, MESSAGE, 2);
      expect(asked(courier)).toEqual(['sms1', 'sms2', 'sms2']);
      expect(end(courier)).toMatchObject({ state: 'sent', attempts: 3 });
    },
  );

  it.each<OutcomeClass>(['throttled', 'unavailable', 'unauthorized'])(
    'is not one that only said %s',
    async (refusal) => {
      const courier = courierWith({ sms1: inTurn(says(refusal), accepted), sms2: says('throttled') });
      await receive(courier);
      courier.now += 60_000;
      await receive(courier, MESSAGE, 2);
      expect(asked(courier)).toEqual(['sms1', 'sms2', 'sms1']);
    },
  );

  it('is remembered over a crash', async () => {
    let reach = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const dies: Answering = () => {
      reach();
      return new Promise<never>(() => {});
    };
    const courier = courierWith({ wa1: says('blocked'), sms1: inTurn(dies, accepted) });
    void receive(courier);
    await reached;
    courier.now += 50_000;
    await receive(courier, MESSAGE, 2);
    expect(asked(courier)).toEqual(['wa1', 'sms1', 'sms1']);
    expect(end(courier)).toMatchObject({ state: 'sent', attempts: 3 });
  });

  it('is the last one after a change of routes: the message is kept', async () => {
    const answers = { sms1: says('bad_sender'), sms2: status(429) };
    const courier = courierWith(answers);
    await receive(courier);
    Object.assign(courier.services.delivery.config, { routes: [{ countries: ['*'], providers: ['sms1'] }] });
    courier.now += 60_000;
    await receive(courier, MESSAGE, 2);
    expect(asked(courier)).toEqual(['sms1', 'sms2']);
    expect(end(courier)).toMatchObject({ state: 'failed', outcome: 'bad_request', code: 'no_provider' });
    expect(courier.sent).toMatchObject([{ queueUrl: 'dead-letters', attributes: { code: 'no_provider' } }]);
  });
});

describe('an outcome that nobody knows', () => {
  it('with failover rules its provider out for later attempts, so that it does not ring twice', async () => {
    const courier = courierWith({ sms1: says('ambiguous'), sms2: inTurn(status(429), accepted) }, delivery('failover'));
    await receive(courier);
    courier.now += 60_000;
    await receive(courier, MESSAGE, 2);
    expect(asked(courier)).toEqual(['sms1', 'sms2', 'sms2']);
  });

  it('with drop ends the message, whoever said before that it may be asked again', async () => {
    const courier = courierWith({ sms1: status(429), sms2: says('ambiguous') }, delivery('drop'));
    await receive(courier);
    expect(asked(courier)).toEqual(['sms1', 'sms2']);
    expect(end(courier)).toMatchObject({ state: 'failed', outcome: 'ambiguous', provider: 'sms2' });
    expect(courier.sent).toMatchObject([{ queueUrl: 'dead-letters', attributes: { outcome: 'ambiguous' } }]);
  });
});

describe('a provider that asks to be left alone', () => {
  const busy = (seconds: number) => status(429, { 'retry-after': String(seconds) });

  it('is not asked before, while others are', async () => {
    const courier = courierWith({ sms1: inTurn(status(401), accepted), sms2: busy(300) });
    await receive(courier);
    expect(courier.delays.at(-1)?.seconds).toBe(4);
    courier.now += 4_000;
    await receive(courier, MESSAGE, 2);
    expect(asked(courier)).toEqual(['sms1', 'sms2', 'sms1']);
    expect(end(courier)).toMatchObject({ state: 'sent', attempts: 3 });
  });

  it('is waited for when it is the last one that is left', async () => {
    const courier = courierWith({ sms1: inTurn(status(401), status(400)), sms2: inTurn(busy(300), accepted) });
    await receive(courier);
    courier.now += 4_000;
    await receive(courier, MESSAGE, 2);
    expect(courier.delays.at(-1)?.seconds).toBe(296);
    expect(end(courier)).toMatchObject({ state: 'queued', attempts: 3 });
    courier.now += 296_000;
    await receive(courier, MESSAGE, 3);
    expect(asked(courier)).toEqual(['sms1', 'sms2', 'sms1', 'sms2']);
    expect(end(courier)).toMatchObject({ state: 'sent', attempts: 4 });
  });

  it('is asked when the others have refused, also where that took until it may be asked again', async () => {
    const slow: Answering = () => {
      courier.now += 9_000;
      return status(400)();
    };
    const courier: TestCourier = courierWith({
      sms1: inTurn(busy(10), accepted),
      sms2: inTurn(status(401), slow),
    });
    await receive(courier);
    courier.now += 4_000;
    await receive(courier, MESSAGE, 2);
    expect(end(courier)).toMatchObject({ state: 'queued', outcome: 'bad_request', attempts: 3 });
    courier.now += 60_000;
    await receive(courier, MESSAGE, 3);
    expect(asked(courier)).toEqual(['sms1', 'sms2', 'sms2', 'sms1']);
    expect(end(courier)).toMatchObject({ state: 'sent', attempts: 4 });
  });

  it('for longer than the message lives does not end it while another one may be asked', async () => {
    const courier = courierWith({ sms1: busy(3_600), sms2: inTurn(status(401), accepted) });
    await receive(courier);
    courier.now += 4_000;
    await receive(courier, MESSAGE, 2);
    expect(asked(courier)).toEqual(['sms1', 'sms2', 'sms2']);
    expect(end(courier)).toMatchObject({ state: 'sent' });
  });

  it('is left alone over a crash', async () => {
    let reach = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const dies: Answering = () => {
      reach();
      return new Promise<never>(() => {});
    };
    const courier = courierWith({ sms1: busy(300), sms2: inTurn(dies, says('bad_sender')) });
    void receive(courier);
    await reached;
    courier.now += 50_000;
    await receive(courier, MESSAGE, 2);
    expect(asked(courier)).toEqual(['sms1', 'sms2', 'sms2']);
    expect(courier.delays.at(-1)?.seconds).toBe(250);
  });

  it('for longer than SQS hides a message is left alone for as long', async () => {
    const delivery = {
      maxAttempts: 5,
      onAmbiguous: 'retry',
      defaultTtlSeconds: 172_800,
      queueDays: 2,
      ledgerDays: 30,
    } as const;
    const courier = courierWith({ sms1: inTurn(busy(86_400), accepted) }, { delivery });
    const patient = { ...MESSAGE, template_data: {} };
    await receive(courier, patient);
    for (const count of [2, 3]) {
      courier.now += (courier.delays.at(-1)?.seconds ?? 0) * 1000;
      await receive(courier, patient, count);
    }
    expect(courier.delays.map(({ seconds }) => seconds)).toEqual([42_300, 42_300, 1_800]);
    expect(asked(courier)).toEqual(['sms1']);
    courier.now += 1_800_000;
    await receive(courier, patient, 4);
    expect(end(courier)).toMatchObject({ state: 'sent', attempts: 2 });
  });
});

it('a provider that there was no time for is the first to be asked when the message comes again', async () => {
  const courier: TestCourier = courierWith({
    sms1: () => {
      courier.now += 40_000;
      return status(401)();
    },
    sms2: accepted,
  });
  courier.jitter = 0.9;
  await receive(courier);
  expect(courier.delays.at(-1)?.seconds).toBe(1);
  courier.now += 1_000;
  await receive(courier, MESSAGE, 2);
  expect(asked(courier)).toEqual(['sms1', 'sms2']);
  expect(end(courier)).toMatchObject({ state: 'sent', provider: 'sms2' });
});

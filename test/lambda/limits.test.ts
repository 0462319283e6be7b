import type { SQSRecord } from 'aws-lambda';
import type { LimitsConfig } from '../../lambda/config';
import { handleInvoke } from '../../lambda/courier/invoke';
import { handleQueue } from '../../lambda/courier/sqs';
import { accepted, batch, record, status, TestCourier } from '../support/courier';
import { NOW } from '../support/messages';

const HOUR_MS = 3_600_000;

const LIMITS: LimitsConfig = {
  mode: 'enforce',
  recipientPerHour: 3,
  prefixPerHour: 100,
  clientIpPerHour: 1000,
  countryPerHour: 10_000,
  segmentsPerDay: 100_000,
  clientIpOrigins: ['ory'],
  environments: 2,
};

const courierWith = (limits: Partial<LimitsConfig>, answer = accepted) =>
  new TestCourier({ one: answer }, { limits: { ...LIMITS, ...limits } });

let count = 0;
/** To a number of one prefix of ten thousand. */
const message = (suffix = '1638', prefix = '+491766711') => {
  count += 1;
  return { id: `m-${count}`, recipient: prefix + suffix, body: 'Your code is 428193' };
};
const messages = (length: number, make = (_: number) => message()) => Array.from({ length }, (_, index) => make(index));

const queue = (courier: TestCourier, ...bodies: unknown[]) =>
  handleQueue(
    batch(
      ...bodies.map((body, index) => record(body, { id: `${courier.now}-${index}-${count}`, sentAt: courier.now })),
    ),
    courier.deadline,
    courier.services,
  );
const fromOry = (courier: TestCourier, body: unknown, origin = 'ory') => {
  const one = record(body);
  one.messageAttributes = { origin: { stringValue: origin, dataType: 'String' } };
  return handleQueue(batch(one), courier.deadline, courier.services);
};
const invoke = (courier: TestCourier, event: unknown) => handleInvoke(event, courier.invocation, courier.services);
const states = (courier: TestCourier) =>
  courier.log.filter(({ event }) => event === 'message').map(({ state, code }) => (state === 'limited' ? code : state));

/** What comes after the count is lost, and so is the courier. */
async function crashAfterCount(courier: TestCourier, crashing: SQSRecord): Promise<void> {
  courier.onTableWrite = ({ key }) => {
    if (String(key['pk']).startsWith('limit#prefix')) courier.ledgerFails = true;
  };
  await handleQueue(batch(crashing), courier.deadline, courier.services);
  courier.onTableWrite = () => {};
  courier.ledgerFails = false;
}

describe('the limit of a recipient', () => {
  it('lets exactly three of fifty messages to one number through that come at the same time', async () => {
    const courier = courierWith({});
    await Promise.all(messages(50).map((each) => queue(courier, each)));
    expect(courier.requests).toHaveLength(3);
    expect(states(courier).filter((state) => state === 'recipient_per_hour')).toHaveLength(47);
  });

  it('holds over environments that know nothing of each other', async () => {
    const courier = courierWith({});
    const others = Array.from({ length: 4 }, () => courier.another());
    await Promise.all(messages(50).map((each, index) => queue([courier, ...others][index % 5] as TestCourier, each)));
    expect([courier, ...others].flatMap(({ requests }) => requests)).toHaveLength(3);
  });

  it('ends a message as limited: no dead letter, a metric by limit, and an answer that says which', async () => {
    const courier = courierWith({ recipientPerHour: 1 });
    await invoke(courier, message());
    const stopped = message();
    const answer = { id: stopped.id, state: 'limited', code: 'recipient_per_hour', attempts: 0 };
    expect(await invoke(courier, stopped)).toEqual({
      ...answer,
      duplicate: false,
      detail: 'it is over the limit recipient_per_hour',
    });
    expect(await invoke(courier, stopped)).toMatchObject({ ...answer, duplicate: true });
    expect(courier.sent).toEqual([]);
    expect(courier.log).toContainEqual(
      expect.objectContaining({ event: 'limit', limit: 'recipient_per_hour', enforced: true, over_limit: 1 }),
    );
    expect(courier.requests).toHaveLength(1);
  });

  it('counts a message once that is tried again, in this hour or the next', async () => {
    let answer = status(503);
    const courier = courierWith({ recipientPerHour: 2 }, () => answer());
    const one = message();
    const tried = record({ ...one, expires_at: new Date(NOW + 3 * HOUR_MS).toISOString() });
    await handleQueue(batch(tried), courier.deadline, courier.services);
    courier.now += HOUR_MS;
    await handleQueue(batch(tried), courier.deadline, courier.services);
    courier.now += 60_000;
    answer = accepted;
    await handleQueue(batch(tried), courier.deadline, courier.services);
    expect(states(courier)).toEqual(['queued', 'queued', 'sent']);
    await queue(courier, message());
    await queue(courier, message());
    expect(states(courier).slice(3)).toEqual(['sent', 'sent']);
  });

  it('counts a message once that has crashed its courier after it was counted', async () => {
    const courier = courierWith({ recipientPerHour: 2 });
    const crashing = record(message());
    await crashAfterCount(courier, crashing);
    courier.now += 60_000;
    await handleQueue(batch(crashing), courier.deadline, courier.services);
    await queue(courier, message());
    await queue(courier, message());
    const to = courier.log.filter(({ event }) => event === 'message').map(({ state }) => state);
    expect(to.slice(-2)).toEqual(['sent', 'limited']);
  });

  it.each([
    ['recipient', { recipientPerHour: 1 }, message('1638')],
    ['prefix', { prefixPerHour: 1 }, message('1639')],
    ['country', { countryPerHour: 1 }, message('1640', '+491766712')],
  ])(
    'sends a message that was let through before its courier crashed, though its %s is used up since',
    async (_, limits, other) => {
      const courier = courierWith(limits);
      const crashing = record(message());
      await crashAfterCount(courier, crashing);
      await queue(courier, other);
      courier.now += 60_000;
      await handleQueue(batch(crashing), courier.deadline, courier.services);
      expect(
        courier.log
          .filter(({ event }) => event === 'message')
          .map(({ state }) => state)
          .slice(-2),
      ).toEqual(['limited', 'sent']);
    },
  );

  it('takes nothing more of its country’s and its day’s for a message that comes again after a crash', async () => {
    const courier = courierWith({ countryPerHour: 2, segmentsPerDay: 2 });
    const crashing = record(message());
    await crashAfterCount(courier, crashing);
    courier.now += 60_000;
    await handleQueue(batch(crashing), courier.deadline, courier.services);
    await queue(courier, message(), message());
    expect(states(courier).slice(-3).sort()).toEqual(['country_per_hour', 'sent', 'sent']);
  });

  it('counts a message in the hour of its first claim, which a crash does not move', async () => {
    const courier = courierWith({ recipientPerHour: 1 });
    const crashing = record({ ...message(), expires_at: new Date(NOW + 3 * HOUR_MS).toISOString() });
    await crashAfterCount(courier, crashing);
    courier.now += HOUR_MS;
    await handleQueue(batch(crashing), courier.deadline, courier.services);
    await queue(courier, message());
    expect(states(courier).slice(-2)).toEqual(['sent', 'sent']);
  });

  it('counts no replay: whoever replays a message wants it sent, and over a limit it would be gone', async () => {
    const courier = courierWith({ recipientPerHour: 1, prefixPerHour: 1, countryPerHour: 1 });
    await queue(courier, message());
    const replayed = (body: object) => {
      const stringValue = new Date(courier.now).toISOString();
      return { ...record(body), messageAttributes: { replayed_at: { stringValue, dataType: 'String' } } } as SQSRecord;
    };
    await handleQueue(batch(replayed(message())), courier.deadline, courier.services);
    await queue(courier, message());
    expect(states(courier)).toEqual(['sent', 'sent', 'country_per_hour']);
  });

  it('begins anew with the hour', async () => {
    const courier = courierWith({ recipientPerHour: 1 });
    await queue(courier, message());
    courier.now += HOUR_MS;
    await queue(courier, message());
    expect(courier.requests).toHaveLength(2);
  });

  it('is for each number alone', async () => {
    const courier = courierWith({ recipientPerHour: 1 });
    await queue(courier, message('1638'), message('1639'), message('1638', '+491766712'));
    expect(courier.requests).toHaveLength(3);
  });
});

describe('the limit of a prefix', () => {
  it('stops numbers that differ in their last four digits, and no others', async () => {
    const courier = courierWith({ prefixPerHour: 5 });
    const suffix = (index: number) => String(1000 + index);
    await Promise.all(messages(20, (index) => message(suffix(index))).map((each) => queue(courier, each)));
    await queue(courier, message('1000', '+491766712'));
    expect(courier.requests).toHaveLength(6);
    expect(states(courier).filter((state) => state === 'prefix_per_hour')).toHaveLength(15);
  });

  it('is not used up by what the limit of a recipient has stopped', async () => {
    const courier = courierWith({ recipientPerHour: 1, prefixPerHour: 2 });
    for (const each of messages(5)) await queue(courier, each);
    await queue(courier, message('1639'));
    expect(states(courier).at(-1)).toBe('sent');
  });

  it('writes nothing more to an item that is known to be full', async () => {
    const courier = courierWith({ prefixPerHour: 1 });
    const counts: unknown[] = [];
    courier.onTableWrite = ({ key }) => String(key['pk']).startsWith('limit#prefix') && counts.push(key);
    for (const each of messages(5, (index) => message(`100${index}`))) await queue(courier, each);
    expect(counts).toHaveLength(2);
  });
});

describe('the limit of a client', () => {
  const from = (...addresses: string[]) => ({ ...message(), request_headers: { 'True-Client-Ip': addresses } });
  const limited = (overrides: Partial<LimitsConfig> = {}) =>
    courierWith({ clientIpPerHour: 2, recipientPerHour: 100, ...overrides });

  it('stops what comes from one address, whatever the numbers', async () => {
    const courier = limited();
    for (let index = 0; index < 4; index += 1)
      await fromOry(courier, { ...from('203.0.113.7'), recipient: `+49176671${10_000 + index * 7}` });
    await fromOry(courier, from('203.0.113.8'));
    expect(states(courier)).toEqual(['sent', 'sent', 'client_ip_per_hour', 'client_ip_per_hour', 'sent']);
  });

  it('takes the addresses of one /64 for one client', async () => {
    const courier = limited();
    for (const address of [
      '2001:db8:1:2::1',
      '2001:0DB8:0001:0002:ffff:0:0:1',
      '2001:db8:1:2:3:4:5:6',
      '2001:db8:1:3::1',
    ])
      await fromOry(courier, from(address));
    expect(states(courier)).toEqual(['sent', 'sent', 'client_ip_per_hour', 'sent']);
  });

  it('takes the address of nobody but Ory, and no header that is not an address', async () => {
    const courier = limited();
    for (let index = 0; index < 3; index += 1) {
      await queue(courier, from('203.0.113.7'));
      await fromOry(courier, from('203.0.113.7'), 'generic');
      await fromOry(courier, from('unknown'));
      await fromOry(courier, { ...message(), request_headers: {} });
    }
    expect(new Set(states(courier))).toEqual(new Set(['sent']));
  });

  it('costs no write while an environment has a share of its own, and is never more than the limit', async () => {
    const courier = limited({ clientIpPerHour: 20 });
    const other = courier.another();
    const writes: string[] = [];
    courier.onTableWrite = ({ key }) => writes.push(String(key['pk']));
    for (let index = 0; index < 5; index += 1) await fromOry(courier, from('203.0.113.7'));
    expect(writes.filter((key) => key.startsWith('limit#client'))).toEqual([]);
    for (let index = 0; index < 20; index += 1) {
      await fromOry(courier, from('203.0.113.7'));
      await fromOry(other, from('203.0.113.7'));
    }
    expect(courier.requests.length + other.requests.length).toBe(20);
  });
});

describe('the limits of a country and a day', () => {
  it('stop exactly what is over them, of messages that come at the same time', async () => {
    const courier = courierWith({ countryPerHour: 7, recipientPerHour: 100 });
    const other = courier.another();
    await Promise.all(messages(30).map((each, index) => queue(index % 2 ? courier : other, each)));
    expect(courier.requests.length + other.requests.length).toBe(7);
    expect(states(courier)).toContain('country_per_hour');
  });

  it('are for each country by itself', async () => {
    const courier = new TestCourier(
      { one: accepted },
      { allowedCountries: ['DE', 'AT'], limits: { ...LIMITS, countryPerHour: 1 } },
    );
    await queue(courier, message(), message('0000', '+43664123'), message('0001', '+43664123'));
    expect(states(courier)).toEqual(expect.arrayContaining(['sent', 'sent', 'country_per_hour']));
    expect(courier.requests).toHaveLength(2);
  });

  it('counts what a carrier bills: segments', async () => {
    const courier = courierWith({ segmentsPerDay: 4, recipientPerHour: 100 });
    const long = () => ({ ...message(), body: 'x'.repeat(161) });
    for (let index = 0; index < 3; index += 1) await queue(courier, long());
    expect(states(courier)).toEqual(['sent', 'sent', 'segments_per_day']);
    courier.now += 24 * HOUR_MS;
    await queue(courier, long());
    expect(courier.requests).toHaveLength(3);
  });

  it('stops a message that is longer than what is left, and none that fits', async () => {
    const courier = courierWith({ segmentsPerDay: 3 });
    const long = { ...message(), body: 'x'.repeat(153 * 3 + 1) };
    await queue(courier, long);
    await queue(courier, message('1700'));
    await queue(courier, { ...message('1701'), body: 'x'.repeat(153 * 2 + 1) });
    await queue(courier, message('1702'), message('1703'), message('1704'));
    expect(states(courier).slice(0, 3)).toEqual(['segments_per_day', 'sent', 'segments_per_day']);
    expect(states(courier).slice(3).sort()).toEqual(['segments_per_day', 'sent', 'sent']);
  });

  it('are written once for many messages', async () => {
    const courier = courierWith({
      countryPerHour: 100_000,
      segmentsPerDay: 1_000_000,
      recipientPerHour: 1000,
      prefixPerHour: 1000,
    });
    const writes: string[] = [];
    courier.onTableWrite = ({ key }) => writes.push(String(key['pk']).split('#').slice(0, 2).join('#'));
    for (const each of messages(100)) await queue(courier, each);
    const of = (prefix: string) => writes.filter((key) => key === prefix).length;
    expect({ country: of('limit#country'), day: of('limit#segments'), prefix: of('limit#prefix') }).toEqual({
      country: 1,
      day: 1,
      prefix: 100,
    });
  });
});

describe('limits that are only recorded', () => {
  it('stop nothing, and tell what they would have stopped', async () => {
    const courier = courierWith({ mode: 'record', recipientPerHour: 1 });
    for (const each of messages(3)) await queue(courier, each);
    expect(states(courier)).toEqual(['sent', 'sent', 'sent']);
    expect(courier.log.filter(({ event }) => event === 'limit')).toEqual([
      expect.objectContaining({ limit: 'recipient_per_hour', enforced: false }),
      expect.objectContaining({ limit: 'recipient_per_hour', enforced: false }),
    ]);
  });
});

describe('while the ledger cannot count', () => {
  it('a message waits, and is counted once and sent when it can', async () => {
    const courier = courierWith({ recipientPerHour: 1 });
    courier.onTableWrite = ({ key }) => {
      if (String(key['pk']).startsWith('limit#prefix')) throw new Error('throttled');
    };
    const waiting = record(message());
    await handleQueue(batch(waiting), courier.deadline, courier.services);
    expect(courier.requests).toHaveLength(0);
    courier.onTableWrite = () => {};
    courier.now += 60_000;
    await handleQueue(batch(waiting), courier.deadline, courier.services);
    await queue(courier, message());
    expect(states(courier)).toEqual(['queued', 'sent', 'recipient_per_hour']);
    expect(courier.log.filter(({ event }) => event === 'attempt')).toEqual([expect.objectContaining({ attempt: 1 })]);
  });

  it('a message is sent uncounted once half of its life is over', async () => {
    const courier = courierWith({ recipientPerHour: 1 });
    courier.onTableWrite = ({ key }) => {
      if (String(key['pk']).startsWith('limit#')) throw new Error('throttled');
    };
    const waiting = record(message());
    await handleQueue(batch(waiting), courier.deadline, courier.services);
    courier.now += HOUR_MS / 2;
    await handleQueue(batch(waiting), courier.deadline, courier.services);
    expect(states(courier)).toEqual(['queued', 'sent']);
  });
});

it('tells of a country that is not allowed as of a limit', async () => {
  const courier = courierWith({});
  expect(await invoke(courier, { ...message(), recipient: '+43664123456' })).toMatchObject({
    state: 'limited',
    code: 'allowed_countries',
  });
  expect(courier.log).toContainEqual(expect.objectContaining({ event: 'limit', limit: 'allowed_countries' }));
});

it('keeps numbers and addresses by keyed hash only, and every counter for a while only', async () => {
  const courier = courierWith({ clientIpPerHour: 1 });
  const writes: unknown[] = [];
  courier.onTableWrite = (update) => writes.push(update);
  const one = { ...message('1638'), request_headers: { 'True-Client-Ip': ['203.0.113.7'] } };
  await fromOry(courier, one);
  const text = JSON.stringify(writes);
  for (const part of ['491766711', '66711', '1638', '203.0.113', '428193']) expect(text).not.toContain(part);
  const counters = writes.filter((update) => JSON.stringify(update).includes('limit#'));
  expect(counters).toHaveLength(4);
  for (const counter of counters)
    expect(counter).toMatchObject({ values: { ':ttl': expect.any(Number) }, names: { '#ttl': 'ttl' } });
});

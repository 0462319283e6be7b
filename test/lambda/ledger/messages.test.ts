import { type LedgerEntry, LedgerMessages } from '../../../lambda/ledger/messages';
import { startTable, type TestTable } from '../../support/dynamodb';

const START = Date.UTC(2026, 0, 31, 12);
const MINUTE = 60_000;
let server: TestTable;
let now = START;
let count = 0;

beforeAll(async () => {
  server = await startTable();
});
afterAll(() => server.close());
beforeEach(() => {
  now = START;
});

function ledger(): LedgerMessages {
  return new LedgerMessages(server.table, { config: 'hash', retentionMs: 30 * 24 * 60 * MINUTE }, () => now);
}

function entry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  const identity = `identity-${++count}`;
  return {
    identity,
    id: `id-${count}`,
    origin: 'queue',
    recipient: `recipient-${count}`,
    templateType: 'login_code_valid',
    expiresAt: START + 15 * MINUTE,
    windowMs: 10 * MINUTE,
    isReplay: false,
    ...overrides,
  };
}

const lease = ({ identity }: LedgerEntry, owner = 'a') => ({ identity, owner });

describe('a message that comes for the first time', () => {
  it('is granted, with the request recorded before it is made', async () => {
    const messages = ledger();
    const sms = entry();
    expect(await messages.claim(sms, lease(sms), now + MINUTE, 'twilio')).toEqual({
      claim: 'granted',
      createdAt: START,
      wasAsked: false,
      attempts: 1,
      expiresAt: sms.expiresAt,
    });
    expect(await messages.find(sms.identity)).toMatchObject({
      id: sms.id,
      state: 'queued',
      attempts: 1,
      begun: 'twilio',
      owner: 'a',
      heldUntil: now + MINUTE,
      config: 'hash',
    });
  });

  it('is granted to one of many who ask at the same time', async () => {
    const sms = entry();
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ledger().claim(sms, lease(sms, `owner-${index}`), now + MINUTE, 'twilio'),
      ),
    );
    expect(claims.filter(({ claim }) => claim === 'granted')).toHaveLength(1);
    expect(claims.filter(({ claim }) => claim === 'held')).toHaveLength(19);
    expect((await ledger().find(sms.identity))?.attempts).toBe(1);
  });
});

describe('a message that somebody works on', () => {
  it('is held until the lease ends', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio')).toMatchObject({
      claim: 'held',
      row: { heldUntil: START + MINUTE },
    });
    now += MINUTE - 1;
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio')).toMatchObject({ claim: 'held' });
  });

  it('tells of the request that its courier began and never finished', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    await messages.begin(lease(sms), { provider: 'vonage', attempts: 2, spent: [], resting: {} });
    now += MINUTE;
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio')).toEqual({
      claim: 'granted',
      createdAt: START,
      wasAsked: false,
      attempts: 3,
      expiresAt: sms.expiresAt,
      unfinished: 'vonage',
    });
  });

  it('is taken for granted by the owner whose answer was lost', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    expect(await messages.claim(sms, lease(sms), now + MINUTE, 'twilio')).toEqual({
      claim: 'granted',
      createdAt: START,
      wasAsked: false,
      attempts: 1,
      expiresAt: sms.expiresAt,
    });
  });

  it('tells also the owner whose answer was lost of the request that was never finished', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'vonage');
    now += MINUTE;
    await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio');
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio')).toMatchObject({ unfinished: 'vonage' });
  });

  it('is no longer the business of one whose lease has passed to another', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    now += MINUTE;
    await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio');
    expect(await messages.begin(lease(sms), { provider: 'vonage', attempts: 2, spent: [], resting: {} })).toBe(false);
    expect(await messages.settle(lease(sms), { state: 'failed' })).toBe(false);
    expect(await messages.find(sms.identity)).toMatchObject({ state: 'queued', owner: 'b', begun: 'twilio' });
  });
});

describe('a message that is put back', () => {
  it('is held until its retry is due, and then goes on counting', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    await messages.settle(lease(sms), {
      state: 'queued',
      outcome: 'throttled',
      code: '20429',
      provider: 'twilio',
      heldUntil: now + 5_000,
    });
    now += 4_999;
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio')).toMatchObject({
      claim: 'held',
      row: { outcome: 'throttled', code: '20429' },
    });
    now += 1;
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio')).toEqual({
      claim: 'granted',
      createdAt: START,
      wasAsked: true,
      attempts: 2,
      expiresAt: sms.expiresAt,
    });
  });

  it('keeps the expiry of its first claim', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    await messages.settle(lease(sms), { state: 'queued' });
    const later = { ...sms, expiresAt: sms.expiresAt + MINUTE };
    expect(await messages.claim(later, lease(sms, 'b'), now + MINUTE, 'twilio')).toMatchObject({
      claim: 'granted',
      expiresAt: sms.expiresAt,
    });
  });
});

describe('providers that must not be asked again', () => {
  it('are told with the next claim, whether the message was put back or its courier crashed', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'whatsapp');
    await messages.begin(lease(sms), { provider: 'twilio', attempts: 2, spent: ['whatsapp'], resting: {} });
    now += MINUTE;
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'whatsapp')).toMatchObject({
      unfinished: 'twilio',
      spent: ['whatsapp'],
    });
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'whatsapp')).toMatchObject({ spent: ['whatsapp'] });
    await messages.settle(lease(sms, 'b'), { state: 'queued', spent: ['whatsapp', 'twilio'] });
    const claim = await messages.claim(sms, lease(sms, 'c'), now + MINUTE, 'whatsapp');
    expect(claim).toMatchObject({ spent: ['whatsapp', 'twilio'] });
    expect(claim).not.toHaveProperty('unfinished');
  });

  it('may be asked by a message that comes anew', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'whatsapp');
    await messages.begin(lease(sms), { provider: 'twilio', attempts: 2, spent: ['whatsapp'], resting: {} });
    await messages.settle(lease(sms), { state: 'failed', outcome: 'bad_sender' });
    now += 1;
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'whatsapp')).not.toHaveProperty('spent');
    now += MINUTE;
    await messages.settle(lease(sms, 'b'), { state: 'sent', spent: ['whatsapp'] });
    now += 10 * MINUTE;
    expect(await messages.claim(sms, lease(sms, 'c'), now + MINUTE, 'whatsapp')).not.toHaveProperty('spent');
    expect(await messages.find(sms.identity)).not.toHaveProperty('spent');
  });
});

describe('a message that is through', () => {
  it('is a duplicate within its window, and none after it', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    await messages.settle(lease(sms), {
      state: 'sent',
      outcome: 'accepted',
      provider: 'twilio',
      messageId: 'SM1',
      segments: 2,
    });
    now += 10 * MINUTE - 1;
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio')).toMatchObject({
      claim: 'ended',
      row: { state: 'sent', provider: 'twilio', providerMessageId: 'SM1', segments: 2, attempts: 1 },
    });
    now += 1;
    expect(await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'twilio')).toMatchObject({
      claim: 'granted',
      attempts: 1,
    });
  });

  it('may come again at once if it failed, and is granted to one', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    await messages.settle(lease(sms), { state: 'failed', outcome: 'bad_sender', provider: 'twilio' });
    now += 1;
    const claims = await Promise.all(
      ['b', 'c', 'd'].map((owner) => messages.claim(sms, lease(sms, owner), now + MINUTE, 'twilio')),
    );
    expect(claims.map(({ claim }) => claim).sort()).toEqual(['granted', 'held', 'held']);
    expect((await messages.find(sms.identity))?.attempts).toBe(1);
  });

  it('forgets nothing of an earlier outcome but what is no longer true', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    await messages.settle(lease(sms), { state: 'queued', outcome: 'throttled', code: '20429', provider: 'twilio' });
    await messages.claim(sms, lease(sms, 'b'), now + MINUTE, 'vonage');
    await messages.settle(lease(sms, 'b'), { state: 'sent', outcome: 'accepted', provider: 'vonage', messageId: 'v1' });
    const row = await messages.find(sms.identity);
    expect(row).toMatchObject({ state: 'sent', outcome: 'accepted', provider: 'vonage', attempts: 2 });
    expect(row).not.toHaveProperty('code');
    expect(row).not.toHaveProperty('begun');
    expect(row).not.toHaveProperty('owner');
  });
});

describe('a message that ends before any provider is asked', () => {
  it('is written as it ended', async () => {
    const messages = ledger();
    const sms = entry();
    expect(await messages.end(sms, { state: 'limited', detail: 'country XX is not in allowedCountries' }, 'b')).toEqual(
      {},
    );
    expect(await messages.find(sms.identity)).toMatchObject({ state: 'limited', attempts: 0 });
  });

  it('does not overwrite what became of it before', async () => {
    const messages = ledger();
    const sms = entry();
    await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    await messages.settle(lease(sms), { state: 'sent', outcome: 'accepted', provider: 'twilio' });
    expect(await messages.end(sms, { state: 'expired' }, 'b')).toMatchObject({ known: { state: 'sent' } });
    expect(await messages.find(sms.identity)).toMatchObject({ state: 'sent', provider: 'twilio' });
  });
});

it('has the attempts of a message that expires between two of them, and what the last one came to', async () => {
  const messages = ledger();
  const sms = entry();
  await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
  const failure = { provider: 'twilio', outcome: 'throttled', code: '429', detail: 'slow down' } as const;
  await messages.settle(lease(sms), { state: 'queued', attempts: 1, heldUntil: now + MINUTE, ...failure });
  now += 2 * MINUTE;
  expect(await messages.end(sms, { state: 'expired', detail: 'too late' }, 'b')).toEqual({ attempts: 1 });
  const { provider, outcome, code } = failure;
  expect(await messages.find(sms.identity)).toMatchObject({
    state: 'expired',
    attempts: 1,
    provider,
    outcome,
    code,
    detail: 'too late',
  });
});

it('tells of the request that a crashed courier has left without an outcome', async () => {
  const messages = ledger();
  const sms = entry();
  await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
  now += MINUTE;
  expect(await messages.end(sms, { state: 'expired' }, 'b')).toEqual({ unfinished: 'twilio', attempts: 1 });
});

it('knows the end that it has written itself when the answer was lost: it is no duplicate', async () => {
  const messages = ledger();
  const sms = entry();
  for (let time = 0; time < 2; time++)
    expect(await messages.end(sms, { state: 'expired' }, 'b')).not.toHaveProperty('known');
  expect(await messages.end(sms, { state: 'expired' }, 'c')).toMatchObject({ known: { state: 'expired' } });
});

describe('a recipient', () => {
  it('has its messages listed, the newest first, since a time', async () => {
    const messages = ledger();
    for (const minute of [0, 1, 2]) {
      now = START + minute * MINUTE;
      const sms = entry({ recipient: 'someone' });
      await messages.claim(sms, lease(sms), now + MINUTE, 'twilio');
    }
    const rows = await messages.findByRecipient('someone', START + MINUTE, 10);
    expect(rows.map(({ createdAt }) => createdAt)).toEqual([START + 2 * MINUTE, START + MINUTE]);
    expect(await messages.findByRecipient('someone', START, 1)).toHaveLength(1);
  });
});

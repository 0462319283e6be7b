import type { ProviderConfig } from '../../lambda/config';
import type { Answer, PreviewAnswer, StatusAnswer } from '../../lambda/contract';
import { handleInvoke } from '../../lambda/courier/invoke';
import { handleQueue } from '../../lambda/courier/sqs';
import { accepted, batch, record, status, TestCourier } from '../support/courier';
import { NOW } from '../support/messages';

const MESSAGE = {
  id: 'm-1',
  recipient: '+4917667111638',
  body: 'Your code is 428193',
  template_type: 'login_code_valid',
  template_data: { login_code: '428193', expires_in_minutes: 15 },
};

const invoke = <T = Answer>(courier: TestCourier, event: unknown) =>
  handleInvoke(event, courier.invocation, courier.services) as Promise<T>;
const ask = (courier: TestCourier, query: object) => invoke<StatusAnswer>(courier, { action: 'status', ...query });
const queue = (courier: TestCourier, body: unknown, options: Parameters<typeof record>[1] = {}) =>
  handleQueue(batch(record(body, options)), courier.deadline, courier.services);

describe('what an invoke asks for', () => {
  it('is to send, where it is a message alone', async () => {
    const courier = new TestCourier({ one: accepted });
    expect(await invoke(courier, { action: 'send', message: MESSAGE })).toMatchObject({ id: 'm-1', state: 'sent' });
    expect(await invoke(courier, MESSAGE)).toMatchObject({ id: 'm-1', state: 'sent', duplicate: true });
  });

  it.each(['status', 'send', 'logged_in', 7])('is to send a message whose own field "action" is %p', async (action) => {
    const courier = new TestCourier({ one: accepted }, {}, 'function(ctx) { action: ctx.action }');
    expect(await invoke(courier, { ...MESSAGE, action, message: {} })).toMatchObject({ state: 'sent' });
    expect(JSON.parse(String(courier.requests[0]?.body))).toEqual({ action });
  });

  it.each([
    [{ action: 'resend' }, 'action: "resend"; the actions are send, enqueue, status, preview, forget, secrets, redact'],
    [{ action: 7 }, 'action: a number; the actions are send, enqueue, status, preview, forget, secrets, redact'],
    [{ action: 'toString' }, 'action: "toString"; the actions are'],
    [{ action: 'send' }, 'message: missing; send { "action": "send", "message": {'],
    [{ action: 'status' }, 'status: neither "id" nor "to"'],
    [{ action: 'status', id: 'a', to: '+49' }, 'status: both "id" and "to"'],
    [{ action: 'status', id: '' }, 'id: empty; send a string'],
    [{ action: 'status', id: 'a', origin: 'mail' }, 'origin: "mail"; the front doors are invoke, queue, ory'],
    [{ action: 'status', to: 'secret-17' }, 'to: not a phone number (9 characters)'],
    [{ action: 'status', to: '+4917667111638', since: '1 hour' }, 'since: "1 hour"; send a duration such as "90s"'],
    [{ action: 'status', to: '+4917667111638', limit: 101 }, 'limit: send a whole number from 1 to 100'],
    [{ action: 'preview', message: MESSAGE, provider: 'three' }, 'provider: no "three"; the courier has one'],
  ])('is refused if there is no such thing: %j', async (event, message) => {
    const courier = new TestCourier({ one: accepted });
    const refusal = invoke(courier, event);
    await expect(refusal).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(refusal).rejects.toThrow(message);
  });
});

describe('enqueue', () => {
  it('puts the message on the queue, with the identity and expiry that a send would have had', async () => {
    const courier = new TestCourier({ one: accepted });
    const answer = await invoke(courier, { action: 'enqueue', message: { ...MESSAGE, id: undefined } });
    expect(answer).toEqual({ id: expect.any(String), state: 'queued', duplicate: false, attempts: 0 });
    expect(courier.requests).toEqual([]);
    const [sent] = courier.sent;
    expect(sent?.attributes).toMatchObject({ message_id: answer.id, expires_at: '2026-05-02T09:35:00.000Z' });
    await queue(courier, sent?.body, { attributes: sent?.attributes ?? {} });
    expect(await invoke(courier, { ...MESSAGE, id: answer.id })).toMatchObject({ state: 'sent', duplicate: true });
  });

  it('makes no longer a duplicate of the same id than a send does, where the life of its code is not known', async () => {
    const courier = new TestCourier({ one: accepted });
    const { template_data: _, ...message } = MESSAGE;
    await invoke(courier, { action: 'enqueue', message });
    const [sent] = courier.sent;
    await queue(courier, sent?.body, { attributes: sent?.attributes ?? {} });
    courier.now += 10 * 60_000;
    expect(await invoke(courier, message)).toMatchObject({ state: 'sent', duplicate: false });
  });

  it('refuses what is no message', async () => {
    const courier = new TestCourier({ one: accepted });
    await expect(invoke(courier, { action: 'enqueue', message: { body: 'x' } })).rejects.toMatchObject({
      name: 'InvalidMessage',
      message: expect.stringContaining('recipient: missing'),
    });
    expect(courier.sent).toEqual([]);
  });

  it('needs no ledger', async () => {
    const courier = new TestCourier({ one: accepted });
    courier.ledgerFails = true;
    expect(await invoke(courier, { action: 'enqueue', message: MESSAGE })).toMatchObject({ state: 'queued' });
  });
});

describe('status', () => {
  it('tells what became of a message, and changes nothing', async () => {
    const courier = new TestCourier({ one: accepted });
    await invoke(courier, MESSAGE);
    courier.now += 1_000;
    const writes: unknown[] = [];
    courier.onTableWrite = (update) => writes.push(update);
    expect(await ask(courier, { id: 'm-1' })).toEqual({
      messages: [
        {
          id: 'm-1',
          origin: 'invoke',
          state: 'sent',
          attempts: 1,
          template_type: 'login_code_valid',
          provider: 'one',
          outcome: 'accepted',
          code: '201',
          segments: 1,
          created_at: new Date(NOW).toISOString(),
          updated_at: new Date(NOW).toISOString(),
          expires_at: new Date(NOW + 15 * 60_000).toISOString(),
        },
      ],
    });
    expect(writes).toEqual([]);
  });

  it('tells the segments of the text that was sent, not of the one that came', async () => {
    const templates = { login_code_valid: { default: 'x'.repeat(161) } };
    const courier = new TestCourier({ one: accepted }, { templates });
    await invoke(courier, MESSAGE);
    expect(await ask(courier, { id: 'm-1' })).toMatchObject({ messages: [{ segments: 2 }] });
  });

  it('says so when nothing is known', async () => {
    const courier = new TestCourier({ one: accepted });
    expect(await ask(courier, { id: 'm-1' })).toEqual({
      messages: [],
      detail: expect.stringContaining('nothing is known of this id'),
    });
    expect(await ask(courier, { to: '+4917667111638' })).toEqual({
      messages: [],
      detail: 'nothing is known to this recipient since 2026-05-01T09:20:00.000Z',
    });
  });

  it.each(['invoke', 'queue', 'ory', 'cognito'])('finds a message that came in by %s', async (origin) => {
    const courier = new TestCourier({ one: accepted });
    await queue(courier, MESSAGE, { attributes: { origin } });
    expect((await ask(courier, { id: 'm-1' })).messages).toMatchObject([{ id: 'm-1', origin, state: 'sent' }]);
  });

  it('finds a message of the queue by the id that SQS gave it', async () => {
    const courier = new TestCourier({ one: accepted });
    await queue(courier, { ...MESSAGE, id: undefined }, { id: 'sqs-17' });
    expect((await ask(courier, { id: 'sqs-17' })).messages).toMatchObject([{ origin: 'queue', state: 'sent' }]);
  });

  it('finds a message that is known by what it says under every id that it was given at the door', async () => {
    const ingress = { sources: [{ id: 'acme', type: 'ory' as const }], apiKeys: [] };
    const courier = new TestCourier({ one: accepted }, { ingress });
    const { id: _, ...nameless } = MESSAGE;
    await queue(courier, nameless, { id: 'sqs-17', attributes: { origin: 'acme' } });
    courier.now += 1_000;
    await queue(courier, nameless, { id: 'sqs-18', attributes: { origin: 'acme' } });
    expect(courier.requests).toHaveLength(1);
    for (const id of ['sqs-17', 'sqs-18'])
      expect((await ask(courier, { id, origin: 'acme' })).messages).toMatchObject([
        { id: 'sqs-17', origin: 'acme', state: 'sent', attempts: 1 },
      ]);
    expect((await ask(courier, { id: 'sqs-17' })).messages).toHaveLength(1);
    expect((await ask(courier, { id: 'sqs-19' })).messages).toEqual([]);
  });

  it('tells of all messages of an id, the newest first, or of the one of a front door', async () => {
    const courier = new TestCourier({ one: accepted });
    await queue(courier, MESSAGE);
    courier.now += 1;
    await invoke(courier, MESSAGE);
    const origins = async (query: object) => (await ask(courier, query)).messages.map(({ origin }) => origin);
    expect(await origins({ id: 'm-1' })).toEqual(['invoke', 'queue']);
    expect(await origins({ id: 'm-1', origin: 'queue' })).toEqual(['queue']);
  });

  it('tells of a retry that waits', async () => {
    const courier = new TestCourier({ one: status(429, { 'retry-after': '30' }) });
    await invoke(courier, MESSAGE);
    expect((await ask(courier, { id: 'm-1' })).messages).toMatchObject([
      { state: 'queued', outcome: 'throttled', retry_at: new Date(NOW + 30_000).toISOString() },
    ]);
  });

  it('tells of a request that is under way', async () => {
    let during: StatusAnswer | undefined;
    const courier: TestCourier = new TestCourier({
      one: async () => {
        during = await ask(courier, { id: 'm-1' });
        return accepted();
      },
    });
    await invoke(courier, MESSAGE);
    expect(during?.messages).toMatchObject([{ state: 'queued', asking: 'one', attempts: 1 }]);
  });

  it('finds the messages to a recipient, the newest first, as far back and as many as it is told', async () => {
    const courier = new TestCourier({ one: accepted });
    const send = async (id: string, recipient = MESSAGE.recipient) => {
      await invoke(courier, { ...MESSAGE, id, recipient });
      courier.now += 60_000;
    };
    for (const id of ['a', 'b', 'c']) await send(id);
    await send('other', '+4917667111639');
    const ids = async (query: object) => (await ask(courier, query)).messages.map(({ id }) => id);
    expect(await ids({ to: '+49 176 671 116 38' })).toEqual(['c', 'b', 'a']);
    expect(await ids({ to: MESSAGE.recipient, since: '3m' })).toEqual(['c', 'b']);
    expect(await ids({ to: MESSAGE.recipient, since: new Date(NOW).toISOString(), limit: 1 })).toEqual(['c']);
  });

  it('is an error while the ledger is down: not to know is not to say that there is nothing', async () => {
    const courier = new TestCourier({ one: accepted });
    courier.ledgerFails = true;
    await expect(ask(courier, { id: 'm-1' })).rejects.toThrow('the courier failed');
  });
});

describe('preview', () => {
  const preview = (courier: TestCourier, message: object, provider?: string) =>
    invoke<PreviewAnswer>(courier, { action: 'preview', message, ...(provider && { provider }) });

  /** A preview goes by the configuration and asks no provider. */
  const configure = (courier: TestCourier, ...providers: readonly ProviderConfig[]) =>
    Object.assign(courier.services.delivery.config, { providers });

  it('is the request that would be made, with secrets by name, and makes none', async () => {
    const courier = new TestCourier({ one: accepted, two: accepted });
    expect(await preview(courier, MESSAGE, 'two')).toEqual({
      would_send: true,
      recipient: '+4917667111638',
      body: 'Your code is 428193',
      encoding: 'GSM-7',
      segments: 1,
      provider: 'two',
      request: {
        method: 'POST',
        url: 'https://two.example.com/send',
        headers: expect.objectContaining({ authorization: 'Bearer {$TOKEN}' }),
        body: expect.stringContaining('"text": "Your code is 428193"'),
      },
    });
    expect(courier.requests).toEqual([]);
    expect(await ask(courier, { id: 'm-1' })).toMatchObject({ messages: [] });
  });

  it('tells why there would be none', async () => {
    const courier = new TestCourier({ one: accepted });
    expect(await preview(courier, { ...MESSAGE, recipient: '+12025550123' })).toEqual({
      would_send: false,
      state: 'limited',
      code: 'allowed_countries',
      detail: 'country US is not in allowedCountries',
    });
    const failing = new TestCourier({ one: accepted }, {}, 'function(ctx) error "cancel"');
    expect(await preview(failing, MESSAGE)).toMatchObject({ would_send: false, state: 'cancelled' });
  });

  it('is the call that would be made of a service of AWS', async () => {
    const call = { service: 'sns', input: 'function(ctx) { PhoneNumber: ctx.recipient, Message: ctx.body }' } as const;
    const courier = new TestCourier({ one: accepted });
    configure(courier, { id: 'sns', channel: 'sms', call, secrets: {} });
    expect(await preview(courier, MESSAGE)).toMatchObject({
      would_send: true,
      provider: 'sns',
      request: {
        service: 'sns',
        region: null,
        input: { PhoneNumber: '+4917667111638', Message: 'Your code is 428193' },
      },
    });
  });

  it('is of the provider that the recipient is routed to', async () => {
    const routes = [{ countries: ['DE'], providers: ['two', 'one'] }];
    const courier = new TestCourier({ one: accepted, two: accepted }, { routes });
    expect(await preview(courier, MESSAGE)).toMatchObject({ provider: 'two' });
  });

  it('tells of a provider that brings codes only, where there is none', async () => {
    const courier = new TestCourier({ one: accepted, two: accepted });
    const [one, two] = courier.services.delivery.config.providers as [ProviderConfig, ProviderConfig];
    configure(courier, { ...one, needsCode: true }, two);
    const plain = { ...MESSAGE, template_data: {} };
    expect(await preview(courier, plain)).toMatchObject({ provider: 'two' });
    expect(await preview(courier, plain, 'one')).toMatchObject({
      would_send: false,
      state: 'failed',
      detail: "provider one brings codes only, and the message's template_data holds none",
    });
  });

  it('asks the first provider where the message names one that there is not, as a send does', async () => {
    const courier = new TestCourier({ one: accepted });
    expect(await preview(courier, { ...MESSAGE, provider: 'gone' })).toMatchObject({ provider: 'one' });
  });
});

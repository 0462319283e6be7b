import type { CourierConfig, ProviderConfig } from '../../lambda/config';
import { handleInvoke } from '../../lambda/courier/invoke';
import { handleQueue } from '../../lambda/courier/sqs';
import { accepted, batch, record, TestCourier } from '../support/courier';

const TESTER = '+4917667111638';
const OTHER = '+4917667111639';
const MESSAGE = { id: 'm-1', recipient: TESTER, body: 'Your code is 428193' };

const courierIn = (overrides: Partial<CourierConfig>, body?: string) => {
  const courier = new TestCourier({ one: accepted, two: accepted }, overrides, body);
  delete courier.secrets['/token'];
  return courier;
};
const invoke = (courier: TestCourier, event: unknown) => handleInvoke(event, courier.invocation, courier.services);

describe('mode log', () => {
  it('admits, renders and builds, needs no secret, and sends nothing', async () => {
    const courier = courierIn({ mode: 'log' });
    expect(await invoke(courier, MESSAGE)).toMatchObject({
      state: 'cancelled',
      outcome: 'cancelled',
      code: 'mode_log',
      provider: 'one',
      attempts: 1,
    });
    expect(await invoke(courier, { ...MESSAGE, id: 'm-2', recipient: '+43664123456' })).toMatchObject({
      state: 'limited',
    });
    expect(courier.requests).toEqual([]);
    expect(courier.sent).toEqual([]);
  });

  it('records what it did not send: a message that comes again is a duplicate', async () => {
    const courier = courierIn({ mode: 'log' });
    await invoke(courier, MESSAGE);
    expect(await invoke(courier, MESSAGE)).toMatchObject({ state: 'cancelled', code: 'mode_log', duplicate: true });
  });

  it('finds what could not be built, as production would', async () => {
    const courier = courierIn({ mode: 'log' }, "function(ctx) error 'no ' + ctx.recipient");
    await handleQueue(batch(record(MESSAGE)), courier.deadline, courier.services);
    expect(courier.sent).toEqual([
      expect.objectContaining({
        queueUrl: 'dead-letters',
        attributes: expect.objectContaining({ outcome: 'bad_request', code: 'jsonnet_runtime' }),
      }),
    ]);
    expect(courier.lines.join()).not.toContain(TESTER);
  });

  it('finds that a request would go to a host that is not one of the provider’s', async () => {
    const provider: ProviderConfig = {
      id: 'astray',
      channel: 'sms',
      request: { url: 'https://elsewhere.example.com/', method: 'POST', headers: {}, body: 'function(ctx) {}' },
      allowedHosts: ['astray.example.com'],
      secrets: {},
    };
    const courier = courierIn({ mode: 'log', providers: [provider] });
    expect(await invoke(courier, MESSAGE)).toMatchObject({
      state: 'failed',
      outcome: 'bad_request',
      detail: expect.stringContaining('host elsewhere.example.com is not one'),
    });
  });

  it('fetches no token', async () => {
    const auth = {
      type: 'oauth2_client_credentials',
      config: {
        token_url: 'https://one.example.com/token',
        client_id: '{$ID}',
        client_secret: 's',
        client_auth: 'basic',
      },
    } as const;
    const provider: ProviderConfig = {
      id: 'one',
      channel: 'sms',
      request: { url: 'https://one.example.com/', method: 'POST', headers: {}, body: 'function(ctx) {}', auth },
      secrets: { ID: { source: 'ssm', name: '/id' } },
    };
    const courier = courierIn({ mode: 'log', providers: [provider] });
    expect(await invoke(courier, MESSAGE)).toMatchObject({ state: 'cancelled' });
    expect(courier.requests).toEqual([]);
  });
});

describe('mode allowlist', () => {
  it('sends to the recipients of the list, however they are written, and to no others', async () => {
    const courier = new TestCourier({ one: accepted }, { mode: 'allowlist', allowedRecipients: [TESTER] });
    expect(await invoke(courier, { ...MESSAGE, recipient: '+49 176 671 11 638' })).toMatchObject({ state: 'sent' });
    expect(await invoke(courier, { ...MESSAGE, id: 'm-2', recipient: OTHER })).toMatchObject({
      state: 'cancelled',
      code: 'mode_allowlist',
    });
    expect(courier.requests).toHaveLength(1);
  });
});

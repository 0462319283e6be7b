import createClient, { RequestClient } from 'twilio';
import { parse } from 'yaml';
import { SmsProvider, SmsSecret } from '../../lib';
import { responseRule } from '../../lib/providers/kind';
import { twilioEmulator } from '../../lib/providers/twilio/emulator';
import { startProviderServer } from '../../local/provider-server';
import fc from '../support/fast-check';
import { ACCOUNT_SID, courier, SERVICE_SID, twilio } from '../support/stack';
import { httpRequest } from './http-request';
import { CREDENTIAL, configOf } from './support';

const API_KEY = ACCOUNT_SID.replace('AC', 'SK');
const secret = SmsSecret.fromSsmParameter('/sms/twilio/secret');
const emulator = twilioEmulator({ authTokens: [CREDENTIAL] });
const from = (sender: unknown) => ({ messagingServiceSid: undefined, from: sender });
const key = { authToken: undefined, apiKeySid: API_KEY, apiKeySecret: secret };

describe('props', () => {
  it.each<[string, object, string]>([
    [
      'no credentials',
      { authToken: undefined },
      'neither authToken nor an API key given; give authToken, or apiKeySid',
    ],
    ['two kinds of credentials', { ...key, authToken: secret }, 'both authToken and an API key given'],
    ['half an API key', { ...key, apiKeySecret: undefined }, 'an API key is its SID and its secret: add apiKeySecret'],
    ['the other half', { ...key, apiKeySid: undefined }, "add apiKeySid ('SK…')"],
    ['an API key that is none', { ...key, apiKeySid: 'SK1' }, 'invalid apiKeySid "SK1": Twilio\'s begins with SK'],
    ['a callback that is no URL', { statusCallback: '/status' }, 'invalid statusCallback "/status"'],
    [
      'a callback that Twilio refuses',
      { statusCallback: 'https://my_host.example/' },
      'without underscores in its host',
    ],
    ['an unknown retention', { contentRetention: 'debug' }, 'contentRetention is "debug": use retain or discard'],
    ['another', { addressRetention: 'discard' }, 'addressRetention is "discard": use retain or obfuscate'],
    ['a sender that is none', from('more than eleven'), 'from "more than eleven" is no sender'],
    [
      'a token in the body',
      { messagingServiceSid: '${TfToken[TOKEN.0]}' },
      'messagingServiceSid is a Terraform token, whose value is not known at synth',
    ],
  ])('refuses %s', (_, fields, error) => {
    expect(() => twilio(fields)).toThrow(error);
  });

  it('names all that is wrong at once', () => {
    const wrong = { accountSid: 'AC1', authToken: undefined, messagingServiceSid: undefined, statusCallback: 'x' };
    expect(() => twilio({ id: 'twilio-eu', ...wrong })).toThrow(
      /^provider twilio-eu: invalid accountSid "AC1".*; neither authToken.*; neither of from and messagingServiceSid.*; invalid statusCallback "x"/,
    );
  });
});

describe('request', () => {
  it.each([
    [0.5, '1'],
    [1, '1'],
    [36_000, '36000'],
    [36_001, '36000'],
  ])('lets a message that has %p s to live wait for %s s', async (seconds, validity) => {
    const expires_at = new Date(Date.parse('2026-05-02T09:20:00Z') + seconds * 1000).toISOString();
    const { body } = await httpRequest(twilio(), { expires_at });
    expect(new URLSearchParams(body).get('ValidityPeriod')).toBe(validity);
  });

  it("is taken by Twilio, or refused for its text's length alone", async () => {
    const senders = fc.constantFrom('ACME', '+12065550100', '12345', { default: 'ACME', US: '+12065550100' });
    const numbers = fc.constantFrom(
      '+4917667111638',
      '+12065550123',
      '+447400123456',
      '+919812345678',
      '+5511987654321',
    );
    const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 1700 });
    await fc.assert(
      fc.asyncProperty(senders, numbers, texts, async (sender, recipient, body) => {
        const {
          status,
          accepted,
          body: answer,
        } = emulator.handle(await httpRequest(twilio(from(sender)), { recipient, body }));
        if (status === 201) {
          expect(accepted).toMatchObject({ to: recipient, text: body.toWellFormed() });
          expect(accepted?.from).toBe(
            typeof sender === 'string' ? sender : recipient.startsWith('+1') ? sender.US : 'ACME',
          );
        } else {
          expect(JSON.parse(answer).code).toBe(21617);
          expect(body.length).toBeGreaterThan(1600);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("Ory's page", () => {
  /** In the page's form: a mapping where a secret is meant. */
  const page = parse(`
url: https://api.twilio.com/2010-04-01/Accounts/{$ACCOUNT_SID}/Messages.json
method: POST
headers:
  Content-Type: application/x-www-form-urlencoded # Twilio takes no JSON
auth:
  type: basic_auth
  config:
    user: { $ACCOUNT_SID }
    password: { $AUTH_TOKEN }
`);
  const secrets = {
    ACCOUNT_SID: SmsSecret.fromSsmParameter('/sms/twilio/account_sid'),
    AUTH_TOKEN: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'),
  };
  const values = { ACCOUNT_SID, AUTH_TOKEN: CREDENTIAL };
  const declare = (fields: object) => SmsProvider.http({ ...page, secrets, ...fields });

  it('cannot be deployed with its body, which names no sender', () => {
    const body = 'function(ctx) {\n  To: ctx.recipient,\n  Body: ctx.body,\n}';
    expect(() => courier({ providers: [declare({ body })] })).toThrow(
      "Twilio needs a sender: add From (a number of yours, or an alphanumeric sender id) or MessagingServiceSid ('MG…') to the body",
    );
    expect(() => declare({})).toThrow('provider http: Twilio needs a sender: add From');
  });

  it.each([
    ['a sender', "function(ctx) { To: ctx.recipient, Body: ctx.body, From: 'ACME' }", 'ACME'],
    [
      'a service',
      `function(ctx) { To: ctx.recipient, Body: ctx.body, MessagingServiceSid: '${SERVICE_SID}' }`,
      SERVICE_SID,
    ],
    ['the text of a form', "function(ctx) { body: 'From=ACME&Body=x&To=%2B' + ctx.recipient[1:] }", 'ACME'],
  ])('works with %s in its body', async (_, body, sender) => {
    const provider = declare({ body });
    expect(() => courier({ providers: [provider] })).not.toThrow();
    expect(configOf(provider).response).toEqual(responseRule('twilio'));
    const { accepted } = emulator.handle(await httpRequest(provider, {}, values));
    expect(accepted).toMatchObject({ to: '+4917667111638', from: sender });
  });

  it('needs no body where from names the sender', async () => {
    const provider = declare({ from: { default: 'ACME', US: '+12065550100' } });
    const { accepted } = emulator.handle(await httpRequest(provider, { recipient: '+12065550123' }, values));
    expect(accepted).toMatchObject({ to: '+12065550123', from: '+12065550100', text: 'Your code is 428193' });
  });
});

describe("Twilio's own SDK", () => {
  /** The SDK's own client, which goes to another origin. */
  function redirected(origin: string): RequestClient {
    const client = new RequestClient();
    const request = client.request.bind(client);
    client.request = (options) => request({ ...options, uri: options.uri.replace(emulator.origin, origin) });
    return client;
  }

  it('sends through the emulator and understands its errors', async () => {
    const server = await startProviderServer([emulator], 0);
    try {
      const httpClient = redirected(server.endpoints[emulator.origin] as string);
      const client = (user: string, password = CREDENTIAL) =>
        createClient(user, password, { accountSid: ACCOUNT_SID, httpClient });
      const sms = { to: '+4917667111638', body: 'Grüße 😀', validityPeriod: 300 };
      expect(await client(ACCOUNT_SID).messages.create({ ...sms, from: 'ACME' })).toMatchObject({
        sid: expect.stringMatching(/^SM/),
        status: 'queued',
        body: 'Grüße 😀',
      });
      expect(
        await client(API_KEY).messages.create({
          ...sms,
          messagingServiceSid: SERVICE_SID,
          contentRetention: 'discard',
        }),
      ).toMatchObject({ status: 'accepted', from: null });
      await expect(client(ACCOUNT_SID, 'wrong').messages.create({ ...sms, from: 'ACME' })).rejects.toMatchObject({
        status: 401,
        code: 20003,
      });
      await server.setFault(emulator.origin, { kind: 'error', code: '21610' });
      await expect(client(ACCOUNT_SID).messages.create({ ...sms, from: 'ACME' })).rejects.toMatchObject({
        status: 400,
        code: 21610,
        moreInfo: 'https://www.twilio.com/docs/errors/21610',
      });
      await server.setFault(emulator.origin, { kind: 'error', code: '30450' });
      expect(await client(ACCOUNT_SID).messages.create({ ...sms, from: 'ACME' })).toMatchObject({
        status: 'failed',
        errorCode: 30450,
      });
    } finally {
      await server.close();
    }
  });
});

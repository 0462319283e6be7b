import { createHmac } from 'node:crypto';
import { cognitoMessage, isCognitoEvent } from '../../../lambda/ingress/adapters/cognito';
import { supabaseAdapter } from '../../../lambda/ingress/adapters/supabase';
import { zitadelAdapter } from '../../../lambda/ingress/adapters/zitadel';
import { NOW } from '../../support/messages';
import { refusal, request, ssm, TestKeys } from './support';

describe('Supabase', () => {
  const store = new TestKeys([], () => NOW);
  const adapter = supabaseAdapter({ secrets: [], codeLifeSeconds: 120 }, store.keys);
  const user = { id: 'u-1', phone: '4917667111638', new_phone: '14155552671', user_metadata: { lang: 'de' } };
  const toMessage = (json: unknown) => adapter.toMessage(json, request(''), NOW);

  it('gives a login code to the user’s number, which it has without its plus sign', () => {
    expect(toMessage({ metadata: { uuid: 'x' }, user, sms: { otp: '428193' } })).toEqual({
      recipient: '+4917667111638',
      template_type: 'login_code_valid',
      template_data: {
        to: '+4917667111638',
        login_code: '428193',
        identity: { id: 'u-1', traits: { lang: 'de', phone: '+4917667111638' } },
        expires_in_minutes: 2,
      },
      expires_at: '2026-05-02T09:22:00.000Z',
      supabase: { user, sms: {} },
    });
  });

  it.each([
    ['a change of number, to the new one', { sms_type: 'phone_change' }, '+14155552671', 'verification_code'],
    [
      'the number in the message, where there is one',
      { phone: '442079460958', sms_type: 'verification' },
      '+442079460958',
      'login_code',
    ],
  ])('%s', (_, sms, recipient, field) => {
    expect(toMessage({ user, sms: { otp: '1', ...sms } })).toMatchObject({
      recipient,
      template_data: { [field]: '1' },
    });
  });

  it.each([
    [{ user, sms: {} }, 'sms.otp: missing; Supabase sends it as a string'],
    [{ user, sms: { otp: 428193 } }, 'sms.otp: missing'],
    [{ user: { phone: '' }, sms: { otp: '1' } }, 'user.phone: missing'],
    [[], 'sms.otp: missing'],
    [null, 'sms.otp: missing'],
  ])('says what is missing in %j', async (json, message) => {
    const found = await refusal(async () => toMessage(json));
    expect([found?.status, found?.message]).toEqual([422, expect.stringContaining(message)]);
  });
});

describe('Zitadel', () => {
  const store = new TestKeys(['/new', '/old'], () => NOW);
  store.parameters.set('/new', 'signing-key').set('/old', 'key-before');
  const adapter = zitadelAdapter([ssm('/new'), ssm('/old')], store.keys);
  const seconds = NOW / 1000;
  const body = JSON.stringify({
    contextInfo: {
      eventType: 'session.otp.sms.challenged',
      provider: { id: '285181292935381355', description: 'courier' },
      recipientPhoneNumber: '+41791234567',
    },
    templateData: { text: '428193 is your one-time password for example.com.\n@example.com #428193' },
    args: { oTP: '428193', domain: 'example.com', expiry: 300_000_000_000, displayName: 'Ada' },
  });
  /** As Zitadel's ComputeSignatureHeader does. */
  const sign = (key: string, time = seconds, text = body) =>
    `v1=${createHmac('sha256', key).update(`${time}.${text}`).digest('hex')}`;
  const accepts = async (signature: string, { name = 'zitadel-signature', text = body } = {}) =>
    (await refusal(() => adapter.authenticate(request(text, { [name]: signature }), NOW))) === undefined;

  it('accepts a signature by either key, under either name of the header', async () => {
    expect(await accepts(`t=${seconds},${sign('signing-key')}`)).toBe(true);
    expect(await accepts(`t=${seconds},${sign('key-before')}`)).toBe(true);
    expect(await accepts(`t=${seconds},${sign('stranger')},${sign('signing-key')}`)).toBe(true);
    expect(await accepts(`t=${seconds},${sign('signing-key')}`, { name: 'x-zitadel-signature' })).toBe(true);
  });

  it('rejects each with one bit changed, another body, another time, or none', async () => {
    const good = sign('signing-key');
    for (let index = 3; index < good.length; index++) {
      const digit = Number.parseInt(good[index] as string, 16) ^ 1;
      const changed = good.slice(0, index) + digit.toString(16) + good.slice(index + 1);
      expect(await accepts(`t=${seconds},${changed}`)).toBe(false);
    }
    expect(await accepts(`t=${seconds},${good}`, { text: `${body} ` })).toBe(false);
    expect(await accepts(`t=${seconds - 1},${good}`)).toBe(false);
    for (const time of [seconds - 301, seconds + 301])
      expect(await accepts(`t=${time},${sign('signing-key', time)}`)).toBe(false);
    for (const time of [seconds - 300, seconds + 300])
      expect(await accepts(`t=${time},${sign('signing-key', time)}`)).toBe(true);
    for (const signature of [
      '',
      good,
      `t=,${good}`,
      `t=${seconds}`,
      `t=${seconds},v1=`,
      `t=${seconds},v0=${good.slice(3)}`,
    ])
      expect(await accepts(signature)).toBe(false);
    expect(await accepts(`t=${seconds},${sign('stranger')}`)).toBe(false);
  });

  it('takes the text as Zitadel has rendered it, with code, domain and expiry for templates', () => {
    const json = JSON.parse(body);
    expect(adapter.toMessage(json, request(body), NOW)).toEqual({
      recipient: '+41791234567',
      body: json.templateData.text,
      template_type: 'login_code_valid',
      template_data: {
        to: '+41791234567',
        login_code: '428193',
        request_url_domain: 'example.com',
        expires_in_minutes: 5,
      },
      expires_at: '2026-05-02T09:25:00.000Z',
      zitadel: { event_type: 'session.otp.sms.challenged', args: json.args },
    });
  });

  it.each([
    [
      'user.human.phone.code.added',
      { template_type: 'verification_code_valid', template_data: { verification_code: '1' } },
    ],
    [
      'user.human.password.code.added',
      { template_type: 'recovery_code_valid', template_data: { verification_code: '1' } },
    ],
    ['user.human.otp.sms.code.added', { template_type: 'login_code_valid', template_data: { login_code: '1' } }],
  ])('knows what %s is', (eventType, expected) => {
    const json = {
      contextInfo: { eventType, recipientPhoneNumber: '+41791234567' },
      templateData: { text: 'x' },
      args: { code: '1' },
    };
    expect(adapter.toMessage(json, request(''), NOW)).toMatchObject(expected);
  });

  it('takes the text alone of an event that it does not know', () => {
    const json = {
      contextInfo: { eventType: 'other', recipientPhoneNumber: '+41791234567' },
      templateData: { text: 'x' },
    };
    expect(adapter.toMessage(json, request(''), NOW)).toEqual({
      recipient: '+41791234567',
      body: 'x',
      template_data: { to: '+41791234567' },
      zitadel: { event_type: 'other', args: {} },
    });
  });

  it('says what is missing', async () => {
    const found = await refusal(async () => adapter.toMessage({ contextInfo: {} }, request(''), NOW));
    expect([found?.status, found?.message]).toEqual([
      422,
      expect.stringContaining('contextInfo.recipientPhoneNumber: missing'),
    ]);
  });
});

describe('Cognito', () => {
  const event = (triggerSource: string) =>
    ({
      version: '1',
      triggerSource,
      region: 'eu-central-1',
      userPoolId: 'eu-central-1_Abc',
      userName: 'ada',
      callerContext: { awsSdkVersion: '3', clientId: 'client' },
      request: {
        type: 'customSMSSenderRequestV1',
        code: 'c2VhbGVk',
        clientMetadata: { flow: 'app' },
        userAttributes: { sub: 'u-1', phone_number: '+4917667111638', locale: 'de' },
      },
    }) as never;

  it('leaves the code sealed', () => {
    expect(cognitoMessage(event('CustomSMSSender_Authentication'), NOW)).toEqual({
      recipient: '+4917667111638',
      template_type: 'login_code_valid',
      template_data: {
        to: '+4917667111638',
        identity: {
          id: 'u-1',
          traits: { sub: 'u-1', phone_number: '+4917667111638', locale: 'de', phone: '+4917667111638' },
        },
        expires_in_minutes: 3,
      },
      expires_at: '2026-05-02T09:23:00.000Z',
      cognito: {
        trigger_source: 'CustomSMSSender_Authentication',
        user_pool_id: 'eu-central-1_Abc',
        user_name: 'ada',
        client_id: 'client',
        client_metadata: { flow: 'app' },
        sealed_code: 'c2VhbGVk',
      },
    });
  });

  it.each([
    ['CustomSMSSender_SignUp', 'registration_code_valid', 24 * 60],
    ['CustomSMSSender_ResendCode', 'registration_code_valid', 24 * 60],
    ['CustomSMSSender_ForgotPassword', 'recovery_code_valid', 60],
    ['CustomSMSSender_VerifyUserAttribute', 'verification_code_valid', 24 * 60],
    ['CustomSMSSender_UpdateUserAttribute', 'verification_code_valid', 24 * 60],
    ['CustomSMSSender_AdminCreateUser', 'temporary_password', 24 * 60],
  ])('%s is a %s for %d minutes', (trigger, type, minutes) => {
    expect(cognitoMessage(event(trigger), NOW)).toMatchObject({
      template_type: type,
      expires_at: new Date(NOW + minutes * 60_000).toISOString(),
    });
  });

  it('sends nothing for a trigger that it does not know', () => {
    expect(() => cognitoMessage(event('CustomSMSSender_Other'), NOW)).toThrow('unknown trigger CustomSMSSender_Other');
  });

  it.each([[undefined], [null], [{}], [{ Records: [] }], [{ triggerSource: 'PreSignUp_SignUp', request: {} }]])(
    'does not take %j for its event',
    (other) => {
      expect(isCognitoEvent(other)).toBe(false);
    },
  );
});

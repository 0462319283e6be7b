import { createHmac } from 'node:crypto';
import { buildClient, CommitmentPolicy, KMS, KmsKeyringNode } from '@aws-crypto/client-node';
import { Webhook } from 'standardwebhooks';
import { SmsSecret, SmsSource } from '../../lib';
import { isDuplicate, isSent, JSON_TYPE, post, type RunningIngress, startIngress } from './ingress-support';
import { eventually } from './support';

const HOOK_SECRET = `v1,whsec_${Buffer.from('a secret of the hook, 32 bytes !').toString('base64')}`;
const NEW_HOOK_SECRET = `v1,whsec_${Buffer.from('the secret that comes after it !').toString('base64')}`;
const SIGNING_KEY = 'zitadel-signing-key';
const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/0f3c1a52-7d0c-4c43-9b6e-2f5d8f0e6a11';

let running: RunningIngress;

beforeAll(async () => {
  running = await startIngress(
    {
      sources: [
        SmsSource.supabase({
          secret: SmsSecret.fromSsmParameter('/hook/new'),
          previousSecret: SmsSecret.fromSsmParameter('/hook/old'),
        }),
        SmsSource.zitadel({ signingKey: SmsSecret.fromSsmParameter('/zitadel/key') }),
        SmsSource.cognito({
          userPoolArn: 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_Abc',
          kmsKeyArn: KEY_ARN,
        }),
      ],
    },
    { '/hook/new': NEW_HOOK_SECRET, '/hook/old': HOOK_SECRET, '/zitadel/key': SIGNING_KEY },
  );
}, 60_000);

afterAll(() => running?.courier.stop());

const textsTo = (recipient: string) => running.arrivals.filter(({ to }) => to === recipient).map(({ text }) => text);

describe('Supabase', () => {
  const url = () => `${running.url}/supabase`;
  /** As Supabase's dispatcher does, one signature for each secret it has. */
  const sign = (body: string, id: string, secrets: readonly string[]) => {
    const now = new Date();
    const signatures = secrets.map((secret) => new Webhook(secret.replace('v1,', '')).sign(id, now, body));
    return {
      ...JSON_TYPE,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signatures.join(', '),
    };
  };
  const hook = (phone: string, otp: string) => JSON.stringify({ user: { id: 'u-1', phone }, sms: { otp } });

  it('is answered 200 in JSON, and a retry under another webhook-id sends nothing new', async () => {
    const body = hook('4917600000101', '111222');
    const first = await post(url(), body, sign(body, 'msg_1', [HOOK_SECRET]));
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(first.json).not.toHaveProperty('error');
    await isSent(running.log, first.json['id']);
    const retry = await post(url(), body, sign(body, 'msg_2', [HOOK_SECRET]));
    await isDuplicate(running.log, retry.json['id']);
    expect(textsTo('+4917600000101')).toEqual([
      '111222 is your code to log in. It expires in 1 minute. Share it with nobody.',
    ]);
  });

  it('may sign with both secrets of a rotation', async () => {
    const body = hook('4917600000102', '333444');
    expect((await post(url(), body, sign(body, 'msg_3', ['whsec_b3RoZXI=', NEW_HOOK_SECRET]))).status).toBe(200);
    await eventually(() => textsTo('+4917600000102').length > 0, 'its arrival');
  });

  it('is refused with another secret, and with another body than the one that was signed', async () => {
    const body = hook('4917600000103', '555666');
    const stranger = await post(url(), body, sign(body, 'msg_4', ['whsec_b3RoZXI=']));
    const changed = await post(url(), hook('4917600000104', '555666'), sign(body, 'msg_5', [HOOK_SECRET]));
    const unsigned = await post(url(), body, JSON_TYPE);
    for (const { status, json } of [stranger, changed, unsigned])
      expect([status, json]).toEqual([
        401,
        { error: 'unauthorized', detail: expect.stringMatching(/^no valid signature: webhook-id/) },
      ]);
  });
});

describe('Zitadel', () => {
  const url = () => `${running.url}/zitadel`;
  const sign = (body: string, key = SIGNING_KEY) => {
    const now = Math.floor(Date.now() / 1000);
    return {
      ...JSON_TYPE,
      'ZITADEL-Signature': `t=${now},v1=${createHmac('sha256', key).update(`${now}.${body}`).digest('hex')}`,
    };
  };
  const notification = (changeDate: string) =>
    JSON.stringify({
      contextInfo: { eventType: 'user.human.otp.sms.code.added', recipientPhoneNumber: '+4917600000201' },
      templateData: { text: '777888 is your one-time password' },
      args: { oTP: '777888', expiry: 300e9, changeDate },
    });

  it('brings its own text, once, though a retry says another time', async () => {
    const first = notification('2026-01-01T00:00:00Z');
    const { status, json } = await post(url(), first, sign(first));
    expect(status).toBe(200);
    await isSent(running.log, json['id']);
    const retry = notification('2026-01-01T00:00:05Z');
    await isDuplicate(running.log, (await post(url(), retry, sign(retry))).json['id']);
    expect(textsTo('+4917600000201')).toEqual(['777888 is your one-time password']);
  });

  it('is refused with another key', async () => {
    const body = notification('2026-01-01T00:00:10Z');
    expect((await post(url(), body, sign(body, 'stranger'))).status).toBe(401);
  });
});

describe('Cognito', () => {
  /** As Cognito does: by the Encryption SDK under the pool's key, without commitment, with a context of its own. */
  async function seal(code: string): Promise<string> {
    const client = () =>
      new KMS({
        region: 'eu-central-1',
        endpoint: running.courier.awsEndpoint,
        credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      });
    const keyring = new KmsKeyringNode({ generatorKeyId: KEY_ARN, clientProvider: client as never });
    const { encrypt } = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
    const { result } = await encrypt(keyring, code, { encryptionContext: { 'userpool-id': 'eu-central-1_Abc' } });
    return result.toString('base64');
  }
  const event = (code: string, phone: string, triggerSource = 'CustomSMSSender_Authentication') => ({
    version: '1',
    triggerSource,
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_Abc',
    userName: 'ada',
    callerContext: { awsSdkVersion: '3', clientId: 'client' },
    request: {
      type: 'customSMSSenderRequestV1',
      code,
      userAttributes: { sub: 'u-1', phone_number: phone },
    },
  });

  it('has its code sent once, though it invokes again with another ciphertext', async () => {
    const [first, second] = [await seal('121212'), await seal('121212')];
    expect(first).not.toBe(second);
    const answer = await running.courier.invokeIngress(event(first, '+4917600000311'));
    expect(JSON.parse('payload' in answer ? answer.payload : '')).toEqual(event(first, '+4917600000311'));
    const told = () => running.log.filter((line) => line['event'] === 'message' && line['recipient'] === 'DE…11');
    await eventually(() => told().length === 1, 'it is through');
    expect(told()[0]).toMatchObject({ state: 'sent', template_type: 'login_code_valid', attempts: 1 });
    await running.courier.invokeIngress(event(second, '+4917600000311'));
    await eventually(() => told()[1]?.['duplicate'] === true, 'the duplicate is known');
    expect(textsTo('+4917600000311')).toEqual([
      '121212 is your code to log in. It expires in 3 minutes. Share it with nobody.',
    ]);
  });

  it('has a new user told of the temporary password', async () => {
    const sealed = await seal('Xy7$&pass');
    await running.courier.invokeIngress(event(sealed, '+4917600000302', 'CustomSMSSender_AdminCreateUser'));
    await eventually(() => textsTo('+4917600000302').length > 0, 'its arrival');
    expect(textsTo('+4917600000302')).toEqual(['Your user name is ada and your temporary password is Xy7$&pass']);
  });

  it('is told of a user without a phone number, and of an event that is none of its', async () => {
    const { phone_number: _, ...userAttributes } = event('', '').request.userAttributes;
    const nobody = { ...event('c2VhbGVk', ''), request: { ...event('c2VhbGVk', '').request, userAttributes } };
    expect(await running.courier.invokeIngress(nobody)).toMatchObject({
      error: { errorMessage: expect.stringContaining('recipient: missing') },
    });
    expect(await running.courier.invokeIngress({ hello: 1 })).toMatchObject({
      error: { errorMessage: 'this is no event of a source that the courier is configured for' },
    });
  });
});

it('tells an operator which keys there are, by their sources, and none of their values; and nothing to other invokes', async () => {
  const answer = await running.courier.invokeIngress({ action: 'secrets' });
  const text = 'payload' in answer ? answer.payload : '';
  const told = (provider: string, name: string, parameter: string) => ({
    provider,
    name,
    source: 'ssm',
    parameter,
    readable: true,
  });
  expect(JSON.parse(text)).toEqual({
    secrets: [
      told('supabase', 'SECRET', '/hook/new'),
      told('supabase', 'PREVIOUS_SECRET', '/hook/old'),
      told('zitadel', 'SIGNING_KEY', '/zitadel/key'),
    ],
  });
  for (const value of [HOOK_SECRET, NEW_HOOK_SECRET, SIGNING_KEY]) expect(text).not.toContain(value);
  for (const event of [{ action: 'send' }, { action: ['secrets'] }, 'secrets', null])
    expect(await running.courier.invokeIngress(event)).toMatchObject({
      error: { errorMessage: 'this is no event of a source that the courier is configured for' },
    });
});

it('has printed no code, number or key', () => {
  expect(running.printed()).toContain('"source":"zitadel"');
  for (const secret of ['111222', '333444', '555666', '777888', '121212', 'Xy7', '176000', SIGNING_KEY, 'whsec'])
    expect(running.printed()).not.toContain(secret);
});

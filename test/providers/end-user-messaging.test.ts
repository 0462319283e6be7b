import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { type EndUserMessagingProviderProps, SmsProvider } from '../../lib';
import { mergeStatements } from '../../lib/policies';
import { isAwsDefinition } from '../../lib/provider-definition';
import type { EmulatedRequest } from '../../lib/providers/emulator-base';
import { endUserMessaging } from '../../lib/providers/end-user-messaging';
import { endUserMessagingEmulator } from '../../lib/providers/end-user-messaging/emulator';
import { startProviderServer } from '../../local/provider-server';
import fc from '../support/fast-check';
import { message } from '../support/messages';
import { sendThrough, startTestProvider } from './support';

const ORIGIN = 'https://sms-voice.eu-central-1.amazonaws.com';
const POOL = 'pool-0123456789abcdef0123456789abcdef';
const PHONE = 'phone-0123456789abcdef0123456789abcdef';
const emulator = endUserMessagingEmulator(ORIGIN);

const SIGNED = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
  'x-amz-date': '20260502T092000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260502/eu-central-1/sms-voice/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0a'.repeat(32)}`,
};

function ask(fields: object = {}, change: Partial<EmulatedRequest> = {}) {
  const input = { DestinationPhoneNumber: '+4917667111638', MessageBody: 'Your code is 428193', ...fields };
  const request = { method: 'POST', path: '/', headers: SIGNED, body: JSON.stringify(input), ...change };
  const { status, body, accepted } = emulator.handle(request);
  const { __type = '', Reason, Fields } = JSON.parse(body);
  const code = __type.replace(/^.*#/, '') + (Reason === undefined ? '' : `/${Reason}`);
  return { status, code, fields: Fields?.map(({ Name }: { Name: string }) => Name), accepted };
}

/** What the function's role may send from, and by. */
function resources(props: EndUserMessagingProviderProps): unknown {
  const { definition } = SmsProvider.endUserMessaging(props);
  if (!isAwsDefinition(definition)) throw new Error('it is called otherwise');
  const prefix = (service: string, region = 'own') => `arn:aws:${service}:${region}:1`;
  const statements = mergeStatements(definition.statements({ prefix }));
  expect(statements).toMatchObject([
    { Sid: 'SendTextMessages', Effect: 'Allow', Action: ['sms-voice:SendTextMessage'] },
  ]);
  return statements[0]?.Resource;
}

describe('props', () => {
  const tooMuch = Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`k${number}`, 'v']));

  it.each<[string, EndUserMessagingProviderProps, string]>([
    [
      'an identity that is none',
      { originationIdentity: 'ACME CO LTD.' },
      'originationIdentity "ACME CO LTD." is none: use a number in E.164 form',
    ],
    [
      'an ARN of something else',
      { originationIdentity: 'arn:aws:sns:eu-central-1:123456789012:topic' },
      'is none: use a number',
    ],
    ['no identity at all', { originationIdentity: {} }, 'originationIdentity is empty: give one'],
    [
      'an identity for no country',
      { originationIdentity: { us: 'ACME' } },
      'originationIdentity has the key "us": use ISO 3166-1',
    ],
    [
      'an unknown type',
      { messageType: 'Transactional' as never },
      'messageType "Transactional" is unknown: use TRANSACTIONAL',
    ],
    [
      'a name with a space',
      { configurationSetName: 'my set' },
      'configurationSetName "my set" is invalid: use 1 to 256 letters',
    ],
    ['an id with a dot', { protectConfigurationId: 'a.b' }, 'protectConfigurationId "a.b" is invalid'],
    ['a long keyword', { keyword: 'x'.repeat(31) }, 'is invalid: use 1 to 30 characters'],
    ['too much context', { context: tooMuch }, 'context has 6 entries: AWS takes at most 5'],
    ['context without a value', { context: { app: '' } }, 'context entry "app" is invalid'],
    [
      'a price above what AWS can read',
      { maxPriceUsd: 100 },
      'maxPriceUsd 100 is out of range: use 0.00001 to 99.99999',
    ],
    ['half of an entry in India', { indiaTemplateId: '11' }, 'indiaEntityId and indiaTemplateId belong together'],
    ['no region', { region: 'eu' }, 'region "eu" is no region of AWS'],
  ])('refuses %s', (_, props, text) => {
    expect(() => SmsProvider.endUserMessaging(props)).toThrow(text);
  });

  it('names all that is wrong at once', () => {
    expect(() => SmsProvider.endUserMessaging({ originationIdentity: '?', keyword: '', maxPriceUsd: -1 })).toThrow(
      /^provider end-user-messaging: originationIdentity .*; keyword .*; maxPriceUsd /,
    );
  });

  it.each<[string, EndUserMessagingProviderProps, unknown]>([
    ['a pool', { originationIdentity: POOL }, `arn:aws:sms-voice:own:1:pool/${POOL}`],
    ['a number by its id', { originationIdentity: PHONE }, `arn:aws:sms-voice:own:1:phone-number/${PHONE}`],
    [
      'a number, whose id is not known',
      { originationIdentity: '+12065550100' },
      'arn:aws:sms-voice:own:1:phone-number/*',
    ],
    ['a short code', { originationIdentity: '12345' }, 'arn:aws:sms-voice:own:1:phone-number/*'],
    [
      'a sender id, which has an ARN in each country',
      { originationIdentity: 'ACME' },
      'arn:aws:sms-voice:own:1:sender-id/ACME/*',
    ],
    [
      'what another account shares',
      { originationIdentity: 'arn:aws:sms-voice:eu-west-1:210987654321:pool/p-1' },
      'arn:aws:sms-voice:eu-west-1:210987654321:pool/p-1',
    ],
    [
      'identities by country',
      { originationIdentity: { DE: 'ACME', AT: 'ACME', US: POOL, CA: POOL } },
      [
        'arn:aws:sms-voice:own:1:sender-id/ACME/DE',
        'arn:aws:sms-voice:own:1:sender-id/ACME/AT',
        `arn:aws:sms-voice:own:1:pool/${POOL}`,
      ],
    ],
    [
      'all identities where none is given',
      {},
      ['phone-number', 'pool', 'sender-id'].map((type) => `arn:aws:sms-voice:own:1:${type}/*`),
    ],
    [
      'its configurations, in its region',
      {
        originationIdentity: POOL,
        configurationSetName: 'otp',
        protectConfigurationId: 'protect-1',
        region: 'us-east-1',
      },
      [`pool/${POOL}`, 'configuration-set/otp', 'protect-configuration/protect-1'].map(
        (name) => `arn:aws:sms-voice:us-east-1:1:${name}`,
      ),
    ],
  ])('may use %s', (_, props, expected) => {
    expect(resources(props)).toEqual(expected);
  });

  it('says once what two providers need', () => {
    const prefix = (service: string, region = 'own') => `arn:aws:${service}:${region}:1`;
    const statements = ['ACME', POOL].flatMap((originationIdentity) => {
      const { definition } = SmsProvider.endUserMessaging({ originationIdentity });
      return isAwsDefinition(definition) ? definition.statements({ prefix }) : [];
    });
    expect(mergeStatements(statements)).toEqual([
      {
        Sid: 'SendTextMessages',
        Effect: 'Allow',
        Action: ['sms-voice:SendTextMessage'],
        Resource: ['arn:aws:sms-voice:own:1:sender-id/ACME/*', `arn:aws:sms-voice:own:1:pool/${POOL}`],
      },
    ]);
  });

  it('serves its own origins', () => {
    expect(endUserMessaging.serves(ORIGIN)).toBe(true);
    expect(endUserMessaging.serves('https://sns.eu-central-1.amazonaws.com')).toBe(false);
  });
});

describe('India', () => {
  const india = {
    indiaEntityId: '11',
    indiaTemplateId: { login_code: '21', verification_code_valid: '22' },
  };
  const templateIdOf = async (template_type: string, recipient = '+919876543210') => {
    const test = await startTestProvider(SmsProvider.endUserMessaging(india), {
      ...emulator,
      handle: (request) => {
        sent = request.body;
        return emulator.handle(request);
      },
    });
    let sent = '';
    try {
      const expires_at = new Date(Date.now() + 600_000).toISOString();
      const { outcome, detail } = await test.provider.attempt(message({ recipient, template_type, expires_at }), 1);
      return [outcome, detail ?? JSON.parse(sent).DestinationCountryParameters?.IN_TEMPLATE_ID];
    } finally {
      await test.close();
    }
  };

  it('has each text go by the id of its own template', async () => {
    expect(await templateIdOf('login_code_valid')).toEqual(['accepted', '21']);
    expect(await templateIdOf('verification_code')).toEqual(['accepted', '22']);
    expect(await templateIdOf('login_code_valid', '+4917667111638')).toEqual(['accepted', undefined]);
  });

  it('sends no text that has none, since networks would drop it', async () => {
    expect(await templateIdOf('recovery_code_valid')).toEqual([
      'bad_request',
      expect.stringContaining('indiaTemplateId has no id for recovery_code_valid, and no default'),
    ]);
  });
});

describe('emulator', () => {
  const header = (name: string, value: string) => ({ headers: { ...SIGNED, [name]: value } });
  const { authorization: _, ...unsigned } = SIGNED;

  it('takes a message, and says who sends it', () => {
    expect(ask()).toMatchObject({ status: 200, accepted: { to: '+4917667111638', from: 'NOTICE' } });
    expect(ask({ OriginationIdentity: POOL, TimeToLive: 5, MaxPrice: '.5' }).accepted?.from).toBe(POOL);
  });

  it.each<[string, string, ReturnType<typeof ask>]>([
    ['no signature', 'MissingAuthenticationTokenException', ask({}, { headers: unsigned })],
    [
      'the signature of SNS',
      'InvalidSignatureException',
      ask({}, header('authorization', SIGNED.authorization.replace('sms-voice', 'sns'))),
    ],
    [
      'half a signature',
      'IncompleteSignatureException',
      ask({}, header('authorization', SIGNED.authorization.slice(0, 80))),
    ],
    ['a form', 'UnknownOperationException', ask({}, header('content-type', 'application/x-www-form-urlencoded'))],
    ['JSON 1.1', 'UnknownOperationException', ask({}, header('content-type', 'application/x-amz-json-1.1'))],
    [
      'another operation',
      'UnknownOperationException',
      ask({}, header('x-amz-target', 'PinpointSMSVoiceV2.SendVoiceMessage')),
    ],
    ['another path', 'UnknownOperationException', ask({}, { path: '/x' })],
    ['what is no object', 'SerializationException', ask({}, { body: '[]' })],
  ])('refuses %s', (_name, code, answer) => {
    expect([answer.code, answer.accepted]).toEqual([code, undefined]);
  });

  it.each<[string, string, object]>([
    ['MISSING_PARAMETER', 'DestinationPhoneNumber', { DestinationPhoneNumber: undefined }],
    ['MISSING_PARAMETER', 'MessageBody', { MessageBody: undefined }],
    ['UNSPECIFIED_PARAMETER_NOT_SUPPORTED', 'Message', { Message: 'x' }],
    ['INVALID_PARAMETER', 'DestinationPhoneNumber', { DestinationPhoneNumber: '+0176' }],
    ['INVALID_PARAMETER', 'OriginationIdentity', { OriginationIdentity: 'ACME CO' }],
    ['INVALID_PARAMETER', 'MessageBody', { MessageBody: ' ' }],
    ['INVALID_PARAMETER', 'MessageBody', { MessageBody: 'x'.repeat(1601) }],
    ['INVALID_PARAMETER', 'MessageType', { MessageType: 'Transactional' }],
    ['INVALID_PARAMETER', 'Keyword', { Keyword: 'x'.repeat(31) }],
    ['INVALID_PARAMETER', 'ConfigurationSetName', { ConfigurationSetName: 'a b' }],
    ['INVALID_PARAMETER', 'MaxPrice', { MaxPrice: '100.00' }],
    ['INVALID_PARAMETER', 'MaxPrice', { MaxPrice: 0.5 }],
    ['INVALID_PARAMETER', 'MaxPrice', { MaxPrice: '1' }],
    ['INVALID_PARAMETER', 'TimeToLive', { TimeToLive: 4 }],
    ['INVALID_PARAMETER', 'TimeToLive', { TimeToLive: 259_201 }],
    ['INVALID_PARAMETER', 'TimeToLive', { TimeToLive: 7.5 }],
    ['INVALID_PARAMETER', 'ProtectConfigurationId', { ProtectConfigurationId: '' }],
    ['INVALID_PARAMETER', 'Context', { Context: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' } }],
    ['INVALID_PARAMETER', 'Context', { Context: { a: 1 } }],
    ['INVALID_PARAMETER', 'DestinationCountryParameters', { DestinationCountryParameters: { US_ID: '1' } }],
  ])('refuses with %s for %s: %j', (reason, field, fields) => {
    expect(ask(fields)).toEqual({
      status: 400,
      code: `ValidationException/${reason}`,
      fields: [field],
      accepted: undefined,
    });
  });
});

describe('AWS’s own client', () => {
  it('sends through the emulator, and understands its errors', async () => {
    const server = await startProviderServer([emulator], 0);
    const client = new PinpointSMSVoiceV2Client({
      region: 'eu-central-1',
      endpoint: server.endpoints[ORIGIN] as string,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    });
    const send = (fields: object) =>
      client.send(
        new SendTextMessageCommand({ DestinationPhoneNumber: '+4917667111638', MessageBody: 'hi', ...fields }),
      );
    try {
      expect((await send({})).MessageId).toMatch(/^[0-9a-f-]{36}$/);
      await expect(send({ TimeToLive: 1 })).rejects.toMatchObject({
        name: 'ValidationException',
        Reason: 'INVALID_PARAMETER',
        Fields: [{ Name: 'TimeToLive', Message: 'INVALID_PARAMETER' }],
      });
      await server.setFault(ORIGIN, { kind: 'error', code: 'ConflictException/DESTINATION_PHONE_NUMBER_OPTED_OUT' });
      await expect(send({})).rejects.toMatchObject({
        name: 'ConflictException',
        Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
      });
    } finally {
      client.destroy();
      await server.close();
    }
  });
});

describe('through the courier', () => {
  it.each([
    [-60, 5],
    [3, 5],
    [600, 600],
    [600_000, 259_200],
  ])('lets a message that lives for another %i s wait for %i s', async (seconds, waits) => {
    let waited: unknown;
    const declared = SmsProvider.endUserMessaging({});
    const watching = {
      ...emulator,
      handle: (request: EmulatedRequest) => {
        waited = JSON.parse(request.body).TimeToLive;
        return emulator.handle(request);
      },
    };
    const now = Date.parse('2026-05-02T09:20:00Z');
    const test = await startTestProvider(declared, watching, () => now);
    try {
      const expires_at = new Date(now + seconds * 1000).toISOString();
      expect((await test.provider.attempt(message({ expires_at }), 1)).outcome).toBe('accepted');
      expect(waited).toBe(waits);
    } finally {
      await test.close();
    }
  });

  it('blames the recipient for a number that AWS does not take', async () => {
    const outcome = await sendThrough(SmsProvider.endUserMessaging({}), {
      ...emulator,
      handle: () => ({
        status: 400,
        headers: {},
        body: JSON.stringify({
          __type: 'ValidationException',
          Message: 'invalid',
          Reason: 'INVALID_PARAMETER',
          Fields: [{ Name: 'DestinationPhoneNumber', Message: 'is no number' }],
        }),
      }),
    });
    expect(outcome).toEqual({
      outcome: 'invalid_recipient',
      code: 'ValidationException/INVALID_PARAMETER',
      detail: 'invalid',
    });
  });

  it('brings any text as it is, or has it refused for its length', async () => {
    const test = await startTestProvider(SmsProvider.endUserMessaging({ originationIdentity: 'ACME' }), emulator);
    const expires_at = new Date(Date.now() + 600_000).toISOString();
    try {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2_000 }), async (text) => {
          const body = `${text}.`;
          const { outcome, code } = await test.provider.attempt(message({ body, expires_at }), 1);
          const fits = body.length <= 1600;
          expect([outcome, code]).toEqual(
            fits ? ['accepted', undefined] : ['bad_request', 'ValidationException/INVALID_PARAMETER'],
          );
          if (fits) expect(test.accepted.at(-1)).toMatchObject({ to: '+4917667111638', from: 'ACME', text: body });
        }),
        { numRuns: 30 },
      );
    } finally {
      await test.close();
    }
  });
});

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { isAwsProvider } from '../../lambda/config';
import { SmsProvider, type SnsProviderProps } from '../../lib';
import { isAwsDefinition } from '../../lib/provider-definition';
import type { EmulatedRequest } from '../../lib/providers/emulator-base';
import { sns } from '../../lib/providers/sns';
import { snsEmulator } from '../../lib/providers/sns/emulator';
import { startProviderServer } from '../../local/provider-server';
import fc from '../support/fast-check';
import { message } from '../support/messages';
import { configOf, sendThrough, startTestProvider } from './support';

const ORIGIN = 'https://sns.eu-central-1.amazonaws.com';
const emulator = snsEmulator(ORIGIN);

const SIGNED = {
  'content-type': 'application/x-www-form-urlencoded',
  'x-amz-date': '20260502T092000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260502/eu-central-1/sns/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0a'.repeat(32)}`,
};

const attribute = (name: string, type: string, value: string, entry = 1) => ({
  [`MessageAttributes.entry.${entry}.Name`]: name,
  [`MessageAttributes.entry.${entry}.Value.DataType`]: type,
  [`MessageAttributes.entry.${entry}.Value.StringValue`]: value,
});

function ask(fields: Readonly<Record<string, string>> = {}, change: Partial<EmulatedRequest> = {}) {
  const form = {
    Action: 'Publish',
    Version: '2010-03-31',
    PhoneNumber: '+4917667111638',
    Message: 'Your code is 428193',
    ...fields,
  };
  const body = new URLSearchParams(form).toString();
  const {
    status,
    body: answer,
    accepted,
  } = emulator.handle({ method: 'POST', path: '/', headers: SIGNED, body, ...change });
  return { status, code: /<Code>(.*)<\/Code>/.exec(answer)?.[1], answer, accepted };
}

describe('props', () => {
  it.each<[string, SnsProviderProps, string]>([
    [
      'a sender id that is a number',
      { senderId: '+12065550100' },
      'senderId "+12065550100" is no name: use 1 to 11 letters',
    ],
    ['a sender id that is too long', { senderId: 'TWELVELETTER' }, 'senderId "TWELVELETTER" is no name'],
    [
      'a sender id with a space',
      { senderId: 'ACME CO' },
      'senderId "ACME CO" is no sender id of SNS: use letters, digits and hyphens',
    ],
    ['a number that is none', { originationNumber: 'ACME' }, 'originationNumber "ACME" is no number: use E.164 form'],
    ['two senders', { senderId: 'ACME', from: 'ACME' }, 'senderId and from are given: give one of them'],
    ['a sender by country that is none', { from: { de: 'ACME' } }, 'from has the key "de": use ISO 3166-1 alpha-2'],
    ['an unknown type', { smsType: 'Other' as never }, 'smsType "Other" is unknown: use Transactional or Promotional'],
    ['a price of nothing', { maxPriceUsd: 0 }, 'maxPriceUsd 0 is out of range: use 0.00001 to 99.99999'],
    ['a price that is not a number', { maxPriceUsd: Number.NaN }, 'maxPriceUsd NaN is out of range'],
    ['half of an entry in India', { indiaEntityId: '11' }, 'indiaEntityId and indiaTemplateId belong together'],
    [
      'an Indian id with a space',
      { indiaEntityId: '1 1', indiaTemplateId: '2' },
      '"1 1" is no id of India\'s registry',
    ],
    ['no region', { region: 'Frankfurt' }, 'region "Frankfurt" is no region of AWS: use a name such as eu-central-1'],
  ])('refuses %s', (_, props, text) => {
    expect(() => SmsProvider.sns(props)).toThrow(text);
  });

  it('names all that is wrong at once', () => {
    expect(() => SmsProvider.sns({ id: 'codes', senderId: '', maxPriceUsd: -1, region: 'x' })).toThrow(
      /^provider codes: senderId .*; maxPriceUsd .*; region /,
    );
  });

  it('has a sender for each country, or AWS’s choice', () => {
    const senders = (props: SnsProviderProps) => SmsProvider.sns(props).definition.senders;
    expect(senders({})).toBeUndefined();
    expect(senders({ senderId: 'ACME' })).toEqual({ default: 'ACME' });
    expect(senders({ originationNumber: '+12065550100' })).toEqual({ default: '+12065550100' });
    expect(senders({ from: { US: '+12065550100' } })).toEqual({ US: '+12065550100' });
  });

  it('may publish to phones, and to no topic', () => {
    const { definition } = SmsProvider.sns({ region: 'us-east-1' });
    expect(isAwsDefinition(definition) && definition.statements({ prefix: () => '' })).toEqual([
      { Sid: 'SendSmsBySns', Effect: 'Allow', Action: ['sns:Publish'], Resource: '*' },
      { Sid: 'PublishToNoTopic', Effect: 'Deny', Action: ['sns:Publish'], Resource: 'arn:*:sns:*:*:*' },
    ]);
  });

  it('is called in its region', () => {
    const config = configOf(SmsProvider.sns({ region: 'us-east-1' }));
    expect(isAwsProvider(config) && config.call.region).toBe('us-east-1');
  });

  it.each([
    [ORIGIN, true],
    ['https://sns.cn-north-1.amazonaws.com.cn', true],
    ['https://sns.eusc-de-east-1.amazonaws.eu', true],
    ['https://sqs.eu-central-1.amazonaws.com', false],
    ['https://sns.eu-central-1.amazonaws.com.example', false],
    ['http://sns.eu-central-1.amazonaws.com', false],
  ])('serves %s: %s', (origin, serves) => {
    expect(sns.serves(origin)).toBe(serves);
  });
});

describe('India', () => {
  const india = {
    indiaEntityId: '11',
    indiaTemplateId: { login_code: '21', verification_code_valid: '22' },
  };
  const templateIdOf = async (template_type: string, recipient = '+919876543210') => {
    const test = await startTestProvider(SmsProvider.sns(india), {
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
      return [outcome, detail ?? /TemplateId.*?StringValue=(\d+)/.exec(sent)?.[1]];
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
  it('takes a message, and says who sends it', () => {
    expect(ask()).toMatchObject({ status: 200, accepted: { to: '+4917667111638', from: 'NOTICE' } });
    expect(ask(attribute('AWS.SNS.SMS.SenderID', 'String', 'ACME')).accepted?.from).toBe('ACME');
    expect(ask(attribute('AWS.MM.SMS.OriginationNumber', 'String', '+12065550100')).accepted?.from).toBe(
      '+12065550100',
    );
  });

  it.each<[string, number, string, ReturnType<typeof ask>]>([
    [
      'no signature',
      403,
      'MissingAuthenticationToken',
      ask({}, { headers: { 'content-type': SIGNED['content-type'] } }),
    ],
    [
      'another service’s signature',
      403,
      'SignatureDoesNotMatch',
      ask({}, { headers: { ...SIGNED, authorization: SIGNED.authorization.replace('/sns/', '/sqs/') } }),
    ],
    [
      'another region’s signature',
      403,
      'SignatureDoesNotMatch',
      ask({}, { headers: { ...SIGNED, authorization: SIGNED.authorization.replace('eu-central-1', 'us-east-1') } }),
    ],
    [
      'a signature of another day',
      403,
      'SignatureDoesNotMatch',
      ask({}, { headers: { ...SIGNED, 'x-amz-date': '20260503T092000Z' } }),
    ],
    [
      'a signature that is not over the host',
      403,
      'IncompleteSignature',
      ask({}, { headers: { ...SIGNED, authorization: SIGNED.authorization.replace('host;', '') } }),
    ],
    ['a signature without a date', 403, 'IncompleteSignature', ask({}, { headers: { ...SIGNED, 'x-amz-date': '' } })],
    [
      'Basic authentication',
      403,
      'IncompleteSignature',
      ask({}, { headers: { ...SIGNED, authorization: 'Basic YTpi' } }),
    ],
    ['JSON', 400, 'InvalidAction', ask({}, { headers: { ...SIGNED, 'content-type': 'application/json' } })],
    ['another path', 400, 'InvalidAction', ask({}, { path: '/send' })],
    ['another method', 400, 'InvalidAction', ask({}, { method: 'GET' })],
    ['another action', 400, 'InvalidAction', ask({ Action: 'Subscribe' })],
    ['another version', 400, 'InvalidAction', ask({ Version: '2012-11-05' })],
    ['a topic', 404, 'NotFound', ask({ TopicArn: 'arn:aws:sns:eu-central-1:123456789012:alerts' })],
    ['an endpoint', 404, 'NotFound', ask({ TargetArn: 'arn:aws:sns:eu-central-1:123456789012:endpoint/x' })],
    ['a number without +', 400, 'InvalidParameter', ask({ PhoneNumber: '4917667111638' })],
    ['no number', 400, 'InvalidParameter', ask({ PhoneNumber: '' })],
    ['no text', 400, 'InvalidParameter', ask({ Message: '' })],
    ['a text that is too long', 400, 'InvalidParameter', ask({ Message: 'x'.repeat(1601) })],
    [
      'an unknown attribute',
      400,
      'ParameterValueInvalid',
      ask(attribute('AWS.SNS.SMS.OriginationNumber', 'String', '+12065550100')),
    ],
    [
      'a sender id with a space',
      400,
      'ParameterValueInvalid',
      ask(attribute('AWS.SNS.SMS.SenderID', 'String', 'AC ME')),
    ],
    [
      'a sender id without a letter',
      400,
      'ParameterValueInvalid',
      ask(attribute('AWS.SNS.SMS.SenderID', 'String', '12345')),
    ],
    [
      'an unknown type of message',
      400,
      'ParameterValueInvalid',
      ask(attribute('AWS.SNS.SMS.SMSType', 'String', 'transactional')),
    ],
    ['a price that is text', 400, 'ParameterValueInvalid', ask(attribute('AWS.SNS.SMS.MaxPrice', 'String', '0.5'))],
    [
      'a price with an exponent',
      400,
      'ParameterValueInvalid',
      ask(attribute('AWS.SNS.SMS.MaxPrice', 'Number', '5e-2')),
    ],
    [
      'a wrong second attribute',
      400,
      'ParameterValueInvalid',
      ask({
        ...attribute('AWS.SNS.SMS.SenderID', 'String', 'ACME'),
        ...attribute('AWS.MM.SMS.EntityId', 'String', '', 2),
      }),
    ],
  ])('refuses %s', (_, status, code, answer) => {
    expect([answer.status, answer.code, answer.accepted]).toEqual([status, code, undefined]);
  });

  it('writes what it quotes so that XML bears it', () => {
    expect(ask({ PhoneNumber: '<&>' }).answer).toContain('Reason: &#60;&#38;&#62; is not valid');
  });

  it('is one of SNS only', () => {
    expect(() => snsEmulator('https://sqs.eu-central-1.amazonaws.com')).toThrow('is no origin of SNS');
  });
});

describe('AWS’s own client', () => {
  it('sends through the emulator, and understands its errors', async () => {
    const server = await startProviderServer([emulator], 0);
    const client = new SNSClient({
      region: 'eu-central-1',
      endpoint: server.endpoints[ORIGIN] as string,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    });
    const publish = (fields: object) =>
      client.send(new PublishCommand({ PhoneNumber: '+4917667111638', Message: 'hi', ...fields }));
    try {
      expect((await publish({})).MessageId).toMatch(/^[0-9a-f-]{36}$/);
      await expect(publish({ PhoneNumber: '+0' })).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: 'Invalid parameter: PhoneNumber Reason: +0 is not valid to publish to',
      });
      await server.setFault(ORIGIN, { kind: 'error', code: 'AuthorizationError' });
      await expect(publish({})).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
    } finally {
      client.destroy();
      await server.close();
    }
  });
});

describe('through the courier', () => {
  it('is unauthorized without credentials in the environment', async () => {
    const test = await startTestProvider(SmsProvider.sns({}), emulator);
    const { AWS_ACCESS_KEY_ID: key } = process.env;
    delete process.env['AWS_ACCESS_KEY_ID'];
    try {
      const live = message({ expires_at: new Date(Date.now() + 600_000).toISOString() });
      expect(await test.provider.attempt(live, 1)).toMatchObject({ outcome: 'unauthorized', code: 'NoCredentials' });
      expect(test.requests()).toBe(0);
    } finally {
      process.env['AWS_ACCESS_KEY_ID'] = key;
      await test.close();
    }
  });

  it('does not tell the number that an error quotes', async () => {
    const { outcome, detail } = await sendThrough(SmsProvider.sns({}), {
      ...emulator,
      // as SNS does for a number that is in order and that it does not send to
      handle: ({ body }) => {
        const text = `${new URLSearchParams(body).get('PhoneNumber')} is not valid to publish to`;
        const answer = `<ErrorResponse><Error><Code>InvalidParameter</Code><Message>${text}</Message></Error></ErrorResponse>`;
        return { status: 400, headers: {}, body: answer };
      },
    });
    expect(outcome).toBe('unsupported_destination');
    expect(detail).toContain('is not valid to publish to');
    expect(detail).not.toContain('17667111');
  });

  it('brings any text as it is, or has it refused for its length', async () => {
    const test = await startTestProvider(SmsProvider.sns({ senderId: 'ACME', maxPriceUsd: 0.00001 }), emulator);
    const expires_at = new Date(Date.now() + 600_000).toISOString();
    try {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2_000 }), async (body) => {
          const text = message({ body: `${body}.`, expires_at });
          const outcome = await test.provider.attempt(text, 1);
          const fits = [...(text.body ?? '')].length <= 1600;
          expect([outcome.outcome, outcome.code]).toEqual(
            fits ? ['accepted', undefined] : ['bad_request', 'InvalidParameter'],
          );
          if (fits) expect(test.accepted.at(-1)).toMatchObject({ to: '+4917667111638', from: 'ACME', text: text.body });
        }),
        { numRuns: 30 },
      );
    } finally {
      await test.close();
    }
  });
});

import { TerraformVariable, Token } from 'cdktf';
import { SmsCourier, type SmsCourierProps, SmsSecret, SmsSource } from '../../lib';
import { courier, http, testStack, twilio } from '../support/stack';

/** What TypeScript lets nobody write who writes it out, and everybody who reads it from a file or spreads it in. */
const untyped = (props: object) => props as Partial<SmsCourierProps>;
const SECRET = 'sk_live_0123456789';

describe('props of another kind than they must be are refused', () => {
  it.each<[string, object, string]>([
    ['a text for a list', { allowedCountries: 'DE' }, 'allowedCountries is a string: give a list'],
    ['one provider for a list of them', { providers: twilio() }, 'providers is an object: give a list'],
    ['a provider that is none', { providers: [undefined] }, 'providers[0] is undefined: make it by SmsProvider'],
    ['a topic for a list', { alarmTopicArns: 'arn' }, 'alarmTopicArns is a string: give a list'],
    ['a route for a list', { routes: { countries: ['*'] } }, 'routes is an object: give a list'],
    ['a route that is none', { routes: [null] }, 'routes[0] is null: give { countries: […], providers: […] }'],
    ['a recipient for a list', { mode: 'allowlist', allowedRecipients: '+49' }, 'allowedRecipients is a string'],
    ['a host for a list', { privateHosts: 'sms.internal' }, 'privateHosts is a string: give a list'],
    ['a list of tags', { tags: [{ Key: 'a', Value: 'b' }] }, 'tags is a list: give an object'],
    ['a subnet for a list', { vpc: { subnetIds: 'subnet-0a1b2c3d' } }, 'vpc.subnetIds is a string: give a list'],
    ['yes to an ingress', { ingress: true }, 'ingress is a boolean: give an object'],
    [
      'a source that is none',
      { ingress: { sources: ['ory'] } },
      'ingress.sources[0] is a string: make it by SmsSource',
    ],
    ['nothing for limits', { limits: null }, 'limits is null: give an object'],
    ['limits of the deploy', { limits: Token.asAny({}) }, 'limits is a Terraform token: give the object itself'],
    ['a text for a no', { alarms: 'false' }, 'alarms is "false": use true or false'],
    ['a number for a yes', { retainOnDestroy: 1 }, 'retainOnDestroy is 1: use true or false'],
    [
      'a yes that only Terraform knows',
      { tracing: Token.asAny({}) },
      'tracing is a Terraform token: give true or false',
    ],
    ['a text for a number', { memorySize: '512' }, 'memorySize is "512": use a whole number from 256 to 10240'],
  ])('%s', (_, props, message) => {
    expect(() => courier(untyped(props))).toThrow(`invalid SmsCourier "stack/Sms": ${message}`);
  });

  it('none at all', () => {
    expect(() => new SmsCourier(testStack(), 'Sms', undefined as unknown as SmsCourierProps)).toThrow(
      'invalid SmsCourier "stack/Sms": the props are undefined: give an object with providers and allowedCountries',
    );
  });

  it('several in one error', () => {
    const props = untyped({ allowedCountries: 'DE', dashboard: 'no', vpc: [], limits: { perHour: 3 } });
    expect(() => courier(props)).toThrow(
      /allowedCountries is a string.*limits.perHour is no prop.*dashboard is "no".*vpc is a list/,
    );
  });
});

describe('names that there are not', () => {
  it.each<[string, object, string]>([
    [
      'of a limit, which would limit nothing',
      { limits: { recipientsPerHour: 3 } },
      'limits.recipientsPerHour is no prop: use mode, recipientPerHour, prefixPerHour, clientIpPerHour, countryPerHour, segmentsPerDay',
    ],
    ['of a retention', { retention: { dlqDays: 1 } }, 'retention.dlqDays is no prop: use queueDays, deadLetterDays'],
    ['of a delivery', { delivery: { attempts: 1 } }, 'delivery.attempts is no prop: use onAmbiguous, maxAttempts'],
    ['of a throttle', { ingress: { throttle: { rate: 1 } } }, 'ingress.throttle.rate is no prop: use ratePerSecond'],
    ['that objects have by birth', { limits: { toString: 3 } }, 'limits.toString is no prop: use mode'],
  ])('are refused %s', (_, props, message) => {
    expect(() => courier(untyped(props))).toThrow(message);
  });

  it('are warned of at the top, where a stack’s own props may be handed over with the courier’s', () => {
    const stack = testStack();
    const { node } = courier(untyped({ retentions: { queueDays: 1 } }), stack);
    expect(node.metadata.map(({ data }) => data)).toEqual(['retentions is no prop of SmsCourier: it is passed over']);
  });
});

describe('values that only the deploy knows are refused where they are baked in or needed at synth', () => {
  const stack = testStack();
  const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
  const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
  const secrets = {
    KEY: SmsSecret.fromSecretsManager('arn:aws:secretsmanager:eu-central-1:123456789012:secret:x', { jsonField: text }),
  };
  it.each<[string, object]>([
    ['defaultCountry', { defaultCountry: text }],
    ['templatePrecedence', { templatePrecedence: text }],
    ['delivery.onAmbiguous', { delivery: { onAmbiguous: text } }],
    ['retention.logDays', { retention: { logDays: number } }],
    ['allowedCountries[1]', { allowedCountries: ['DE', text] }],
    ['routes[0].countries[0]', { routes: [{ countries: [text], providers: ['twilio'] }] }],
    ['routes[0].providers.twilio', { routes: [{ countries: ['*'], providers: { twilio: number } }] }],
    ['providers[0].secrets.KEY.field', { providers: [http({ headers: { 'X-Key': '{$KEY}' }, secrets })] }],
  ])('%s', (path, props) => {
    expect(() => courier(untyped(props))).toThrow(
      `invalid SmsCourier "stack/Sms": ${path} is a Terraform token: give the value itself`,
    );
  });
});

describe('a secret that is given by its value is refused, and not shown,', () => {
  it.each<[string, () => unknown, string]>([
    [
      'by a provider',
      () => courier({ providers: [twilio({ authToken: SECRET })] }),
      'provider twilio: secret AUTH_TOKEN',
    ],
    ['by the ingress', () => courier(untyped({ ingress: { apiKey: SECRET } })), 'ingress.apiKey'],
    [
      'by basic auth',
      () => courier(untyped({ ingress: { basicAuth: { user: 'ory', password: SECRET } } })),
      'ingress.basicAuth.password',
    ],
    [
      'by a source',
      () => courier({ ingress: { sources: [SmsSource.supabase(untyped({ secret: SECRET }) as never)] } }),
      'ingress.sources: a secret of supabase',
    ],
  ])('%s', (_, make, where) => {
    expect(make).toThrow(
      `${where} is a string: refer to it, as in SmsSecret.fromSsmParameter('/sms/…'), and never give the value`,
    );
    expect(make).not.toThrow(SECRET);
  });

  it('also where it is a token, which would bring it into the state', () => {
    const token = new TerraformVariable(testStack(), 'token', { type: 'string' }).stringValue;
    expect(() => courier({ providers: [twilio({ authToken: token })] })).toThrow(
      'provider twilio: secret AUTH_TOKEN is a string: refer to it',
    );
  });
});

import { readFileSync } from 'node:fs';
import { Annotations, TerraformVariable, Token } from 'cdktf';
import { unzipSync } from 'fflate';
import { SmsProvider } from '../../lib';
import { writeFunctionZip } from '../../lib/function-zip';
import { courier, only, testStack, twilio } from '../support/stack';

const CLIENTS = ['sms-voice.js', 'sns.js'];

interface Policy {
  readonly Statement: readonly { readonly Sid: string; readonly Resource: unknown }[];
}

/** The policy, with the quotes of Terraform's expressions out of JSON's way. */
function policyOf(stack: ReturnType<typeof testStack>): Policy {
  const text = String(only(stack, 'aws_iam_role_policy')['policy']);
  return JSON.parse(text.replace(/\$\{[^}]*\}/g, (expression) => expression.replaceAll('"', "'")));
}

const clientsIn = (providers: readonly SmsProvider[]) => {
  const { path } = writeFunctionZip(courier({ providers }).toCourierJson());
  return Object.keys(unzipSync(readFileSync(path))).filter((name) => CLIENTS.includes(name));
};

it('carries the client of a service only where a provider is called by it', () => {
  expect(clientsIn([twilio()])).toEqual([]);
  expect(clientsIn([SmsProvider.sns({}), twilio()])).toEqual(['sns.js']);
  expect(clientsIn([SmsProvider.endUserMessaging({})])).toEqual(['sms-voice.js']);
  expect(clientsIn([SmsProvider.sns({}), SmsProvider.sns({ id: 'b' }), SmsProvider.endUserMessaging({})])).toEqual(
    CLIENTS,
  );
});

it('allows a service to the couriers that call it, and to no others', () => {
  const sids = (providers: readonly SmsProvider[]) => {
    const stack = testStack();
    courier({ providers }, stack);
    return policyOf(stack).Statement.map(({ Sid }) => Sid);
  };
  const services = ['SendSmsBySns', 'PublishToNoTopic', 'SendTextMessages'];
  expect(sids([twilio()]).filter((sid) => services.includes(sid))).toEqual([]);
  expect(
    sids([
      SmsProvider.sns({}),
      SmsProvider.sns({ id: 'overseas', region: 'us-east-1' }),
      SmsProvider.endUserMessaging({}),
    ]).filter((sid) => services.includes(sid)),
  ).toEqual(services);
});

it('needs no secret', () => {
  const { providers } = JSON.parse(courier({ providers: [SmsProvider.sns({})] }).toCourierJson());
  expect(providers).toMatchObject([{ id: 'sns', channel: 'sms', call: { service: 'sns' }, secrets: {} }]);
  expect(providers[0].call).not.toHaveProperty('region');
});

it('takes a region that only the deploy knows', () => {
  const stack = testStack();
  const region = new TerraformVariable(stack, 'region', { type: 'string' }).stringValue;
  const made = courier({ providers: [SmsProvider.endUserMessaging({ originationIdentity: 'ACME', region })] }, stack);
  expect(JSON.parse(made.toCourierJson()).providers[0].call.region).toEqual({
    env: 'SMS_COURIER_END_USER_MESSAGING_REGION',
  });
  const { environment } = only(stack, 'aws_lambda_function') as {
    environment: { variables: Record<string, string> };
  };
  expect(environment.variables).toMatchObject({ SMS_COURIER_END_USER_MESSAGING_REGION: '${var.region}' });
  const [statement] = policyOf(stack).Statement.filter(({ Sid }) => Sid === 'SendTextMessages');
  expect(statement?.Resource).toMatch(/^arn:.*:sms-voice:\$\{var\.region\}:.*:sender-id\/ACME\/\*$/);
});

it('says that what goes into the call must be known at synth', () => {
  const pool = Token.asString({ resolve: () => 'pool' });
  expect(() => SmsProvider.endUserMessaging({ originationIdentity: pool })).toThrow(
    'provider end-user-messaging: originationIdentity is a Terraform token, whose value is not known at synth: give the identity itself',
  );
  expect(() => SmsProvider.sns({ senderId: pool })).toThrow(
    'provider sns: senderId is a Terraform token, whose value is not known at synth: give the sender itself',
  );
});

it('warns of a name where networks take none, by the prop that holds it, and not of a pool', () => {
  const addWarning = jest.spyOn(Annotations.prototype, 'addWarning').mockImplementation();
  try {
    courier({
      allowedCountries: ['DE', 'US', 'CA'],
      providers: [
        SmsProvider.endUserMessaging({
          originationIdentity: { default: 'ACME', CA: 'pool-0123456789abcdef0123456789abcdef' },
        }),
      ],
    });
    expect(addWarning.mock.calls.flat()).toEqual([
      "provider end-user-messaging: networks in US take no alphanumeric sender such as \"ACME\": add a number of yours, as in originationIdentity: { default: '…', US: '+…' }",
    ]);
  } finally {
    addWarning.mockRestore();
  }
});

it('wants a sender for every country, or none at all', () => {
  const props = { originationIdentity: { US: '+12065550100' } };
  expect(() => courier({ allowedCountries: ['DE', 'US'], providers: [SmsProvider.endUserMessaging(props)] })).toThrow(
    'provider end-user-messaging: originationIdentity names no sender for DE: add one, or a default',
  );
});

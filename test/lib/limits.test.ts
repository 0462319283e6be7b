import { TerraformVariable } from 'cdktf';
import { type SmsCourierProps, SmsSecret, SmsSource } from '../../lib';
import { courier, testStack } from '../support/stack';

const baked = (props: Partial<SmsCourierProps>) => JSON.parse(courier(props).toCourierJson());

it('has limits without being told, shared out over the environments that there may be', () => {
  expect(baked({ maximumConcurrency: 20 }).limits).toEqual({
    mode: 'enforce',
    recipientPerHour: 10,
    prefixPerHour: 100,
    clientIpPerHour: 300,
    countryPerHour: 10_000,
    segmentsPerDay: 100_000,
    clientIpOrigins: [],
    environments: 20,
  });
});

it('believes the client’s address of its Ory sources, whatever they are called', () => {
  const apiKey = SmsSecret.fromSsmParameter('/sms/ingress/api_key');
  expect(baked({ ingress: { apiKey } }).limits.clientIpOrigins).toEqual(['ory']);
  const sources = [SmsSource.ory({ id: 'ory-eu' }), SmsSource.generic({ map: 'function(req) req.json' })];
  expect(baked({ ingress: { apiKey, sources } }).limits.clientIpOrigins).toEqual(['ory-eu']);
});

it('changes those that are given', () => {
  const limits = { mode: 'record', segmentsPerDay: 500, recipientPerHour: undefined } as object;
  expect(baked({ limits }).limits).toMatchObject({ mode: 'record', segmentsPerDay: 500, recipientPerHour: 10 });
});

it('is live unless it is told otherwise, and bakes in whom it may send to', () => {
  expect(baked({})).not.toHaveProperty('mode');
  expect(baked({ mode: 'live' })).not.toHaveProperty('mode');
  expect(baked({ mode: 'log' })).toMatchObject({ mode: 'log' });
  expect(baked({ mode: 'allowlist', allowedRecipients: ['+49 176 671 11 638'] })).toMatchObject({
    mode: 'allowlist',
    allowedRecipients: ['+4917667111638'],
  });
});

it.each<[string, Partial<SmsCourierProps>, string]>([
  [
    'none at all',
    { limits: { recipientPerHour: 0 } },
    'limits.recipientPerHour is 0: use a whole number from 1 to 100',
  ],
  ['a part of a message', { limits: { prefixPerHour: 10.5 } }, 'limits.prefixPerHour is 10.5: use a whole number'],
  [
    'more than an item holds',
    { limits: { prefixPerHour: 1001 } },
    'limits.prefixPerHour is 1001: use a whole number from 1 to 1000',
  ],
  [
    'no limit of a client',
    { limits: { clientIpPerHour: Infinity } },
    'limits.clientIpPerHour is Infinity: use a whole',
  ],
  ['no limit of a country', { limits: { countryPerHour: -1 } }, 'limits.countryPerHour is -1: use a whole number'],
  ['no limit of a day', { limits: { segmentsPerDay: 0 } }, 'limits.segmentsPerDay is 0: use a whole number from 1'],
  [
    'a recipient that may have more than its prefix',
    { limits: { recipientPerHour: 20, prefixPerHour: 15 } },
    "limits.recipientPerHour is 20, more than the 15 of limits.prefixPerHour, which has the recipient's messages in it",
  ],
  ['another mode of limits', { limits: { mode: 'log' as 'record' } }, 'limits.mode is "log": use enforce or record'],
  ['another mode', { mode: 'test' as 'log' }, 'mode is "test": use live, allowlist, log'],
  ['nobody to send to', { mode: 'allowlist' }, 'allowedRecipients is empty: name those'],
  [
    'recipients that change nothing',
    { mode: 'log', allowedRecipients: ['+4917667111638'] },
    "allowedRecipients goes with mode: 'allowlist', and mode is 'log': take it out",
  ],
  [
    'a recipient that is no number',
    { mode: 'allowlist', allowedRecipients: ['+4917667111638', '017667111638'] },
    'allowedRecipients[1] is no phone number in E.164 form',
  ],
  [
    'a recipient that its country does not have',
    { mode: 'allowlist', allowedRecipients: ['+44 (0)20 7946 0958'] },
    'allowedRecipients[0] is no phone number that its country has',
  ],
  [
    'a recipient that no message may be sent to',
    { mode: 'allowlist', allowedRecipients: ['+4917667111638', '+12065550100'] },
    'allowedRecipients[1] is in US, which allowedCountries does not have: add it there, or take the number out',
  ],
])('refuses %s', (_, props, message) => {
  expect(() => courier(props)).toThrow(message);
  expect(() => courier(props)).toThrow(/^invalid SmsCourier "stack\/Sms": /);
});

it('shows no number that it refuses', () => {
  expect(() => courier({ mode: 'allowlist', allowedRecipients: ['017667111638'] })).not.toThrow('017667111638');
});

it('must be known at synth', () => {
  const variable = new TerraformVariable(testStack(), 'variable', {});
  expect(() => courier({ mode: variable.stringValue as 'log' })).toThrow('mode is a Terraform token');
  expect(() => courier({ limits: { mode: variable.stringValue as 'record' } })).toThrow('limits.mode is a Terraform');
  expect(() => courier({ limits: { countryPerHour: variable.numberValue } })).toThrow(
    'limits.countryPerHour is a Terraform token',
  );
  expect(() => courier({ mode: 'allowlist', allowedRecipients: [variable.stringValue] })).toThrow(
    'allowedRecipients[0]',
  );
});

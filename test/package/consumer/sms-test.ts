/** A user's own test of a stack with a courier in it, as Jest runs it: no credentials, no network. */
import 'cdktf/lib/testing/adapters/jest';
import { Socket } from 'node:net';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Testing } from 'cdktf';
import { SmsCourier, SmsProvider, SmsSecret } from 'cdktf-sms-courier';

Testing.setupJest();

function synthesizeCourier(id: string): string {
  return Testing.synthScope((scope) => {
    new SmsCourier(scope, id, {
      allowedCountries: ['DE'],
      providers: [
        SmsProvider.twilio({
          accountSid: `AC${'0'.repeat(32)}`,
          authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'),
          from: '+4915199999999',
        }),
      ],
    });
  });
}

function timed(title: string, synthesize: () => string): string {
  const begun = performance.now();
  const stack = synthesize();
  process.stdout.write(`FIGURE synthScope, ${title}: ${Math.round(performance.now() - begun)} ms\n`);
  return stack;
}

it('is on a machine without network and credentials', () => {
  expect(() => new Socket().connect(9, '127.0.0.1')).toThrow('no network');
  expect(Object.keys(process.env).filter((name) => /^AWS_.*(KEY|TOKEN|PROFILE)/.test(name))).toEqual([]);
});

it('has a courier', () => {
  const stack = timed('first', () => synthesizeCourier('Sms'));
  expect(stack).toHaveResourceWithProperties(SqsQueue, { visibility_timeout_seconds: 60 });
});

it('has another courier', () => {
  const stack = timed('another configuration', () => synthesizeCourier('Sms2'));
  expect(stack).toHaveResource(SqsQueue);
});

it('has the first courier again', () => {
  const stack = timed('known configuration', () => synthesizeCourier('Sms'));
  expect(stack).toHaveResource(SqsQueue);
});

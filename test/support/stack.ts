import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { SmsCourier, type SmsCourierProps, SmsProvider, SmsSecret } from '../../lib';

export const ACCOUNT_SID = `AC${'0123456789abcdef'.repeat(2)}`;
export const SERVICE_SID = `MG${'0123456789abcdef'.repeat(2)}`;

export const twilio = (fields: object = {}): SmsProvider =>
  SmsProvider.twilio({
    accountSid: ACCOUNT_SID,
    authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'),
    messagingServiceSid: SERVICE_SID,
    ...fields,
  });

export const http = (fields: object = {}): SmsProvider =>
  SmsProvider.http({
    url: 'https://sms.example.com/send',
    body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
    ...fields,
  });

export function testStack(id = 'stack'): TerraformStack {
  const stack = new TerraformStack(Testing.app(), id);
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  return stack;
}

export function courier(props: Partial<SmsCourierProps> = {}, stack = testStack(), id = 'Sms'): SmsCourier {
  return new SmsCourier(stack, id, { allowedCountries: ['DE'], providers: [twilio()], ...props });
}

type Block = Record<string, unknown>;

interface Synthesized {
  readonly resource: Record<string, Record<string, Block>>;
  readonly variable?: Record<string, Block>;
}

/** The synthesized stack, by resource type and logical id; validations are run. */
export function synthesized(stack: TerraformStack): Synthesized {
  return JSON.parse(Testing.synth(stack, true));
}

export function resources(stack: TerraformStack, type: string): Block[] {
  return Object.values(synthesized(stack).resource[type] ?? {});
}

/** The one resource of a type. */
export function only(stack: TerraformStack, type: string): Block {
  const [first, ...others] = resources(stack, type);
  if (first === undefined || others.length > 0) throw new Error(`expected one ${type}`);
  return first;
}

/** A policy without the hashes of logical ids, and JSON even where Terraform functions stand in it. */
export function readable(policy: string): string {
  return policy
    .replace(/_[0-9A-F]{8}/g, '')
    .replace(/\$\{element\(split\(":", aws_sqs_queue\.Sms_Queue\.arn\), (\d)\)\}/g, '<queue arn $1>');
}

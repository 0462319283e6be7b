import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { SmsCourier, type SmsCourierProps, SmsProvider, SmsSecret } from '../../lib';
import { temporaryFolder, writeJson } from './support';

export const SECRET = '/sms/twilio/auth_token';

export const twilio = (authToken = SmsSecret.fromSsmParameter(SECRET)) =>
  SmsProvider.twilio({
    accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
    authToken,
    messagingServiceSid: `MG${'0123456789abcdef'.repeat(2)}`,
  });

export interface Synthesized {
  readonly stackDirectory: string;
  readonly secretsFile: string;
}

/** Synthesizes a courier through the library, as `cdktf synth` does; `change` sees it before. */
export function synthesizeCourier(
  props: Partial<SmsCourierProps> = {},
  change: (courier: SmsCourier) => void = () => {},
): Synthesized {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'test');
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  // tests send to a number as often as they like
  const limits = { mode: 'record' } as const;
  change(new SmsCourier(stack, 'Sms', { allowedCountries: ['*'], providers: [twilio()], limits, ...props }));
  app.synth();
  return {
    stackDirectory: join(outdir, 'stacks', 'test'),
    secretsFile: writeJson(join(outdir, 'secrets.json'), { [SECRET]: 'known-to-the-emulator-only' }),
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OryConfig, SmsSecret } from '../../lib';
import { importOry } from '../../lib/ory/import-ory';
import type { ImportedCourier } from '../../lib/ory/model';

export const ORY_CONFIGS = join(__dirname, '../fixtures/ory/configs');

/** Configurations that can be imported: an export of Ory Network, each service of Ory's page, older and other forms. */
export const GOOD_CONFIGS = [
  'network-twilio.yaml',
  'messagebird.yaml',
  'plivo.yaml',
  'sinch.yaml',
  'vonage.yaml',
  'whatsapp-handler.yaml',
  'legacy-sms.yaml',
  'own-service.json',
  'bare-twilio.yaml',
] as const;

/** What those files hold and nothing may show. */
export const CREDENTIALS: readonly string[] = [
  '4f9d2c81b07e3a65d4c1f8e9a2b73605',
  'hunter2-of-the-mailer',
  'live_q7Vd0Zs3NfKx91hTbYw2RmLp8',
  '5a1c9e07',
  'Zr4kQ0vT8mWb2yXd',
  'kept-between-kratos-and-the-handler',
  'correct-horse-battery',
  's3cr3tInTheQuery',
  'prefix.0Kx7',
  's3cr3t-of-the-file',
];

export function imported(file: string): ImportedCourier {
  return importOry({ text: readFileSync(join(ORY_CONFIGS, file), 'utf8'), file, folder: ORY_CONFIGS });
}

/** Imports a file with all the secrets that it needs. */
export function oryConfig(file: string, providerId?: string): OryConfig {
  const secrets = imported(file).secrets.map(({ name, parameterName }) => [
    name,
    SmsSecret.fromSsmParameter(parameterName),
  ]);
  return OryConfig.fromFile(join(ORY_CONFIGS, file), {
    secrets: Object.fromEntries(secrets),
    ...(providerId === undefined ? {} : { providerId }),
  });
}

import type { OryTemplateType } from '../template-type';

export interface SampleMessage {
  readonly recipient: string;
  readonly body: string;
  readonly template_type: OryTemplateType;
  readonly template_data: Readonly<Record<string, unknown>>;
  readonly message_type: 'sms';
  readonly request_headers: Readonly<Record<string, readonly string[]>>;
}

/** One message of each of Ory's template types, to try a configuration on. The numbers and codes are made up. */
export const SAMPLE_MESSAGES: readonly SampleMessage[] = [
  sample('login_code_valid', { login_code: '123456', ...flow('login') }),
  sample('registration_code_valid', {
    registration_code: '123456',
    ...flow('registration'),
    identity: { phone: '+4915112345678' },
  }),
  sample('verification_code_valid', { verification_code: '123456', ...flow('verification') }),
  // Ory's recovery SMS carries its code as verification_code
  sample('recovery_code_valid', { verification_code: '123456', ...flow('recovery') }),
  sample('verifiable_address_changed', { changed_at: '2026-01-31T12:00:00Z', transient_payload: null }),
  sample('authenticator_key_added', { added_at: '2026-01-31T12:00:00Z', transient_payload: null }),
];

function sample(templateType: OryTemplateType, data: Record<string, unknown>): SampleMessage {
  const recipient = '+4915112345678';
  const identity = {
    id: '00000000-0000-4000-8000-000000000000',
    schema_id: 'default',
    state: 'active',
    traits: { phone: recipient, lang: 'en' },
  };
  return {
    recipient,
    body: 'Your code is: 123456',
    template_type: templateType,
    template_data: { to: recipient, identity, ...data },
    message_type: 'sms',
    request_headers: {},
  };
}

function flow(name: string): Record<string, unknown> {
  return {
    request_url: `https://auth.example.com/self-service/${name}/browser`,
    request_url_domain: 'auth.example.com',
    transient_payload: {},
    expires_in_minutes: 15,
  };
}

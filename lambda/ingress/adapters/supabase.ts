import { type CodeTemplateType, codeField } from '../../code-field';
import type { SecretReference } from '../../config';
import type { Keys } from '../keys';
import { unauthorized } from '../refusal';
import type { Adapter } from './adapter';
import { objectAt, required, textAt } from './fields';
import { isSignedWith, readSigned, TOLERANCE_SECONDS } from './standard-webhooks';

export interface SupabaseOptions {
  readonly secrets: readonly SecretReference[];
  /** The message does not tell. */
  readonly codeLifeSeconds: number;
}

/**
 * Supabase's Send SMS hook. https://supabase.com/docs/guides/auth/auth-hooks/send-sms-hook
 *
 * It tries up to three times within five seconds, each time with a new `webhook-id`: that is why the message is known by what it says.
 * https://github.com/supabase/auth/blob/master/internal/hooks/hookshttp/hookshttp.go
 */
export function supabaseAdapter({ secrets, codeLifeSeconds }: SupabaseOptions, keys: Keys): Adapter {
  return {
    async authenticate(request, now) {
      const signed = readSigned(request, now);
      if (signed !== undefined && (await keys.some(secrets, (secret) => isSignedWith(signed, secret)))) return;
      throw unauthorized(
        `no valid signature: webhook-id, webhook-timestamp (of the last ${TOLERANCE_SECONDS} seconds) and webhook-signature must be those of Standard Webhooks`,
      );
    },
    toMessage(json, _request, now) {
      const user = objectAt(json, 'user');
      const { otp: _, ...sms } = objectAt(json, 'sms');
      const type = templateType(textAt(sms, 'sms_type'));
      const code = required(textAt(objectAt(json, 'sms'), 'otp'), 'sms.otp', 'Supabase');
      const recipient = international(required(phoneOf(user, sms), 'user.phone', 'Supabase'));
      return {
        recipient,
        template_type: type,
        template_data: {
          to: recipient,
          [codeField(type)]: code,
          identity: { id: user['id'] ?? '', traits: { ...objectAt(user, 'user_metadata'), phone: recipient } },
          ...(codeLifeSeconds % 60 === 0 ? { expires_in_minutes: codeLifeSeconds / 60 } : {}),
        },
        expires_at: new Date(now + codeLifeSeconds * 1000).toISOString(),
        supabase: { user, sms },
      };
    },
  };
}

/** A number that is being changed to, or a factor's, is in `sms`; older releases have it beside the user's own. */
function phoneOf(user: Readonly<Record<string, unknown>>, sms: Readonly<Record<string, unknown>>): string | undefined {
  const isChange = textAt(sms, 'sms_type') === 'phone_change';
  return textAt(sms, 'phone') ?? (isChange ? textAt(user, 'new_phone') : undefined) ?? textAt(user, 'phone');
}

/** Supabase keeps E.164 numbers without their plus sign. */
function international(phone: string): string {
  return phone.startsWith('+') ? phone : `+${phone}`;
}

function templateType(smsType: string | undefined): CodeTemplateType {
  return smsType === 'phone_change' ? 'verification_code_valid' : 'login_code_valid';
}

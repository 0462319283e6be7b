import type { OryTemplateType } from '../template-type';

/**
 * Texts for messages that bring none and whose type the author gave none: one GSM-7 segment each, unless the domain is very
 * long. Without a code there is nothing to say, so that the text is empty.
 *
 * The last line lets a browser fill in the code: nothing may follow it. https://wicg.github.io/sms-one-time-codes/
 */
export const DEFAULT_TEXTS: Readonly<Record<OryTemplateType, string>> = {
  login_code_valid: withCode('LoginCode', 'is your code to log in.'),
  registration_code_valid: withCode('RegistrationCode', 'is your code to sign up.'),
  verification_code_valid: withCode('VerificationCode', 'is your code to confirm this phone number.'),
  recovery_code_valid: withCode('RecoveryCode', 'is your code to recover your account.'),
  verifiable_address_changed: 'An address of your account was changed. If that was not you, please contact support.',
  authenticator_key_added: 'A new key can now log in to your account. If you did not add it, please contact support.',
};

function withCode(field: string, sentence: string): string {
  const expiry = '{{ with $.ExpiresInMinutes }} It expires in {{ . }} minute{{ if ne . 1 }}s{{ end }}.{{ end }}';
  const webOtp = '{{ with $.RequestURLDomain }}\n\n@{{ . }} #{{ $code }}{{ end }}';
  return `{{ with $code := .${field} }}{{ $code }} ${sentence}${expiry} Share it with nobody.${webOtp}{{ end }}`;
}

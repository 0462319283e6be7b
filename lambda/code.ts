/** Where Ory's data has the code, in its JSON and in its Go fields; `code` and `otp` are what other backends call it. */
const CODE_FIELDS = [
  'login_code',
  'registration_code',
  'verification_code',
  'recovery_code',
  'LoginCode',
  'RegistrationCode',
  'VerificationCode',
  'RecoveryCode',
  'code',
  'otp',
];

/** The one-time code of a message, out of its data and never out of its text. */
export function codeOf(templateData: Readonly<Record<string, unknown>>): string | undefined {
  for (const field of CODE_FIELDS) {
    const value = templateData[field];
    if (typeof value === 'string' && value !== '') return value;
    // a number has lost its leading zeros, if it had any: only its sender can know
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

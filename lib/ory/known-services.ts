/** A service that the courier knows by its host. */
export interface KnownService {
  readonly id: string;
  /** Names of its secrets, as Ory's page has them, by where they stand: `password`, a header or a field in lower case. */
  readonly secretNames: Readonly<Record<string, string>>;
}

const SERVICES: readonly (readonly [host: RegExp, service: KnownService])[] = [
  [/^api\.twilio\.com$/, { id: 'twilio', secretNames: { password: 'AUTH_TOKEN' } }],
  [/^rest\.messagebird\.com$/, { id: 'messagebird', secretNames: { authorization: 'MESSAGEBIRD_API_KEY' } }],
  [/^api\.plivo\.com$/, { id: 'plivo', secretNames: { password: 'AUTH_TOKEN' } }],
  [/^\w+\.sms\.api\.sinch\.com$/, { id: 'sinch', secretNames: { authorization: 'SINCH_API_TOKEN' } }],
  [/^rest\.nexmo\.com$/, { id: 'vonage', secretNames: { api_key: 'VONAGE_API_KEY', api_secret: 'VONAGE_API_SECRET' } }],
  [/^graph\.facebook\.com$/, { id: 'whatsapp', secretNames: { authorization: 'ACCESS_TOKEN' } }],
];

/** What is not one of them is a provider by the id that `SmsProvider.http` gives. */
const UNKNOWN: KnownService = { id: 'http', secretNames: {} };

export function serviceAt(host: string): KnownService {
  return SERVICES.find(([pattern]) => pattern.test(host))?.[1] ?? UNKNOWN;
}

export function isKnown({ id }: KnownService): boolean {
  return id !== UNKNOWN.id;
}

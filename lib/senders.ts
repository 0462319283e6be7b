import { Token } from 'cdktf';

/**
 * The sender that a phone shows: one for all countries, or by country (ISO 3166-1 alpha-2), with `default` for all others.
 *
 * @example 'ACME'
 * @example { default: 'ACME', US: '+12065550100', CA: '+12065550100' }
 */
export type Sender = string | Readonly<Record<string, string>>;

/** Senders by country, with `default` for the countries that have none of their own. */
export type Senders = Readonly<Record<string, string>>;

/** What all networks have in common: at most eleven characters, one of them a letter. https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
const ALPHANUMERIC = /^(?=.{1,11}$)(?=.*[A-Za-z])[A-Za-z0-9 +&_-]+$/;
const NUMBER = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;

/**
 * Brings a sender into the one form that the request's Jsonnet reads: by country, with `default`.
 *
 * @throws Error if one is neither a number in E.164 form nor a short code nor an alphanumeric sender id
 */
export function readSenders(provider: string, prop: string, sender: Sender): Senders {
  const senders = typeof sender === 'string' ? { default: sender } : sender;
  if (Object.keys(senders).length === 0)
    throw new Error(
      `provider ${provider}: ${prop} is empty: give a sender, or one by country such as { default: 'ACME' }`,
    );
  const problems = Object.entries(senders).flatMap(([country, value]) => [
    ...(country === 'default' || /^[A-Z]{2}$/.test(country)
      ? []
      : [`${prop} has the key "${country}": use ISO 3166-1 alpha-2 codes in upper case, or default`]),
    ...(Token.isUnresolved(value)
      ? [`${prop} is a Terraform token, whose value is not known at synth: give the sender itself`]
      : []),
    ...(Token.isUnresolved(value) || isSender(value)
      ? []
      : [
          `${prop} ${JSON.stringify(value)} is no sender: use a number in E.164 form ("+12065550100"), a short code, or 1 to 11 letters and digits with a letter among them`,
        ]),
  ]);
  if (problems.length > 0) throw new Error(`provider ${provider}: ${problems.join('; ')}`);
  return senders;
}

/** Whether phones show it as text: no number is, no short code, and no pool of senders. */
export function isAlphanumeric(sender: string): boolean {
  return ALPHANUMERIC.test(sender);
}

function isSender(value: string): boolean {
  return NUMBER.test(value) || SHORT_CODE.test(value) || ALPHANUMERIC.test(value);
}

/**
 * Countries whose networks take no alphanumeric sender: a number is needed there. Where one must be registered first differs from
 * provider to provider, and changes. https://help.twilio.com/articles/223133767
 */
const NO_ALPHANUMERIC = ['CA', 'CN', 'PR', 'US'];

/** What is wrong with a provider's senders, which `prop` holds, for the countries that it is to send to. */
export function checkSenders(
  provider: string,
  senders: Senders,
  allowedCountries: readonly string[],
  prop = 'from',
): { readonly errors: readonly string[]; readonly warnings: readonly string[] } {
  const isOpen = allowedCountries.includes('*');
  const without = allowedCountries.filter((country) => senders[country] === undefined);
  const errors =
    senders['default'] === undefined && without.length > 0
      ? [
          isOpen
            ? `provider ${provider}: ${prop} has no default, and allowedCountries is ['*']: add one`
            : `provider ${provider}: ${prop} names no sender for ${without.join(', ')}: add one, or a default`,
        ]
      : [];
  const unfit = (
    isOpen ? NO_ALPHANUMERIC : NO_ALPHANUMERIC.filter((country) => allowedCountries.includes(country))
  ).filter((country) => {
    const sender = senders[country] ?? senders['default'];
    return sender !== undefined && !Token.isUnresolved(sender) && isAlphanumeric(sender);
  });
  const warnings = unfit.map(
    (country) =>
      `provider ${provider}: networks in ${country} take no alphanumeric sender such as "${senders[country] ?? senders['default']}": add a number of yours, as in ${prop}: { default: '…', ${country}: '+…' }`,
  );
  return { errors, warnings };
}

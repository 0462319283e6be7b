import {
  type CountryCode,
  isSupportedCountry,
  type MetadataJson,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/core';
import minimalMetadata from 'libphonenumber-js/min/metadata';

/** The compiler reads the file's shape, which is narrower than the library's own type for it. */
const metadata = minimalMetadata as unknown as MetadataJson;

/** A recipient as the courier knows it. */
export interface Recipient {
  /** E.164: `+4917667111638`. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2, or `001` for a number that belongs to no country (satellite and other global networks). */
  readonly country: string;
}

/** The country of numbers that belong to none, as CLDR has it. */
const NO_COUNTRY = '001';

/**
 * Reads a phone number as people and identity backends write it (`+49 176 671 11 638`), or returns undefined.
 *
 * The length must be possible for the country; whether the number is in service only a provider can tell. A number whose
 * country its digits do not decide (`+1 555 …`) counts as the main country of its calling code.
 */
export function parseRecipient(text: string, defaultCountry?: string): Recipient | undefined {
  const fallback = defaultCountry !== undefined && isCountry(defaultCountry) ? { defaultCountry } : {};
  const number = parsePhoneNumberFromString(text, { ...fallback, extract: false }, metadata);
  if (number === undefined || number.ext !== undefined || !number.isPossible()) return undefined;
  return { e164: number.number, country: number.country ?? mainCountry(number.countryCallingCode) };
}

/** Whether the code names a country that phone numbers can belong to. */
export function isCountry(code: string): code is CountryCode {
  return isSupportedCountry(code as CountryCode, metadata);
}

/** Country and last two digits: all of a number that a log may hold. */
export function maskRecipient(recipient: Recipient): string {
  return `${recipient.country}…${recipient.e164.slice(-2)}`;
}

/** As much of what a sender has given for a number; of what is none, its last two characters. */
export function maskText(text: string, defaultCountry?: string): string {
  const recipient = parseRecipient(text, defaultCountry);
  return recipient === undefined ? `…${text.trim().slice(-2)}` : maskRecipient(recipient);
}

/** The metadata lists the countries of a calling code with the main one first. */
function mainCountry(callingCode: string): string {
  return metadata.country_calling_codes[callingCode]?.[0] ?? NO_COUNTRY;
}

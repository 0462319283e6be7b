import { Token } from 'cdktf';
import { isAlphanumeric, type Senders } from '../../senders';

const NUMBER = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;
const ID = /^(phone|pool)-[A-Za-z0-9]+$/;
const ARN = /^arn:[\w-]+:sms-voice:[\w-]+:\d{12}:(phone-number|pool|sender-id)\/[\w/-]+$/;

/** What is wrong with the origination identities by country, if anything. */
export function identityProblems(identities: Senders): string[] {
  if (Object.keys(identities).length === 0)
    return ["originationIdentity is empty: give one, or one by country such as { default: 'ACME' }, or leave it out"];
  return Object.entries(identities).flatMap(([country, identity]) => [
    ...(country === 'default' || /^[A-Z]{2}$/.test(country)
      ? []
      : [`originationIdentity has the key "${country}": use ISO 3166-1 alpha-2 codes in upper case, or default`]),
    ...(Token.isUnresolved(identity)
      ? ['originationIdentity is a Terraform token, whose value is not known at synth: give the identity itself']
      : []),
    ...(Token.isUnresolved(identity) || isIdentity(identity)
      ? []
      : [
          `originationIdentity ${JSON.stringify(identity)} is none: use a number in E.164 form, a short code, a sender id of 1 to 11 letters, digits and hyphens, phone-…, pool-…, or an ARN of one of them`,
        ]),
  ]);
}

function isIdentity(identity: string): boolean {
  const isSenderId = isAlphanumeric(identity) && /^[A-Za-z0-9_-]+$/.test(identity);
  return isSenderId || [NUMBER, SHORT_CODE, ID, ARN].some((form) => form.test(identity));
}

/** The ARN of an identity that is used for a country. That of a number holds its id, which the number does not tell. */
export function identityArn(identity: string, country: string, prefix: string): string {
  if (ARN.test(identity)) return identity;
  if (identity.startsWith('pool-')) return `${prefix}:pool/${identity}`;
  if (identity.startsWith('phone-')) return `${prefix}:phone-number/${identity}`;
  if (!isAlphanumeric(identity)) return `${prefix}:phone-number/*`;
  return `${prefix}:sender-id/${identity}/${country === 'default' ? '*' : country}`;
}

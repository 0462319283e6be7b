import { Token } from 'cdktf';
import { normalizeLocale } from '../../../lambda/locale';
import type { ProviderDefinition } from '../../provider-definition';
import type { SmsSecret } from '../../sms-secret';
import { isLocale } from '../../sms-templates';
import { bakeRequest } from '../bake-request';
import { responseRule } from '../kind';

export const ORIGIN = 'https://graph.facebook.com';

/**
 * The language of the template, as WhatsApp names it: one for all, or by the language (BCP 47) that the recipient reads, with
 * `default` for all others.
 *
 * @example 'en_US'
 * @example { default: 'en_US', de: 'de', pt: 'pt_BR' }
 */
export type TemplateLanguage = string | Readonly<Record<string, string>>;

/** https://developers.facebook.com/docs/whatsapp/business-management-api/authentication-templates */
export interface WhatsappProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'whatsapp'
   */
  readonly id?: string;

  /** The id of the business phone number that messages come from: digits, and not the number itself. */
  readonly phoneNumberId: string;

  /** A system user's access token with the permission `whatsapp_business_messaging`. */
  readonly accessToken: SmsSecret;

  /**
   * Name of an approved template of the category authentication: lower-case letters, digits and underscores, at most 512. Its text
   * is WhatsApp's own, and its button brings the code into the app: the courier's templates and the message's body are not used.
   */
  readonly template: string;

  /** The languages that the template has been approved in. Which of them a message gets follows from the same as the language of an SMS. */
  readonly language: TemplateLanguage;

  /**
   * Version of the Graph API. Meta serves each for about two years.
   * https://developers.facebook.com/docs/graph-api/changelog
   *
   * @default 'v23.0'
   */
  readonly graphVersion?: string;
}

export function whatsappProvider(props: WhatsappProviderProps): ProviderDefinition {
  const { id = 'whatsapp', phoneNumberId, accessToken, template, graphVersion = 'v23.0' } = props;
  const { languages, problems } = readLanguages(props.language);
  const all = [
    ...check('phoneNumberId', phoneNumberId, /^\d+$/, "give the digits that Meta's dashboard shows as Phone number ID"),
    ...check(
      'template',
      template,
      /^[a-z0-9_]{1,512}$/,
      'names of templates are 1 to 512 lower-case letters, digits and underscores',
    ),
    ...problems,
    ...check('graphVersion', graphVersion, /^v\d+\.\d+$/, 'give a version such as v23.0'),
  ];
  if (all.length > 0) throw new Error(`provider ${id}: ${all.join('; ')}`);
  return {
    id,
    channel: 'whatsapp',
    request: {
      url: `${ORIGIN}/${graphVersion}/${phoneNumberId}/messages`,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer {$ACCESS_TOKEN}' },
      body: bakeRequest('whatsapp', { template, languages }),
    },
    response: responseRule('whatsapp'),
    secrets: { ACCESS_TOKEN: accessToken },
    needsCode: true,
    warnings: [
      `provider ${id}: only what WhatsApp refuses at once goes on to the next provider; that a number has no WhatsApp mostly shows later, in a receipt, and this release reads none`,
    ],
  };
}

function check(prop: string, value: string, allowed: RegExp, remedy: string): string[] {
  return Token.isUnresolved(value) || allowed.test(value)
    ? []
    : [`invalid ${prop} ${JSON.stringify(value)}: ${remedy}`];
}

/** As WhatsApp lists them: https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/supported-languages */
const LANGUAGE = /^[a-z]{2,3}(_[A-Z]{2,3})?$/;

/** By locale in the form in which the courier compares them. */
function readLanguages(language: TemplateLanguage): {
  readonly languages: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
} {
  const given = Object.entries(typeof language === 'string' ? { default: language } : (language ?? {}));
  const languages = new Map<string, string>();
  const problems = given.flatMap(([locale, value]) => {
    const key = locale === 'default' ? locale : normalizeLocale(locale);
    const isSecond = languages.has(key);
    languages.set(key, value);
    return [
      ...(locale === 'default' || isLocale(locale)
        ? []
        : [`language has the key "${locale}": use a tag such as de or de-AT, or default`]),
      ...(isSecond ? [`language names ${key} twice: keep one`] : []),
      ...(LANGUAGE.test(value)
        ? []
        : [`language ${JSON.stringify(value)} is none of WhatsApp's: use a code such as en_US or de`]),
    ];
  });
  if (!languages.has('default'))
    problems.push("language has no default: add one, as in { default: 'en_US', de: 'de' }");
  return { languages: Object.fromEntries(languages), problems };
}

import type { CourierConfig } from './config';
import { isObject } from './is-object';
import { lookUpLocale, readAcceptLanguage } from './locale';
import type { Message } from './message';
import { DEFAULT_TEXTS } from './template/default-texts';
import type { TemplateText } from './template/template-text';
import type { TemplateFailure, Templates } from './template/templates';
import { canonicalTemplateType, isOryTemplateType } from './template-type';

export type TextConfig = Pick<CourierConfig, 'templates' | 'templatePrecedence' | 'locale'>;

/** A message with its text, or none; either may come with a template that failed on the way. */
export interface Rendering {
  readonly message?: Message;
  readonly failure?: TemplateFailure;
}

/**
 * Gives a message its text: by the courier's template, or by the body, as `templatePrecedence` says; else by our default text
 * for its type. Where the courier's template fails, the body stands in.
 *
 * @param templates loaded on first use: many couriers never render anything
 */
export function render(message: Message, config: TextConfig, templates: () => Templates): Rendering {
  const hasBody = !isBlank(message.body);
  if (hasBody && config.templatePrecedence === 'body') return { message };
  const text = courierText(message, config) ?? (hasBody ? undefined : defaultText(message.templateType));
  if (text === undefined) return hasBody ? { message } : {};
  const { output, failure } = templates().render(text, message);
  if (output !== undefined) return { message: withText(message, output) };
  return { ...(hasBody ? { message } : {}), ...(failure === undefined ? {} : { failure }) };
}

/** What the message's recipient reads, as the message tells it, surest first. */
export function* localesOf({ locale, templateData, requestHeaders }: Message): Iterable<string> {
  if (locale !== undefined) yield locale;
  const identity = asObject(templateData['identity'] ?? templateData['Identity']);
  // a registration carries the bare traits in the identity's place
  for (const traits of [asObject(identity['traits']), identity])
    for (const name of ['locale', 'lang']) if (typeof traits[name] === 'string') yield traits[name];
  for (const [name, values] of Object.entries(requestHeaders ?? {}))
    if (name.toLowerCase() === 'accept-language') yield* readAcceptLanguage([values].flat().join());
}

function courierText(message: Message, { templates = {}, locale }: TextConfig): TemplateText | undefined {
  const type = canonicalTemplateType(message.templateType);
  const byLocale = Object.hasOwn(templates, type) ? templates[type] : undefined;
  if (byLocale === undefined) return undefined;
  const available = Object.keys(byLocale);
  const courier = locale === undefined ? [] : [locale];
  const chosen = lookUpLocale([...localesOf(message), ...courier, 'default', 'en'], available) ?? available[0];
  return chosen === undefined ? undefined : { type, locale: chosen, source: byLocale[chosen] as string };
}

function defaultText(templateType: string): TemplateText | undefined {
  const type = canonicalTemplateType(templateType);
  return isOryTemplateType(type) ? { type, source: DEFAULT_TEXTS[type] } : undefined;
}

function withText(message: Message, text: string): Message {
  return { ...message, body: text, ctx: { ...message.ctx, body: text } };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

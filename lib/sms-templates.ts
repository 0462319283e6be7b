import { Token } from 'cdktf';
import type { LocalizedTemplates } from '../lambda/config';
import { normalizeLocale } from '../lambda/locale';
import { canonicalTemplateType } from '../lambda/template-type';
import { readSource } from './source';

/**
 * The SMS of one template type: a Go template, as text, `file://…` or Ory's `base64://…`, read at synth; or one for each
 * language, by its BCP 47 tag, with `default` for all others; or what Ory's configuration has.
 *
 * @example 'Your code: {{ .LoginCode }}'
 * @example { en: 'Your code: {{ .LoginCode }}', de: 'Dein Code: {{ .LoginCode }}' }
 * @example { valid: { sms: { body: { plaintext: 'base64://WW91ciBjb2RlOiB7eyAuTG9naW5Db2RlIH19' } } } }
 */
export type SmsTemplate = string | Readonly<Record<string, string>> | OrySmsTemplate;

/** An entry of `courier.templates` in Ory's configuration. */
export interface OrySmsTemplate extends OryTemplateChannels {
  /** The messages with a code have their templates in here. */
  readonly valid?: OryTemplateChannels;
  /** Ory sends no SMS for an invalid code: accepted and unused. */
  readonly invalid?: unknown;
}

/** A template of Ory's for each channel. */
export interface OryTemplateChannels {
  /** The text of the SMS: a Go template, as Ory's `base64://…`, as text or as `file://…`. */
  readonly sms?: { readonly body?: { readonly plaintext?: string } };
  /** Accepted and unused, so that Ory's configuration can be given as it is. */
  readonly email?: unknown;
}

export interface ReadTemplates {
  /** By template type, Ory's by their long names. */
  readonly templates: Readonly<Record<string, LocalizedTemplates>>;
  readonly problems: readonly string[];
}

/** A template that is longer is no SMS. */
const MAX_SOURCE_BYTES = 64 * 1024;
const DEFAULT = 'default';
const TOKEN = 'is a Terraform token, whose text is not known at synth: give the template itself, or file://';

/** Reads all templates, and tells all that is wrong with them and can be known without parsing them. */
export function readTemplates(props: Readonly<Record<string, SmsTemplate>>): ReadTemplates {
  if (Token.isUnresolved(props)) return { templates: {}, problems: [`templates ${TOKEN}`] };
  const templates = new Map<string, LocalizedTemplates>();
  const problems: string[] = [];
  for (const [name, template] of Object.entries(props)) {
    const label = `templates.${name}`;
    try {
      const { type, texts } = entryOf(label, name, template);
      if (texts.length === 0) continue;
      if (templates.has(type)) throw new Error(`${label} is a second template for ${type}: keep one`);
      templates.set(type, readTexts(label, texts));
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  return { templates: Object.fromEntries(templates), problems };
}

interface Entry {
  readonly type: string;
  /** Sources by locale, as the author wrote both. */
  readonly texts: readonly (readonly [locale: string, source: string])[];
}

function entryOf(label: string, name: string, template: SmsTemplate): Entry {
  const type = canonicalTemplateType(name);
  if (typeof template === 'string') return { type, texts: [[DEFAULT, template]] };
  if (Token.isUnresolved(template)) throw new Error(`${label} ${TOKEN}`);
  const entries = Object.entries(template ?? {});
  if (entries.length === 0) throw new Error(`${label} is empty: give a text, or one for each language`);
  if (isLocalized(entries)) return { type, texts: entries };
  const { valid, invalid: _, ...own } = fieldsOf(label, template, ['valid', 'invalid', 'sms', 'email']);
  return valid === undefined
    ? { type, texts: oryText(label, own) }
    : { type: `${name}_valid`, texts: oryText(`${label}.valid`, valid) };
}

function isLocalized(entries: readonly [string, unknown][]): entries is [string, string][] {
  return entries.every(([, value]) => typeof value === 'string');
}

/** The SMS of what Ory's configuration has for all channels; none if it has only an e-mail. */
function oryText(label: string, channels: unknown): Entry['texts'] {
  const { sms = {} } = fieldsOf(label, channels, ['sms', 'email']);
  const { body = {} } = fieldsOf(`${label}.sms`, sms, ['body']);
  const { plaintext } = fieldsOf(`${label}.sms.body`, body, ['plaintext']);
  if (plaintext === undefined) return [];
  if (typeof plaintext !== 'string')
    throw new Error(`${label}.sms.body.plaintext is ${JSON.stringify(plaintext)}: give a text`);
  return [[DEFAULT, plaintext]];
}

function fieldsOf(label: string, value: unknown, names: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${label} is ${JSON.stringify(value)}: give an object with ${names.join(', ')}`);
  const stranger = Object.keys(value).find((name) => !names.includes(name));
  if (stranger !== undefined)
    throw new Error(`${label} has "${stranger}": texts by language, or Ory's ${names.join(', ')}, are known here`);
  return value as Record<string, unknown>;
}

function readTexts(label: string, texts: Entry['texts']): LocalizedTemplates {
  const read = new Map<string, string>();
  for (const [locale, source] of texts) {
    const place = locale === DEFAULT ? label : `${label}.${locale}`;
    const key = readLocale(place, locale);
    if (read.has(key)) throw new Error(`${place} is a second text for ${key}: keep one`);
    read.set(key, readText(place, source));
  }
  return Object.fromEntries(read);
}

function readText(label: string, source: string): string {
  const fail = (problem: string): never => {
    throw new Error(`${label} ${problem}`);
  };
  if (Token.isUnresolved(source)) return fail(TOKEN);
  if (/^[\w./-]+\.(gotmpl|tmpl|txt)$/.test(source)) return fail(`is the path ${source}: write file://${source}`);
  const text = readSource(source, fail);
  const bytes = Buffer.byteLength(text);
  if (text.trim() === '') return fail('is empty: give the text, or leave it out for the default text');
  return bytes <= MAX_SOURCE_BYTES ? text : fail(`is ${bytes} bytes: at most ${MAX_SOURCE_BYTES} are allowed`);
}

function readLocale(label: string, locale: string): string {
  if (locale === DEFAULT) return DEFAULT;
  if (isLocale(locale)) return normalizeLocale(locale);
  throw new Error(`${label}: "${locale}" is no language: use a tag such as de or de-AT, or default`);
}

/** Whether it is a language tag of BCP 47, with hyphens or underscores. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-')).length === 1;
  } catch {
    return false;
  }
}

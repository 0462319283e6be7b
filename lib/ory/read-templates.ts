import { ORY_TEMPLATE_TYPES } from '../../lambda/template-type';
import type { OryValue } from './document';
import type { Findings } from './findings';
import type { ReadOrySource } from './read-source';

/** Ory's short names of messages with a code; `registration_code` for `registration_code_valid`. */
const SHORT_NAMES: readonly string[] = ORY_TEMPLATE_TYPES.filter((type) => type.endsWith('_valid')).map((type) =>
  type.slice(0, -'_valid'.length),
);

/** Reads the SMS of `courier.templates`: Go templates by template type. */
export function readTemplates(
  templates: OryValue | undefined,
  findings: Findings,
  readSource: ReadOrySource,
): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, template] of templates?.fields() ?? []) {
    const channels = template.get('valid') ?? template;
    const sms = channels.get('sms');
    if (sms === undefined) {
      findings.note('ignored', template.place, 'is for e-mail only');
      continue;
    }
    noteStrangers(template, findings);
    const text = readText(sms, findings, readSource);
    if (text === undefined) continue;
    read[keyOf(name, channels !== template)] = asSource(text);
    findings.note(
      'taken',
      sms.place,
      'is the template for messages that come without a body; Ory renders its own, as before',
    );
  }
  return read;
}

function readText(sms: OryValue, findings: Findings, readSource: ReadOrySource): string | undefined {
  const value = sms.at('body', 'plaintext');
  if (value === undefined) {
    findings.note('ignored', sms.place, 'has no body.plaintext');
    return undefined;
  }
  const source = value.scalar();
  if (typeof source !== 'string') return findings.problem(value.place, 'is no text: put quotes around it');
  const text = readSource(value, source, 'template');
  if (text === undefined) return undefined;
  return text.trim() === ''
    ? findings.problem(value.place, 'is an empty template: leave it out for the default text')
    : text;
}

/** A text that begins as an address does, such as a link with the code in it, would be taken for one. */
function asSource(text: string): string {
  const isAmbiguous = /^(?:base64|file|https?):\/\/|^[\w./-]+\.(?:gotmpl|tmpl|txt)$/.test(text);
  return isAmbiguous ? `base64://${Buffer.from(text).toString('base64')}` : text;
}

/** What is indented too far would be lost without a word, as it is in the sample on Ory's page. */
function noteStrangers(template: OryValue, findings: Findings): void {
  const places = [template, template.get('valid'), template.at('valid', 'sms'), template.at('valid', 'sms', 'body')];
  for (const [name, value] of places.flatMap((place) => place?.fields() ?? [])) {
    if (SHORT_NAMES.includes(name)) {
      findings.note(
        'ignored',
        value.place,
        'stands inside another template: it belongs directly under courier.templates',
      );
    }
  }
}

/** The name under which the courier knows the type. */
function keyOf(name: string, isValid: boolean): string {
  return isValid && !SHORT_NAMES.includes(name) ? `${name}_valid` : name;
}

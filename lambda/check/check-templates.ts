import type { CourierConfig } from '../config';
import { oryData } from '../template/ory-data';
import { Template } from '../template/template';
import { type TemplateText, templateName } from '../template/template-text';
import { isOryTemplateType } from '../template-type';
import { describeError } from './describe-error';
import type { Finding } from './finding';
import { SAMPLE_MESSAGES, type SampleMessage } from './samples';

/** Parses every template, and renders those of Ory's types for a message of their type. */
export function checkTemplates({ templates = {} }: CourierConfig): Finding[] {
  return Object.entries(templates).flatMap(([type, byLocale]) => [
    ...checkType(type),
    ...Object.entries(byLocale).flatMap(([locale, source]) => checkTemplate({ type, locale, source })),
  ]);
}

/** A type that is not Ory's may be the author's own, or one of Ory's with a mistake in it. */
function checkType(type: string): Finding[] {
  if (isOryTemplateType(type)) return [];
  const message = `templates: "${type}" is no template type of Ory's: only messages with this template_type will use it`;
  return [{ severity: 'warning', message }];
}

function checkTemplate(text: TemplateText): Finding[] {
  let template: Template;
  try {
    template = Template.parse(text.source, { name: templateName(text) });
  } catch (error) {
    return [{ severity: 'error', message: describeError(error) }];
  }
  const sample = SAMPLE_MESSAGES.find(({ template_type }) => template_type === text.type);
  return sample === undefined ? [] : checkRendering(text, template, sample);
}

function checkRendering(text: TemplateText, template: Template, sample: SampleMessage): Finding[] {
  const place = `template: ${templateName(text)}`;
  try {
    const output = template.render(oryData(text.type, sample.template_data, sample.request_headers));
    if (output.trim() === '') return [failure(text, `${place}: the text is empty`)];
    return followsWebOtp(output) ? [{ severity: 'error', message: `${place}: ${AFTER_WEB_OTP}` }] : [];
  } catch (error) {
    return [failure(text, describeError(error))];
  }
}

/** An error, unless the template reads what only its author knows: then it may well work for real messages. */
function failure({ source }: TemplateText, problem: string): Finding {
  const isSure =
    !/identity|transient|oauth2|headers/i.test(source) || / can't evaluate field \w+ in type \*?sms\./.test(problem);
  if (isSure) return { severity: 'error', message: problem };
  const consequence = 'a message whose data is no fuller than that of the example is sent with its body, or not at all';
  return { severity: 'warning', message: `${problem}: ${consequence}` };
}

const AFTER_WEB_OTP =
  'there is text after the line "@domain #code": put that line last, since browsers and phones look for the code there only';

/** https://wicg.github.io/sms-one-time-codes/#parsing */
const WEB_OTP = /^@[^\s@]+( @[^\s@]+)? #\S/;

function followsWebOtp(output: string): boolean {
  const lines = output.trimEnd().split('\n');
  return lines.slice(0, -1).some((line) => WEB_OTP.test(line));
}

import { basename } from 'node:path';
import { isObject } from '../lambda/is-object';
import { fromJson } from '../lambda/template/from-json';
import { oryData } from '../lambda/template/ory-data';
import { Template } from '../lambda/template/template';
import type { Value } from '../lambda/template/value';
import { canonicalTemplateType, isOryTemplateType, ORY_TEMPLATE_TYPES } from '../lambda/template-type';
import { BadInput } from './bad-input';

/** Ory's view of the data: of the type that is named, or of the one that the message names. */
export type OryOption = string | true | undefined;

/**
 * The text of a Go template.
 *
 * @param data what the template reads; with `ory` a message's `template_data`, or the whole message
 * @throws TemplateError
 */
export function render(file: string, source: string, data: unknown, ory: OryOption): string {
  const template = Template.parse(source, { name: basename(file) });
  return template.render(ory === undefined ? fromJson(data) : asOry(data, ory)).toWellFormed();
}

function asOry(data: unknown, ory: string | true): Value {
  const fields = asObject(data, '--data');
  const { template_type: own, template_data: nested, request_headers: headers } = fields;
  const name = ory === true ? own : ory;
  if (typeof name !== 'string') throw new BadInput('--data has no template_type: name it, as in --ory login_code');
  if (!isOryTemplateType(canonicalTemplateType(name)))
    throw new BadInput(`--ory ${name}: Ory's template types are ${ORY_TEMPLATE_TYPES.join(', ')}`);
  if (nested === undefined) return oryData(name, fields);
  return oryData(name, asObject(nested, 'template_data'), asHeaders(headers));
}

function asObject(value: unknown, what: string): Record<string, unknown> {
  if (isObject(value)) return value;
  throw new BadInput(`${what} is no JSON object: Ory's data is one`);
}

function asHeaders(value: unknown): Record<string, unknown> | undefined {
  return value === undefined || value === null ? undefined : asObject(value, 'request_headers');
}

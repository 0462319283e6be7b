import { TemplateError } from '../../lambda/template/error';
import { fromJson } from '../../lambda/template/from-json';
import { hasRawBytes, toBytes } from '../../lambda/template/go-string';
import { oryData } from '../../lambda/template/ory-data';
import { Template } from '../../lambda/template/template';
import { type Outcome, type TemplateCase, withFixture } from './case';

/** What our engine makes of a case. @throws Error that is no TemplateError: a defect */
export function renderCase(testCase: TemplateCase): Outcome {
  const { template, data, ory, headers } = withFixture(testCase);
  try {
    const value =
      ory === undefined ? fromJson(data ?? null) : oryData(ory, data as Readonly<Record<string, unknown>>, headers);
    const text = Template.parse(template).render(value);
    return hasRawBytes(text) ? { output_base64: Buffer.from(toBytes(text)).toString('base64') } : { output: text };
  } catch (error) {
    if (error instanceof TemplateError) return { error: error.message };
    throw error;
  }
}

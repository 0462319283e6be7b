import type { CourierConfig } from '../config';
import { errorName } from '../error-name';
import type { Message } from '../message';
import { canonicalTemplateType, isOryTemplateType } from '../template-type';
import { TemplateError } from './error';
import { oryData } from './ory-data';
import { ORY_MODELS } from './ory-model';
import { Template } from './template';
import { type TemplateText, templateName } from './template-text';
import type { Value } from './value';

/** Why a template gave no text. Nothing in it comes out of a message. */
export interface TemplateFailure {
  readonly type: string;
  readonly locale?: string;
  /** `empty`: it gave no text. `internal`: the engine's own fault. */
  readonly kind: 'parse' | 'exec' | 'empty' | 'internal';
  readonly line?: number;
  readonly column?: number;
  readonly detail: string;
}

export type TemplateResult =
  | { readonly output: string; readonly failure?: never }
  | { readonly output?: never; readonly failure: TemplateFailure };

/**
 * The courier's templates, each parsed once. With all of the engine it is a bundle of its own, which is loaded only where there
 * is something to render: so failures come back as values, since no class is the same in two bundles.
 */
export class Templates {
  private readonly parsed = new Map<string, Template | { readonly error: unknown }>();

  constructor(private readonly config: Pick<CourierConfig, 'templates' | 'webOtpDomain'>) {}

  /** Parses what the configuration holds, before a message waits for it. */
  prepare(): void {
    for (const [type, byLocale] of Object.entries(this.config.templates ?? {}))
      for (const [locale, source] of Object.entries(byLocale)) this.parse({ type, locale, source });
  }

  render(text: TemplateText, message: Message): TemplateResult {
    try {
      const template = this.parse(text);
      if (!(template instanceof Template)) throw template.error;
      const output = template.render(this.dataOf(message)).toWellFormed();
      return output.trim() === '' ? { failure: empty(text) } : { output };
    } catch (error) {
      return { failure: failed(text, error) };
    }
  }

  private parse(text: TemplateText): Template | { readonly error: unknown } {
    const name = templateName(text);
    let template = this.parsed.get(name);
    if (template === undefined) {
      try {
        template = Template.parse(text.source, { name });
      } catch (error) {
        template = { error };
      }
      this.parsed.set(name, template);
    }
    return template;
  }

  private dataOf({ templateType, templateData, requestHeaders }: Message): Value {
    const { webOtpDomain } = this.config;
    const data =
      webOtpDomain === undefined || !lacksDomain(templateType, templateData)
        ? templateData
        : { ...templateData, request_url_domain: webOtpDomain };
    return oryData(templateType, data, requestHeaders);
  }
}

/** Whether Ory's data for this type tells the domain, and this does not. */
function lacksDomain(templateType: string, data: Message['templateData']): boolean {
  const type = canonicalTemplateType(templateType);
  return (
    isOryTemplateType(type) &&
    ORY_MODELS[type].fields.some(({ name }) => name === 'RequestURLDomain') &&
    !data['request_url_domain'] &&
    !data['RequestURLDomain']
  );
}

function empty({ type, locale }: TemplateText): TemplateFailure {
  return { type, ...(locale && { locale }), kind: 'empty', detail: 'the text is empty' };
}

function failed({ type, locale }: TemplateText, error: unknown): TemplateFailure {
  const place = { type, ...(locale && { locale }) };
  if (!(error instanceof TemplateError)) return { ...place, kind: 'internal', detail: errorName(error) };
  const { kind, line, column, summary } = error;
  return { ...place, kind, line, ...(column === undefined ? {} : { column }), detail: summary };
}

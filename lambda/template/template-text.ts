/** One template, and where it comes from. */
export interface TemplateText {
  readonly type: string;
  /** As in the configuration; absent: our own default text. */
  readonly locale?: string;
  readonly source: string;
}

/** As errors show it. */
export function templateName({ type, locale }: TemplateText): string {
  if (locale === undefined) return `${type} (default text)`;
  return locale === 'default' ? type : `${type}.${locale}`;
}

import { canonicalTemplateType } from '../../lambda/template-type';

/** One value for all messages, or values by template type with `default` for all others: by Ory's long names, so that a message may name its type either way. */
export function byTemplateType(
  values: string | Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  if (values === undefined) return undefined;
  if (typeof values === 'string') return { default: values };
  return Object.fromEntries(Object.entries(values).map(([type, value]) => [canonicalTemplateType(type), value]));
}

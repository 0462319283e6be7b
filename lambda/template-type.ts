/** Ory's template types that have an SMS. https://github.com/ory/kratos/blob/master/courier/template/type.go */
export const ORY_TEMPLATE_TYPES = [
  'login_code_valid',
  'registration_code_valid',
  'verification_code_valid',
  'recovery_code_valid',
  'verifiable_address_changed',
  'authenticator_key_added',
] as const;

export type OryTemplateType = (typeof ORY_TEMPLATE_TYPES)[number];

/** One name for each template type: Ory's short `login_code` is its long `login_code_valid`. Other names stand for themselves. */
export function canonicalTemplateType(name: string): string {
  const long = `${name}_valid`;
  return isOryTemplateType(long) ? long : name;
}

/** Whether a message of this type needs no body: it has a template of the courier's, or a text of ours. */
export function hasText(name: string, templates: Readonly<Record<string, unknown>> = {}): boolean {
  const type = canonicalTemplateType(name);
  return isOryTemplateType(type) || Object.hasOwn(templates, type);
}

export function isOryTemplateType(name: string): name is OryTemplateType {
  return (ORY_TEMPLATE_TYPES as readonly string[]).includes(name);
}

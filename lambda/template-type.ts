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

export function isOryTemplateType(name: string): name is OryTemplateType {
  return (ORY_TEMPLATE_TYPES as readonly string[]).includes(name);
}

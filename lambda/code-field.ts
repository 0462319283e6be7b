import type { OryTemplateType } from './template-type';

/** The field of `template_data` that holds the code, as Ory has it: its recovery SMS carries the code as `verification_code`. */
const CODE_FIELDS = {
  login_code_valid: 'login_code',
  registration_code_valid: 'registration_code',
  verification_code_valid: 'verification_code',
  recovery_code_valid: 'verification_code',
} as const satisfies Partial<Record<OryTemplateType, string>>;

/** Ory's template types that carry a code. */
export type CodeTemplateType = keyof typeof CODE_FIELDS;

export function codeField(type: CodeTemplateType): string {
  return CODE_FIELDS[type];
}

export function isCodeTemplateType(type: string): type is CodeTemplateType {
  return Object.hasOwn(CODE_FIELDS, type);
}

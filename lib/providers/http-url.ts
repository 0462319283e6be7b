import { Token } from 'cdktf';

/** Whether a text is an absolute http or https URL, as far as synth can tell: a Terraform token may be one. */
export function isHttpUrl(text: string): boolean {
  return Token.isUnresolved(text) || (/^https?:\/\/[^/]/.test(text) && URL.canParse(text));
}

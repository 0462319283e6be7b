import examples from '../../test/fixtures/ory/ctx-examples.json';

export interface TemplateCase {
  readonly name: string;
  readonly template: string;
  readonly ory: string;
  readonly data: unknown;
  readonly output: string;
}

const { template_data: data, body } = examples.A_login_code_valid;

export const CASES: readonly TemplateCase[] = [
  {
    name: "Ory's default text of a login code",
    template:
      'Your login code is: {{ .LoginCode }}\n\nIt expires in {{ .ExpiresInMinutes }} minutes.\n{{ if .RequestURLDomain }}\n@{{ .RequestURLDomain }} #{{ .LoginCode }}\n{{ end -}}\n',
    ory: 'login_code_valid',
    data,
    output: body,
  },
  {
    name: "a template by the identity's language, with functions",
    template:
      '{{ define "de" }}Dein Code: {{ .LoginCode }}{{ end }}{{ define "en" }}Your code: {{ .LoginCode }}{{ end }}{{ if eq (.Identity.traits.lang | default "en" | lower) "de" }}{{ template "de" . }}{{ else }}{{ template "en" . }}{{ end }}{{ printf " (%d min, %s)" .ExpiresInMinutes (.To | trunc -4) }}',
    ory: 'login_code_valid',
    data,
    output: 'Dein Code: 428193 (15 min, 1638)',
  },
];

import {
  type ImportedCourier,
  type ImportedProps,
  type ImportedSecret,
  type ImportedValue,
  SecretByName,
} from '../../lib/ory/model';

export interface TypeScriptOptions {
  /** The package's entry point: `cdktf-sms-courier`, or `cdktf-sms-courier/cdktn`. */
  readonly library: string;
}

/** The first line of what {@link writeTypeScript} writes: by it the command knows a file that it may write anew. */
export const HEADER = '// Imported from Ory by `sms-courier ory import`.';

/** Writes the props of an imported courier as a TypeScript module that exports them as `ory`. */
export function writeTypeScript(imported: ImportedCourier, { library }: TypeScriptOptions): string {
  const { file, provider, secrets, templates } = imported;
  const names = ['type SmsCourierProps', 'SmsProvider', ...(secrets.length === 0 ? [] : ['SmsSecret'])];
  const fields = [
    `providers: [\n    SmsProvider.${provider.factory}(${object(provider.props, secrets, 2)}),\n  ],`,
    ...(Object.keys(templates).length === 0 ? [] : [`templates: ${object(templates, secrets, 1)},`]),
    '// Ory renders what it sends',
    "templatePrecedence: 'body',",
  ];
  return [
    HEADER,
    `import { ${names.join(', ')} } from '${library}';`,
    '',
    `/** The SMS courier of ${file}: new SmsCourier(stack, 'Sms', { ...ory, allowedCountries: ['DE'] }) */`,
    'export const ory = {',
    ...fields.map((field) => `  ${field}`),
    '} satisfies Partial<SmsCourierProps>;',
    '',
  ].join('\n');
}

function object(props: ImportedProps, secrets: readonly ImportedSecret[], depth: number): string {
  const indent = '  '.repeat(depth + 1);
  const lines = Object.entries(props).map(
    ([name, value]) => `${indent}${key(name)}: ${expression(value, secrets, depth + 1)},`,
  );
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}

function expression(value: ImportedValue, secrets: readonly ImportedSecret[], depth: number): string {
  if (typeof value === 'string') return text(value);
  if (!(value instanceof SecretByName)) return object(value, secrets, depth);
  const parameter = secrets.find(({ name }) => name === value.name)?.parameterName ?? '';
  return `SmsSecret.fromSsmParameter(${text(parameter)})`;
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quoted(name);
}

/** A text of several lines, or with both quotes, reads best as a template literal. */
function text(value: string): string {
  return /[\n\r]/.test(value.trimEnd()) ? template(value) : quoted(value);
}

function template(value: string): string {
  const escaped = value.replace(/[\\`]|\$(?=\{)/g, '\\$&').replaceAll('\r', '\\r');
  return `\`${escaped}\``;
}

function quoted(value: string): string {
  const json = JSON.stringify(value);
  // as formatters have it: the quote that needs fewer escapes
  const singles = value.split("'").length;
  const doubles = value.split('"').length;
  if (singles > doubles) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

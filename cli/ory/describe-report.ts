import type { ImportedSecret, OryImportReport } from '../../lib/ory/model';
import { describeRemark } from '../../lib/ory/problem';

/** The report as text, a line for each setting, in the order of the file. */
export function describeReport({ entries }: OryImportReport): string {
  return entries.map((entry) => `${entry.disposition.padEnd(8)} ${describeRemark(entry)}\n`).join('');
}

/** How to store what the courier will look for in SSM. */
export function describeSecrets(secrets: readonly ImportedSecret[]): string {
  if (secrets.length === 0) return '';
  const commands = secrets.map(({ name, parameterName, place, detail, wasLiteral }) => {
    const source = wasLiteral
      ? `its value is in ${place.file}, line ${place.line}${detail && `,${detail}`}`
      : `{$${name}} in ${place.file}`;
    return `  aws ssm put-parameter --name ${parameterName} --type SecureString --value "$(cat ${name})"   # ${source}\n`;
  });
  return `\nStore the secrets where the courier will look for them:\n\n${commands.join('')}`;
}

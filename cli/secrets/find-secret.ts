import type { SecretStatus } from '../../client';
import { BadInput } from '../bad-input';

/** The parameter that is meant by a secret's name, or by its own. @throws {BadInput} unless it is one, of Parameter Store */
export function findSecret(name: string, provider: string | undefined, secrets: readonly SecretStatus[]): SecretStatus {
  const found = secrets.filter(
    (secret) =>
      (secret.name === name || secret.parameter === name) && (provider === undefined || secret.provider === provider),
  );
  const [first] = found;
  if (first === undefined)
    throw new BadInput(`the courier reads no secret "${name}"${whose(provider)}: it reads ${list(secrets)}`);
  if (found.some(({ parameter }) => parameter !== first.parameter))
    throw new BadInput(`several secrets are called ${name}: say whose it is with --provider, of ${list(found)}`);
  if (first.source === 'secretsmanager')
    throw new BadInput(
      `${name} is kept in Secrets Manager, which rotates values by itself: use aws secretsmanager put-secret-value --secret-id ${first.parameter}`,
    );
  return first;
}

function whose(provider: string | undefined): string {
  return provider === undefined ? '' : ` of provider ${provider}`;
}

function list(secrets: readonly SecretStatus[]): string {
  return secrets.map(({ provider, name, parameter }) => `${name} of ${provider} (${parameter})`).join(', ') || 'none';
}

import { AwsError, type Operation } from './aws-json';
import type { SecretValues } from './secrets-file';

/** Secrets Manager's GetSecretValue. */
export function secretsManagerOperations(values: SecretValues): Readonly<Record<string, Operation>> {
  return {
    'secretsmanager.GetSecretValue': ({ SecretId }) => {
      const value = typeof SecretId === 'string' ? findSecret(SecretId, values) : undefined;
      if (value === undefined) {
        throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      }
      return { ARN: SecretId, Name: SecretId, SecretString: value, VersionStages: ['AWSCURRENT'] };
    },
  };
}

/** Finds a secret by what it is asked for, or by the name in its ARN, which AWS ends in a hyphen and six characters. */
export function findSecret(requested: string, values: SecretValues): string | undefined {
  const name = /^arn:aws[\w-]*:secretsmanager:[^:]*:\d+:secret:(.+)$/.exec(requested)?.[1];
  const names = name === undefined ? [requested] : [requested, name, name.replace(/-[A-Za-z0-9]{6}$/, '')];
  return names.map((candidate) => values.get(candidate)).find((value) => value !== undefined);
}

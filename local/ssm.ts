import { localArn } from './arn';
import { AwsError, type Operation } from './aws-json';
import type { SecretValues } from './secrets-file';

/** SSM's GetParameter and GetParameters; every parameter is a SecureString. */
export function ssmOperations(values: SecretValues, region: string): Readonly<Record<string, Operation>> {
  return {
    'AmazonSSM.GetParameter': ({ Name, WithDecryption }) => {
      if (typeof Name !== 'string') throw new AwsError('ValidationException', "'name' must not be null");
      const parameter = describe(Name, values, WithDecryption === true, region);
      if (parameter === undefined) throw new AwsError('ParameterNotFound');
      return { Parameter: parameter };
    },
    'AmazonSSM.GetParameters': ({ Names, WithDecryption }) => {
      if (!isNameList(Names)) {
        throw new AwsError('ValidationException', `'names' must have 1 to ${MAX_NAMES} members, all different`);
      }
      return {
        InvalidParameters: Names.filter((name) => findParameter(name, values) === undefined),
        // In alphabetical order, as SSM answers, not in the order of the request.
        Parameters: [...Names].sort().flatMap((name) => describe(name, values, WithDecryption === true, region) ?? []),
      };
    },
  };
}

const MAX_NAMES = 10;

function isNameList(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= MAX_NAMES &&
    value.every((name) => typeof name === 'string') &&
    new Set(value).size === value.length
  );
}

/** Finds a parameter by its name or full ARN, `arn:aws:ssm:<region>:<account>:parameter/<name>`. */
export function findParameter(requested: string, values: SecretValues): { name: string; value: string } | undefined {
  const path = /^arn:aws[\w-]*:ssm:[^:]*:\d+:parameter(\/.+)$/.exec(requested)?.[1];
  // An ARN shows a name without folders, "token", as "parameter/token".
  for (const name of path === undefined ? [requested] : [path, path.slice(1)]) {
    const value = values.get(name);
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

function describe(requested: string, values: SecretValues, decrypt: boolean, region: string): object | undefined {
  const found = findParameter(requested, values);
  if (found === undefined) return undefined;
  const { name, value } = found;
  return {
    ARN: requested.startsWith('arn:') ? requested : localArn('ssm', region, `parameter/${name.replace(/^\//, '')}`),
    DataType: 'text',
    LastModifiedDate: 0,
    Name: name,
    Type: 'SecureString',
    // SSM hands out the ciphertext where decryption is not asked for.
    Value: decrypt ? value : Buffer.from(`encrypted ${name}`).toString('base64'),
    Version: 1,
  };
}

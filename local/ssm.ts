import { isObject } from '../lambda/is-object';
import { localArn } from './arn';
import { AwsError, type Operation } from './aws-json';
import type { ParameterStore, StoredValue } from './parameter-store';
import type { SecretValues } from './secrets-file';

/** Of SSM, what couriers and operators ask for; every parameter is a SecureString. */
export function ssmOperations(store: ParameterStore, region: string): Readonly<Record<string, Operation>> {
  return {
    'AmazonSSM.GetParameter': ({ Name, WithDecryption }) => {
      if (typeof Name !== 'string') throw new AwsError('ValidationException', "'name' must not be null");
      const parameter = withValue(Name, store, WithDecryption === true, region);
      if (parameter === undefined) throw new AwsError('ParameterNotFound');
      return { Parameter: parameter };
    },
    'AmazonSSM.GetParameters': ({ Names, WithDecryption }) => {
      if (!isNameList(Names)) {
        throw new AwsError('ValidationException', `'names' must have 1 to ${MAX_NAMES} members, all different`);
      }
      return {
        InvalidParameters: Names.filter((name) => findParameter(name, store) === undefined),
        // In alphabetical order, as SSM answers, not in the order of the request.
        Parameters: [...Names].sort().flatMap((name) => withValue(name, store, WithDecryption === true, region) ?? []),
      };
    },
    'AmazonSSM.DescribeParameters': ({ ParameterFilters }) => {
      const names = readFilters(ParameterFilters);
      if (names === undefined)
        throw new AwsError(
          'InvalidFilterKey',
          'on this machine parameters are found by their names alone, Name Equals',
        );
      return {
        Parameters: names.flatMap((name) => {
          const stored = store.read(name);
          return stored === undefined ? [] : metadata(name, stored, arnOf(name, region));
        }),
      };
    },
    'AmazonSSM.PutParameter': ({ Name, Value, Overwrite }) => {
      if (typeof Name !== 'string' || typeof Value !== 'string')
        throw new AwsError('ValidationException', "'name' and 'value' must be texts");
      if (Overwrite !== true && store.get(Name) !== undefined) throw new AwsError('ParameterAlreadyExists');
      return { Version: store.put(Name, Value).version, Tier: 'Standard' };
    },
  };
}

const MAX_NAMES = 10;

/** Which parameters are meant, if it is told by their names. */
function readFilters(filters: unknown): readonly string[] | undefined {
  const [filter, ...more] = Array.isArray(filters) ? filters : [];
  if (!isObject(filter) || more.length > 0 || filter['Key'] !== 'Name' || filter['Option'] !== 'Equals')
    return undefined;
  return Array.isArray(filter['Values']) ? filter['Values'].map(String) : undefined;
}

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

function withValue(requested: string, store: ParameterStore, decrypt: boolean, region: string): object | undefined {
  const found = findParameter(requested, store);
  const stored = found && store.read(found.name);
  if (found === undefined || stored === undefined) return undefined;
  const { name, value } = found;
  return {
    ...metadata(name, stored, requested.startsWith('arn:') ? requested : arnOf(name, region)),
    // SSM hands out the ciphertext where decryption is not asked for.
    Value: decrypt ? value : Buffer.from(`encrypted ${name}`).toString('base64'),
  };
}

function metadata(name: string, { version, changedAt }: StoredValue, arn: string): object {
  return {
    ARN: arn,
    DataType: 'text',
    LastModifiedDate: changedAt / 1000,
    Name: name,
    Type: 'SecureString',
    Version: version,
  };
}

function arnOf(name: string, region: string): string {
  return localArn('ssm', region, `parameter/${name.replace(/^\//, '')}`);
}

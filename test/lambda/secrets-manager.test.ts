import { fetchFromSecretsManager } from '../../lambda/aws/secrets-manager';
import { AwsError, serveAwsJson } from '../../local/aws-json';
import { secretsManagerOperations } from '../../local/secrets-manager';

const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:';
const values = new Map([
  ['plain', 'a value'],
  ['json', '{"key":"a key","number":7}'],
]);

async function fetched(keys: readonly string[]): Promise<{ read: ReadonlyMap<string, string>; asked: unknown[] }> {
  const asked: unknown[] = [];
  const [[name, operation] = []] = Object.entries(secretsManagerOperations(values));
  const server = await serveAwsJson({
    [name as string]: (input) => {
      asked.push(input['SecretId']);
      if (input['SecretId'] === 'denied') throw new AwsError('AccessDeniedException');
      if (input['SecretId'] === 'deleted') throw new AwsError('InvalidRequestException');
      // a secret that has no value yet
      if (input['SecretId'] === 'empty') return {};
      return operation?.(input) as object;
    },
  });
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: server.origin,
  });
  try {
    return { read: await fetchFromSecretsManager(keys), asked };
  } finally {
    process.env = before;
    await server.close();
  }
}

it('reads secrets and fields of JSON secrets, each secret once', async () => {
  const { read, asked } = await fetched([`${ARN}plain-AbCdEf`, 'json#key', 'json']);
  expect([...read]).toEqual([
    [`${ARN}plain-AbCdEf`, 'a value'],
    ['json#key', 'a key'],
    ['json', '{"key":"a key","number":7}'],
  ]);
  expect(asked.sort()).toEqual([`${ARN}plain-AbCdEf`, 'json']);
});

it('leaves out what is not there, is marked for deletion, has no value yet, or is no text', async () => {
  const { read } = await fetched(['missing', 'deleted', 'empty', 'json#other', 'json#number', 'plain#key', 'plain']);
  expect([...read.keys()]).toEqual(['plain']);
});

it('fails where it may not read', async () => {
  await expect(fetched(['plain', 'denied'])).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

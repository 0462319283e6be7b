import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersCommand,
  type ParameterStringFilter,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { serveAwsJson } from '../../local/aws-json';
import type { LocalServer } from '../../local/http';
import { ParameterStore } from '../../local/parameter-store';
import { readSecretsFile } from '../../local/secrets-file';
import { secretsManagerOperations } from '../../local/secrets-manager';
import { ssmOperations } from '../../local/ssm';
import { temporaryFolder, writeJson } from './support';

let server: LocalServer;
let client: SSMClient;
let file: string;

beforeAll(async () => {
  file = writeJson(join(temporaryFolder(), 'secrets.json'), {
    '/sms/twilio/auth_token': 'value',
    plain: 'other',
    b: '2',
    a: '1',
  });
  const values = new ParameterStore(readSecretsFile(file));
  server = await serveAwsJson({ ...ssmOperations(values, 'eu-central-1'), ...secretsManagerOperations(values) });
  client = new SSMClient({
    endpoint: server.origin,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await server.close();
});

const get = (Names: string[], WithDecryption = true) =>
  client.send(new GetParametersCommand({ Names, WithDecryption }));

test('gives parameters by name, in alphabetical order, and lists the names that it does not know', async () => {
  const answer = await get(['plain', '/missing', 'b', '/sms/twilio/auth_token', 'a', 'toString']);
  expect(answer.Parameters?.map(({ Name, Value, Type }) => [Name, Value, Type])).toEqual([
    ['/sms/twilio/auth_token', 'value', 'SecureString'],
    ['a', '1', 'SecureString'],
    ['b', '2', 'SecureString'],
    ['plain', 'other', 'SecureString'],
  ]);
  expect(answer.InvalidParameters).toEqual(['/missing', 'toString']);
});

test.each([
  ['arn:aws:ssm:eu-central-1:123456789012:parameter/sms/twilio/auth_token', '/sms/twilio/auth_token', 'value'],
  ['arn:aws:ssm:eu-central-1:123456789012:parameter/plain', 'plain', 'other'],
])('gives a parameter by its ARN: %s', async (arn, name, value) => {
  expect((await get([arn])).Parameters).toEqual([expect.objectContaining({ ARN: arn, Name: name, Value: value })]);
  expect((await client.send(new GetParameterCommand({ Name: arn, WithDecryption: true }))).Parameter?.Value).toBe(
    value,
  );
});

test('hands out no clear text without WithDecryption', async () => {
  expect((await get(['plain'], false)).Parameters?.[0]?.Value).not.toBe('other');
});

test('puts a parameter, and tells when it was changed without its value', async () => {
  const put = (Overwrite: boolean) =>
    client.send(new PutParameterCommand({ Name: '/new', Value: 'canary', Type: 'SecureString', Overwrite }));
  const describe = (filter: ParameterStringFilter[]) =>
    client.send(new DescribeParametersCommand({ ParameterFilters: filter }));
  expect((await put(false)).Version).toBe(1);
  await expect(put(false)).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  expect((await put(true)).Version).toBe(2);
  expect((await get(['/new'])).Parameters?.[0]?.Value).toBe('canary');
  const { Parameters } = await describe([{ Key: 'Name', Option: 'Equals', Values: ['/new', '/missing'] }]);
  expect(Parameters).toEqual([
    {
      ARN: 'arn:aws:ssm:eu-central-1:000000000000:parameter/new',
      DataType: 'text',
      LastModifiedDate: expect.any(Date),
      Name: '/new',
      Type: 'SecureString',
      Version: 2,
    },
  ]);
  expect(Math.abs(Number(Parameters?.[0]?.LastModifiedDate) - Date.now())).toBeLessThan(3_600_000);
  await expect(describe([{ Key: 'Path', Values: ['/'] }])).rejects.toMatchObject({ name: 'InvalidFilterKey' });
});

test("answers with SSM's errors", async () => {
  await expect(client.send(new GetParameterCommand({ Name: '/missing' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
  await expect(get(Array.from({ length: 11 }, (_, index) => `p${index}`))).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(get(['a', 'a'])).rejects.toMatchObject({ name: 'ValidationException' });
  const other = await fetch(server.origin, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSSM.DeleteParameter' },
    body: '{}',
  });
  expect([other.status, await other.json()]).toEqual([
    400,
    expect.objectContaining({ __type: 'UnknownOperationException' }),
  ]);
  const broken = await fetch(server.origin, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSSM.GetParameter' },
    body: '{',
  });
  expect(await broken.json()).toMatchObject({ __type: 'SerializationException' });
});

test('gives secrets of Secrets Manager by name and by ARN', async () => {
  const secretsManager = new SecretsManagerClient({
    endpoint: server.origin,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
  const read = (SecretId: string) => secretsManager.send(new GetSecretValueCommand({ SecretId }));
  expect((await read('plain')).SecretString).toBe('other');
  expect((await read('arn:aws:secretsmanager:eu-central-1:123456789012:secret:plain-AbCdEf')).SecretString).toBe(
    'other',
  );
  await expect(read('missing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  secretsManager.destroy();
});

test('reads the file again when it has changed', async () => {
  const own = writeJson(join(temporaryFolder(), 'secrets.json'), { token: 'old' });
  const parameters = readSecretsFile(own);
  expect(parameters.get('token')).toBe('old');
  writeJson(own, { token: 'newer' });
  expect(parameters.get('token')).toBe('newer');
});

test.each([
  ['{', 'no JSON'],
  ['["secret-value"]', 'an array'],
  ['{"a":{"b":"secret-value"}}', 'no string'],
])('refuses a file that is no map of strings, and shows nothing of it: %s', (text) => {
  const own = join(temporaryFolder(), 'secrets.json');
  writeFileSync(own, text);
  expect(() => readSecretsFile(own)).toThrow(
    /secrets.json must hold a JSON object from the name of a secret to its value/,
  );
  expect(() => readSecretsFile(own)).not.toThrow(/secret-value/);
});

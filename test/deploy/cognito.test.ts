import { buildClient, CommitmentPolicy, KMS, KmsKeyringNode } from '@aws-crypto/client-node';
import { codeOpener } from '../../lambda/cognito/open-code';
import { type Moto, startMoto } from './support/moto';

const REGION = 'eu-central-1';
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

let moto: Moto;
let keyArn: string;
let otherArn: string;

beforeAll(async () => {
  moto = await startMoto();
  // the courier's own client takes all of it from the function's environment
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: moto.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  });
  const kms = new KMS({ region: REGION, endpoint: moto.url, credentials: CREDENTIALS });
  const create = async () => (await kms.createKey({})).KeyMetadata?.Arn ?? '';
  keyArn = await create();
  otherArn = await create();
});

afterAll(async () => {
  await moto?.stop();
});

/** As Cognito seals codes. */
async function seal(code: string): Promise<Buffer> {
  const { encrypt } = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const keyring = new KmsKeyringNode({ generatorKeyId: keyArn });
  return (await encrypt(keyring, code, { encryptionContext: { 'userpool-id': 'eu-central-1_Abc' } })).result;
}

it('opens a code that was sealed under the key', async () => {
  const open = codeOpener([keyArn]);
  const [first, second] = [await seal('428193'), await seal('428193')];
  expect(first.equals(second)).toBe(false);
  expect([await open(first.toString('base64')), await open(second.toString('base64'))]).toEqual(['428193', '428193']);
});

it('opens codes of each of several keys', async () => {
  expect(await codeOpener([otherArn, keyArn])((await seal('Grüße')).toString('base64'))).toBe('Grüße');
});

it('asks no key but those that it was given', async () => {
  await expect(codeOpener([otherArn])((await seal('428193')).toString('base64'))).rejects.toThrow();
});

it('opens nothing of a ciphertext that was changed', async () => {
  const sealed = await seal('428193');
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  await expect(codeOpener([keyArn])(sealed.toString('base64'))).rejects.toThrow();
  await expect(codeOpener([keyArn])('bm8gY2lwaGVydGV4dA==')).rejects.toThrow();
});

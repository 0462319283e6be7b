import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError, type Operation } from './aws-json';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * KMS's symmetric operations, as far as the AWS Encryption SDK calls them, under a key that lives as long as the courier: what stands in for
 * Cognito encrypts codes here, and the courier decrypts them. https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html
 */
export function kmsOperations(): Readonly<Record<string, Operation>> {
  const key = randomBytes(32);
  const encrypt = (keyId: unknown, plaintext: Buffer, context: unknown) => ({
    KeyId: keyId,
    CiphertextBlob: seal(key, plaintext, aad(keyId, context)).toString('base64'),
  });
  return {
    'TrentService.GenerateDataKey': ({ KeyId, NumberOfBytes, EncryptionContext }) => {
      const plaintext = randomBytes(Number(NumberOfBytes));
      return { ...encrypt(KeyId, plaintext, EncryptionContext), Plaintext: plaintext.toString('base64') };
    },
    'TrentService.Encrypt': ({ KeyId, Plaintext, EncryptionContext }) =>
      encrypt(KeyId, Buffer.from(String(Plaintext), 'base64'), EncryptionContext),
    'TrentService.Decrypt': ({ KeyId, CiphertextBlob, EncryptionContext }) => {
      try {
        const plaintext = unseal(key, Buffer.from(String(CiphertextBlob), 'base64'), aad(KeyId, EncryptionContext));
        return { KeyId, Plaintext: plaintext.toString('base64') };
      } catch {
        throw new AwsError('InvalidCiphertextException');
      }
    },
  };
}

/** A ciphertext is of one key and one encryption context. */
function aad(keyId: unknown, context: unknown): Buffer {
  const pairs = Object.entries((context ?? {}) as Record<string, string>).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([keyId, pairs]));
}

function seal(key: Buffer, plaintext: Buffer, about: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(about);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function unseal(key: Buffer, blob: Buffer, about: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, IV_BYTES))
    .setAAD(about)
    .setAuthTag(blob.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(blob.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

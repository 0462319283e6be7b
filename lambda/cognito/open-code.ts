import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node';
import type { OpenCode } from './sealed';

/**
 * Opens codes as Cognito seals them: by the AWS Encryption SDK, under a KMS key, without key commitment. Only the given keys are asked.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 */
export function codeOpener(keyArns: readonly string[]): OpenCode {
  const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
  const keyring = new KmsKeyringNode({ keyIds: [...keyArns] });
  return async (ciphertext) => {
    const { plaintext } = await decrypt(keyring, Buffer.from(ciphertext, 'base64'));
    return plaintext.toString('utf8');
  };
}

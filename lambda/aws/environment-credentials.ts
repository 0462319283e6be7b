interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The environment holds no credentials: this is not a Lambda function. */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials';

  constructor() {
    super('AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set');
  }
}

/**
 * Stands in the bundle for the SDK's credential chain: in Lambda the role's credentials are in the environment, and the
 * rest of the chain (files, SSO, instance metadata) only costs start-up time.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 *
 * @throws {NoCredentials}
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey) throw new NoCredentials();
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
}

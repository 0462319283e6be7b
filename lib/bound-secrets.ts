import type { Construct } from 'constructs';
import type { SecretResources } from './policies';
import type { Shared } from './resources/shared';
import type { BoundSecret, SmsSecret } from './sms-secret';

/** The secrets that one function reads, each bound once. */
export class BoundSecrets {
  private readonly bounds = new Map<SmsSecret, BoundSecret>();

  constructor(
    private readonly scope: Construct,
    private readonly shared: Shared,
  ) {}

  /** Gives the reference under which the function will read a secret. */
  readonly bind = (secret: SmsSecret): BoundSecret => {
    const { settings, untagged } = this.shared;
    const bound =
      this.bounds.get(secret) ?? secret.bind({ scope: this.scope, provider: untagged.provider, tags: settings.tags });
    this.bounds.set(secret, bound);
    return bound;
  };

  /** What the function's role must be let read, given the `arn:partition:ssm:region:account` that it is in. */
  resources(parameterPrefix: string): SecretResources {
    const secrets = [...this.bounds.values()];
    const arnsOf = (source: BoundSecret['reference']['source']) =>
      unique(
        secrets
          .filter(({ reference }) => reference.source === source)
          .flatMap((secret) => secret.arns(parameterPrefix)),
      );
    return {
      parameterArns: arnsOf('ssm'),
      secretArns: arnsOf('secretsmanager'),
      kmsKeyArns: unique(secrets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? [])),
    };
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

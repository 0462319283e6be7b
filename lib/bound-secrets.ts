import type { Construct } from 'constructs';
import { placeOf, siblingArnPrefix } from './place';
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

  /** What the function's role must be let read, given the ARN of something that is where the function is. */
  resources(arn: string): SecretResources {
    const prefix = siblingArnPrefix(arn, 'ssm');
    const kept = (source: BoundSecret['reference']['source']) =>
      [...this.bounds.values()].filter(({ reference }) => reference.source === source);
    const arnsOf = (secrets: readonly BoundSecret[]) => unique(secrets.flatMap((secret) => secret.arns(prefix)));
    const keysOf = (secrets: readonly BoundSecret[]) => unique(secrets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));
    return {
      parameterArns: arnsOf(kept('ssm')),
      parameterKeyArns: keysOf(kept('ssm')),
      secretArns: arnsOf(kept('secretsmanager')),
      secretKeyArns: keysOf(kept('secretsmanager')),
      region: placeOf(arn).region,
    };
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

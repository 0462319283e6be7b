import { Token } from 'cdktf';
import type { SmsSecret } from '../sms-secret';
import { readSource } from '../source';

/** What all sources have. */
export interface SourceProps {
  /**
   * Names the source in logs and in what its messages are told from others by, and is its path: `ory` posts to `/ory`. Messages that were
   * taken under another id are other messages. 1 to 32 lower-case letters, digits and hyphens.
   *
   * @default - the name of the kind of source, such as `ory`
   */
  readonly id?: string;
}

/** A webhook, and how its requests become messages. */
export interface GenericSourceProps extends SourceProps {
  /**
   * Jsonnet that makes a message of a request: its text, `file://path` or `base64://…`. `function(req)` sees `req.json`, `req.body`,
   * `req.headers` (lower-case names, no credentials), `req.query`, `req.method` and `req.path`; it gives an object with `recipient`
   * and `body` or `template_type`, and whatever else a message may have. `error "cancel"` says that there is nothing to send.
   *
   * @example 'function(req) { id: req.json.event_id, recipient: req.json.phone, body: "Your code is " + req.json.code }'
   */
  readonly map: string;

  /**
   * A body that the webhook sends, to try `map` on at synth: then a mapping that does not give a message fails the synth.
   *
   * @default - `map` is parsed, and tried on an empty object
   */
  readonly sample?: unknown;
}

/** https://supabase.com/docs/guides/auth/auth-hooks/send-sms-hook */
export interface SupabaseSourceProps extends SourceProps {
  /** The hook's secret, `v1,whsec_…`, as Supabase shows it. */
  readonly secret: SmsSecret;

  /**
   * The one before, while the secret is rotated.
   *
   * @default - none
   */
  readonly previousSecret?: SmsSecret;

  /**
   * How long a code is good, in seconds: what the project's "SMS OTP Expiry" says, since the hook does not; 30 to 86,400.
   * https://supabase.com/docs/guides/auth/phone-login
   *
   * @default 60
   */
  readonly codeLifeSeconds?: number;
}

/** https://zitadel.com/docs/guides/manage/customize/notification-providers */
export interface ZitadelSourceProps extends SourceProps {
  /** The provider's signing key, which Zitadel tells once, when the provider is added. */
  readonly signingKey: SmsSecret;

  /**
   * The one before, while the key is rotated.
   *
   * @default - none
   */
  readonly previousSigningKey?: SmsSecret;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html */
export interface CognitoSourceProps extends SourceProps {
  /**
   * Unique in the courier, where several pools are sources. In logs, and in what messages are told apart by, all of them are `cognito`.
   *
   * @default 'cognito'
   */
  readonly id?: string;

  /** ARN of the user pool: nothing else may invoke the function as Cognito. */
  readonly userPoolArn: string;

  /** ARN of the KMS key that the pool encrypts codes with (`kms_key_id` of its `lambda_config`): the courier may decrypt with it. */
  readonly kmsKeyArn: string;
}

/** @internal */
export type SourceDefinition =
  | { readonly id: string; readonly type: 'ory' }
  | { readonly id: string; readonly type: 'generic'; readonly map: string; readonly sample?: unknown }
  | {
      readonly id: string;
      readonly type: 'supabase';
      readonly secrets: readonly SmsSecret[];
      readonly codeLifeSeconds: number;
    }
  | { readonly id: string; readonly type: 'zitadel'; readonly keys: readonly SmsSecret[] }
  | { readonly id: string; readonly type: 'cognito'; readonly userPoolArn: string; readonly kmsKeyArn: string };

/**
 * Who the ingress takes messages from. Each kind has its own way to prove itself; several may be on at once.
 *
 * @example SmsSource.supabase({ secret: SmsSecret.fromSsmParameter('/sms/supabase/hook_secret') })
 */
export class SmsSource {
  /** Ory, or any backend that posts a message as it is, with the ingress's API key or basic auth; to `/ory`. */
  static ory(props: SourceProps = {}): SmsSource {
    return new SmsSource({ id: 'ory', ...props, type: 'ory' });
  }

  /** Any webhook that can bring the ingress's API key or basic auth; to `/generic`. */
  static generic({ map, ...props }: GenericSourceProps): SmsSource {
    const fail = (problem: string): never => {
      throw new Error(`map of SmsSource.generic ${problem}`);
    };
    if (Token.isUnresolved(map)) fail('is a Terraform token: give the text itself, since it is baked in at synth');
    return new SmsSource({ id: 'generic', ...props, map: readSource(map, fail), type: 'generic' });
  }

  /** Supabase's Send SMS hook; to `/supabase`. https://supabase.com/docs/guides/auth/auth-hooks/send-sms-hook */
  static supabase({ secret, previousSecret, ...props }: SupabaseSourceProps): SmsSource {
    return new SmsSource({
      id: 'supabase',
      codeLifeSeconds: 60,
      ...props,
      secrets: previousSecret === undefined ? [secret] : [secret, previousSecret],
      type: 'supabase',
    });
  }

  /** Zitadel's HTTP provider; to `/zitadel`. https://zitadel.com/docs/guides/manage/customize/notification-providers */
  static zitadel({ signingKey, previousSigningKey, ...props }: ZitadelSourceProps): SmsSource {
    return new SmsSource({
      id: 'zitadel',
      ...props,
      keys: previousSigningKey === undefined ? [signingKey] : [signingKey, previousSigningKey],
      type: 'zitadel',
    });
  }

  /**
   * Cognito's custom SMS sender trigger: the pool invokes `ingressFunction`, not over HTTP.
   * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html
   */
  static cognito(props: CognitoSourceProps): SmsSource {
    return new SmsSource({ id: 'cognito', ...props, type: 'cognito' });
  }

  /** Unique in a courier. */
  readonly id: string;

  private constructor(
    /** @internal */
    readonly definition: SourceDefinition,
  ) {
    this.id = definition.id;
  }
}

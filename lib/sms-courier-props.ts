import type { TerraformProvider } from 'cdktf';
import type { OnAmbiguous } from '../lambda/outcome/outcome';
import type { IngressProps } from './ingress/ingress-props';
import type { LimitsProps } from './limits-props';
import type { SmsProvider } from './sms-provider';
import type { SmsTemplate } from './sms-templates';
import type { VpcProps } from './vpc-props';

/** What a courier is made of: `providers` and `allowedCountries` must be said. */
export interface SmsCourierProps {
  /** The services to send through, in order of preference; at least one. */
  readonly providers: readonly SmsProvider[];

  /**
   * Countries that may be sent to, as ISO 3166-1 alpha-2 codes; `['*']` for all. A message to any other ends as `limited`:
   * most SMS fraud drives traffic to countries that a service has no users in.
   *
   * @example ['DE', 'AT', 'CH']
   */
  readonly allowedCountries: readonly string[];

  /**
   * Which providers bring messages to which countries: the first route that names the recipient's country counts. Its providers are
   * asked in order, or each is asked first for its share of the messages; a message keeps its order over all of its attempts.
   *
   * @default - all providers, in the order of `providers`
   * @example [{ countries: ['US', 'CA'], providers: ['twilio', 'sns'] }, { countries: ['*'], providers: { vonage: 70, twilio: 30 } }]
   */
  readonly routes?: readonly RouteProps[];

  /**
   * How a recipient without a country code is read, as an ISO 3166-1 alpha-2 code.
   *
   * @default - such recipients are refused
   */
  readonly defaultCountry?: string;

  /**
   * Go templates by template type: Ory's, by long or short name (`login_code_valid`, `login_code`), or types of your own. What Ory's
   * configuration has under `courier.templates` is understood as it is. Each is parsed at synth, and rendered for a message of its type.
   *
   * @default - the body that the sender has rendered; a message of Ory's types without one has a text of ours, in English
   * @example { login_code: { en: 'Your code: {{ .LoginCode }}', de: 'Dein Code: {{ .LoginCode }}' } }
   */
  readonly templates?: Readonly<Record<string, SmsTemplate>>;

  /**
   * Which gives the text where a message has a body and its type a template: the `courier`'s template or the `body`. If the template
   * fails, the body does.
   *
   * @default 'courier'
   */
  readonly templatePrecedence?: 'courier' | 'body';

  /**
   * The language, as a BCP 47 tag, of messages that tell none that there is a template for: neither by `locale`, nor by the identity's
   * trait `locale` or `lang`, nor by Accept-Language.
   *
   * @default - `default`, else English, else the first of the templates
   * @example 'de-AT'
   */
  readonly locale?: string;

  /**
   * The website that codes are typed into, where the message does not tell it by `request_url_domain`, as Ory's do: it ends up
   * in the last line of our default texts, `@domain #code`, so that phones fill in the code. Your own templates have it as
   * `{{ .RequestURLDomain }}`.
   *
   * @default - none
   * @example 'login.example.com'
   */
  readonly webOtpDomain?: string;

  /**
   * Services inside your VPC that a provider's requests may go to: their host names, without ports. For these, private addresses
   * may be dialled (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7); loopback and link-local addresses never are.
   *
   * @default - requests go to public addresses only
   * @example ['sms.internal.example.com', loadBalancer.dnsName]
   */
  readonly privateHosts?: readonly string[];

  /**
   * A public front door: an HTTP API with a function of its own, for Ory, Supabase, Zitadel, any webhook, and for Cognito's trigger.
   * Messages are taken once the queue has them.
   *
   * @default - none: the courier has no public surface
   * @example { apiKey: SmsSecret.fromSsmParameter('/sms/ingress/api_key') }
   */
  readonly ingress?: IngressProps;

  /**
   * How much may be sent: to a number, to numbers that are alike, for a client, to a country, and in a day.
   *
   * @default - see each limit; none is met by normal traffic of up to some thousand messages an hour
   * @example { countryPerHour: 500, segmentsPerDay: 5_000 }
   */
  readonly limits?: LimitsProps;

  /**
   * Whether anything is sent. `live`: everything is. `log`, for environments that are not production: a message is admitted, rendered,
   * routed and its request built, with stand-ins for the secrets, which need no values; then it ends as `cancelled`, with the code
   * `mode_log`. `allowlist`: as `live` for `allowedRecipients`, as `log` for all others, with the code `mode_allowlist`.
   *
   * @default 'live'
   */
  readonly mode?: 'live' | 'allowlist' | 'log';

  /**
   * Numbers in E.164 form that `mode: 'allowlist'` sends to, such as those of your testers. They stand in the function's zip, for all to
   * read who may read its code.
   *
   * @default - none
   */
  readonly allowedRecipients?: readonly string[];

  /**
   * How long and how often a message is tried, and what is done where nobody knows whether it was sent.
   *
   * @default - 10 attempts, a life of 24 hours; in doubt the same provider is asked again
   */
  readonly delivery?: DeliveryProps;

  /**
   * How long messages, dead letters, records and logs are kept.
   *
   * @default - messages 2 days, dead letters 7 days and redacted once expired, ledger and logs 30 days
   */
  readonly retention?: RetentionProps;

  /**
   * Batches of up to ten messages that are worked on at a time; 2 to 1,000.
   * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency
   *
   * @default 10
   */
  readonly maximumConcurrency?: number;

  /**
   * Memory of the function in MB; 256 to 10,240. Lambda gives CPU in proportion.
   *
   * @default 1024
   */
  readonly memorySize?: number;

  /**
   * Longest time of one invocation in seconds; 15 to 900. A provider gets 10 of them.
   *
   * @default 45
   */
  readonly timeoutSeconds?: number;

  /**
   * What the names of all resources begin with, before stack id and construct path. Set it to deploy one stack several
   * times into one account. 1 to 20 letters, digits and hyphens.
   *
   * @default - names begin with the stack's id
   */
  readonly namePrefix?: string;

  /**
   * SNS topics in the courier's region, five at most, that are told when an alarm goes off and when it is over. A topic that is encrypted
   * needs a key that lets `cloudwatch.amazonaws.com` use it: the key `alias/aws/sns` does not, and nobody would be told.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   *
   * @default - none: alarms are seen in CloudWatch's console and on the dashboard
   * @example [oncall.arn]
   */
  readonly alarmTopicArns?: readonly string[];

  /**
   * Whether there are alarms: on dead letters, ages, refusals by providers, limits, the ledger and the functions. Each costs about 0.10 USD a
   * month, 14 of a courier and three of its ingress; `false` is for environments that nobody is woken for.
   * https://aws.amazon.com/cloudwatch/pricing/
   *
   * @default true
   */
  readonly alarms?: boolean;

  /**
   * Whether there is a CloudWatch dashboard. The first three of an account are free, each further one costs 3 USD a month.
   * https://aws.amazon.com/cloudwatch/pricing/
   *
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * Whether AWS X-Ray traces both functions, with a subsegment for each request to a provider: its provider, outcome and message id, and
   * nothing of the message. Traces are paid for, and their parts go to X-Ray by the functions' roles. https://aws.amazon.com/xray/pricing/
   *
   * @default false
   */
  readonly tracing?: boolean;

  /**
   * The VPC that the courier's function and the ingress's run in, to reach services there, or to go out by an address that a provider
   * knows. Setting it, changing it and taking it out replaces nothing.
   *
   * @default - none: the functions reach public addresses only
   * @example { subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5a60718'], securityGroupIds: ['sg-0a1b2c3d4e5f60718'] }
   */
  readonly vpc?: VpcProps;

  /**
   * ARN of a customer managed KMS key, in the courier's region, that encrypts what is at rest: queues, ledger, logs and the functions'
   * environment. Roles that send messages then need the key as well: `grantEnqueue` and `enqueuePolicyJson` see to it. The key's own policy
   * must let CloudWatch Logs use it. Setting it, changing it and taking it out replaces nothing, but messages stay under the key that they were
   * sent with. Both: docs/keys.md.
   *
   * @default - keys of AWS, for which nobody needs a permission
   */
  readonly kmsKeyArn?: string;

  /**
   * ARN of a managed policy that bounds what the roles of the functions may do, where your organization asks for one. It must allow what
   * the roles' own policies do. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   *
   * @default - none
   * @example 'arn:aws:iam::123456789012:policy/boundary'
   */
  readonly permissionsBoundaryArn?: string;

  /**
   * Whether ledger and dead-letter queue are kept from being destroyed. Then `cdktf destroy`, and any deploy that would replace one of
   * them, is refused by Terraform ("Instance cannot be destroyed") before anything is destroyed. The ledger has DynamoDB's deletion
   * protection too, for when the courier is taken out of the program, which Terraform's own protection does not outlive; SQS has no
   * such thing. To be rid of both: set it to false, deploy, destroy. To keep them and be rid of the rest: docs/upgrades.md.
   * https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
   *
   * @default false
   */
  readonly retainOnDestroy?: boolean;

  /**
   * Tags of every resource that can have them; at most 50. Values may be Terraform tokens.
   * https://docs.aws.amazon.com/general/latest/gr/aws_tagging.html
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * The AWS provider to deploy with, for another region or account.
   *
   * @default - the stack's own
   */
  readonly awsProvider?: TerraformProvider;
}

/** The providers of some countries. */
export interface RouteProps {
  /** ISO 3166-1 alpha-2 codes, all of them in `allowedCountries`; or `['*']` for all countries that no earlier route names. */
  readonly countries: readonly string[];

  /** Ids of providers in order of preference; or each with its weight, a number above 0, such as 70 and 30. */
  readonly providers: readonly string[] | Readonly<Record<string, number>>;
}

/** How long, how often and at what risk a message is tried. */
export interface DeliveryProps {
  /**
   * What to do when nobody knows whether a provider took a message: its answer was lost, it failed in the middle, the courier
   * crashed. `retry`: the providers are asked again in order, after a while, the same one as a rule, and the phone may ring twice.
   * `failover`: the next provider is asked at once. `drop`: the message fails, and goes to the dead letters.
   *
   * @default 'retry'
   */
  readonly onAmbiguous?: OnAmbiguous;

  /**
   * How many requests are made for a message, to whichever providers, before it goes to the dead letters; 1 to 100. With one provider, which
   * fails at once, five are over in half a minute and seven in two minutes; ten take five to eight minutes of a life of ten, and up to a
   * quarter of an hour of a longer one.
   *
   * @default 10
   */
  readonly maxAttempts?: number;

  /**
   * Life in seconds of a message that states none, by `expires_at` or by `template_data.expires_in_minutes`; 30 to 172,800.
   * No attempt begins after it. Whatever a message states, it ends an hour before the queue forgets it, by `retention.queueDays`.
   *
   * @default - 86,400, or 82,800 with a `queueDays` of 1
   */
  readonly defaultTtlSeconds?: number;
}

/** How long everything is kept. */
export interface RetentionProps {
  /**
   * Days that a message may wait in the queue; 1 to 14.
   *
   * @default 2
   */
  readonly queueDays?: number;

  /**
   * Days that a dead letter is kept; 1 to 14. Dead letters hold codes and phone numbers.
   *
   * @default 7
   */
  readonly deadLetterDays?: number;

  /**
   * Whether the courier takes text, code and number out of dead letters that have expired, and so can be replayed no more: within an
   * hour and a few minutes. It costs 720 short invocations a month, and the function may then receive and delete dead letters. With `false` they
   * stay as they are for `deadLetterDays`, unless somebody runs `sms-courier dead-letters redact`.
   *
   * @default true
   */
  readonly redactExpired?: boolean;

  /**
   * Days that logs are kept; one of the values that CloudWatch Logs knows.
   * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   *
   * @default 30
   */
  readonly logDays?: number;

  /**
   * Days that the ledger keeps what became of a message, once the message has expired; 1 to 3,650, and no less than dead letters are kept.
   *
   * @default 30
   */
  readonly ledgerDays?: number;
}

import type { TerraformProvider } from 'cdktf';
import type { SmsProvider } from './sms-provider';

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
   * How a recipient without a country code is read, as an ISO 3166-1 alpha-2 code.
   *
   * @default - such recipients are refused
   */
  readonly defaultCountry?: string;

  /**
   * Services inside your VPC that a provider's requests may go to: their host names, without ports. For these, private addresses
   * may be dialled (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7); loopback and link-local addresses never are.
   *
   * @default - requests go to public addresses only
   * @example ['sms.internal.example.com', loadBalancer.dnsName]
   */
  readonly privateHosts?: readonly string[];

  /** @default - 10 attempts, a life of 24 hours */
  readonly delivery?: DeliveryProps;

  /** @default - messages 2 days, dead letters 7 days, logs 30 days */
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
   * Tags of every resource that can have them.
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

export interface DeliveryProps {
  /**
   * How often a message is tried before it goes to the dead letters; 1 to 100.
   *
   * @default 10
   */
  readonly maxAttempts?: number;

  /**
   * Life in seconds of a message that states none, by `expires_at` or by `template_data.expires_in_minutes`; 30 to 172,800.
   * No attempt begins after it.
   *
   * @default 86400
   */
  readonly defaultTtlSeconds?: number;
}

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
   * Days that logs are kept; one of the values that CloudWatch Logs knows.
   * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   *
   * @default 30
   */
  readonly logDays?: number;
}

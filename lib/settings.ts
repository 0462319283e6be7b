import { isIP } from 'node:net';
import { Token } from 'cdktf';
import type { LocalizedTemplates, RouteConfig } from '../lambda/config';
import { longestLifeSeconds } from '../lambda/longest-life';
import type { OnAmbiguous } from '../lambda/outcome/outcome';
import { canonicalHost } from '../lambda/request/hosts';
import { checkArns } from './check-arns';
import { checkHosts } from './check-hosts';
import { checkLimits, type Limits, readLimits } from './check-limits';
import { checkMode } from './check-mode';
import { checkRoutes } from './check-routes';
import { checkShape } from './check-shape';
import { checkTags } from './check-tags';
import { checkVpc } from './check-vpc';
import { checkIngress } from './ingress/check-ingress';
import { checkMonitoring } from './monitoring/check-monitoring';
import { range } from './range';
import type { SmsCourierProps } from './sms-courier-props';
import { isLocale, readTemplates } from './sms-templates';
import type { VpcProps } from './vpc-props';

/** The props with defaults applied. */
export interface Settings {
  readonly allowedCountries: readonly string[];
  readonly routes: readonly RouteConfig[];
  readonly defaultCountry: string | undefined;
  readonly limits: Limits;
  readonly mode: 'live' | 'allowlist' | 'log';
  /** E.164. */
  readonly allowedRecipients: readonly string[];
  readonly maxAttempts: number;
  readonly defaultTtlSeconds: number;
  readonly onAmbiguous: OnAmbiguous;
  readonly queueDays: number;
  readonly deadLetterDays: number;
  readonly logDays: number;
  readonly ledgerDays: number;
  readonly redactExpired: boolean;
  readonly maximumConcurrency: number;
  readonly memorySize: number;
  readonly timeoutSeconds: number;
  readonly namePrefix: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly alarms: boolean;
  readonly alarmTopicArns: readonly string[];
  readonly dashboard: boolean;
  readonly tracing: boolean;
  readonly vpc: VpcProps | undefined;
  readonly kmsKeyArn: string | undefined;
  readonly permissionsBoundaryArn: string | undefined;
  readonly retainOnDestroy: boolean;
  readonly privateHosts: readonly string[];
  readonly templates: Readonly<Record<string, LocalizedTemplates>>;
  readonly templatePrecedence: 'courier' | 'body';
  readonly locale: string | undefined;
  readonly webOtpDomain: string | undefined;
}

const ON_AMBIGUOUS: readonly OnAmbiguous[] = ['retry', 'failover', 'drop'];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Applies the defaults and checks every value that is known at synth. @throws Error that names all that is wrong */
export function readSettings(path: string, props: SmsCourierProps): Settings {
  refuse(path, checkShape(props));
  const { templates, problems: templateProblems } = readTemplates(props.templates ?? {});
  const settings: Settings = {
    allowedCountries: props.allowedCountries ?? [],
    routes: props.routes ?? [],
    defaultCountry: props.defaultCountry,
    limits: readLimits(props.limits ?? {}),
    mode: props.mode ?? 'live',
    allowedRecipients: props.allowedRecipients ?? [],
    maxAttempts: props.delivery?.maxAttempts ?? 10,
    defaultTtlSeconds:
      props.delivery?.defaultTtlSeconds ?? Math.min(86_400, longestLifeSeconds(props.retention?.queueDays ?? 2)),
    onAmbiguous: props.delivery?.onAmbiguous ?? 'retry',
    queueDays: props.retention?.queueDays ?? 2,
    deadLetterDays: props.retention?.deadLetterDays ?? 7,
    logDays: props.retention?.logDays ?? 30,
    ledgerDays: props.retention?.ledgerDays ?? 30,
    redactExpired: props.retention?.redactExpired ?? true,
    maximumConcurrency: props.maximumConcurrency ?? 10,
    memorySize: props.memorySize ?? 1024,
    timeoutSeconds: props.timeoutSeconds ?? 45,
    namePrefix: props.namePrefix,
    tags: props.tags ?? {},
    alarms: props.alarms ?? true,
    alarmTopicArns: props.alarmTopicArns ?? [],
    dashboard: props.dashboard ?? true,
    tracing: props.tracing ?? false,
    vpc: props.vpc,
    kmsKeyArn: props.kmsKeyArn,
    permissionsBoundaryArn: props.permissionsBoundaryArn,
    retainOnDestroy: props.retainOnDestroy ?? false,
    privateHosts: props.privateHosts ?? [],
    templates,
    templatePrecedence: props.templatePrecedence ?? 'courier',
    locale: props.locale,
    webOtpDomain: props.webOtpDomain,
  };
  const problems = [
    ...checkProviders(props),
    ...checkHosts(props),
    ...checkIngress(props.ingress),
    ...checkCountries(settings),
    ...checkRoutes(settings, props),
    ...checkLimits(settings.limits),
    ...checkMode(props),
    ...checkMonitoring(props),
    ...range('delivery.maxAttempts', settings.maxAttempts, 1, 100),
    ...range('delivery.defaultTtlSeconds', settings.defaultTtlSeconds, 30, 172_800),
    ...(ON_AMBIGUOUS.includes(settings.onAmbiguous)
      ? []
      : [`delivery.onAmbiguous is "${settings.onAmbiguous}": use ${ON_AMBIGUOUS.join(', ')}`]),
    ...range('retention.queueDays', settings.queueDays, 1, 14),
    ...range('retention.deadLetterDays', settings.deadLetterDays, 1, 14),
    ...range('retention.ledgerDays', settings.ledgerDays, 1, 3650),
    ...checkRetention(settings),
    ...(LOG_DAYS.includes(settings.logDays)
      ? []
      : [`retention.logDays is ${settings.logDays}: CloudWatch Logs knows ${LOG_DAYS.join(', ')}`]),
    ...range('maximumConcurrency', settings.maximumConcurrency, 2, 1000),
    ...range('memorySize', settings.memorySize, 256, 10_240),
    ...range('timeoutSeconds', settings.timeoutSeconds, 15, 900),
    ...checkNamePrefix(settings.namePrefix),
    ...checkTags(settings.tags),
    ...checkVpc(settings.vpc),
    ...checkArns(props),
    ...templateProblems,
    ...checkTexts(settings),
  ];
  refuse(path, problems);
  return settings;
}

/** @throws Error that names all problems of the courier at a construct path, if there is one */
export function refuse(path: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`invalid SmsCourier "${path}": ${problems.join('; ')}`);
}

function checkProviders({ providers }: SmsCourierProps): string[] {
  if (!providers?.length) return ['providers is empty: give at least one, such as SmsProvider.twilio({ … })'];
  const ids = providers.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  return twice.map(
    (id) => `two providers have the id "${id}": give one of them another, as in SmsProvider.http({ id: '…' })`,
  );
}

/** Whether they are countries, the checker knows: its metadata is the courier's. */
function checkCountries({ allowedCountries }: Settings): string[] {
  if (Token.isUnresolved(allowedCountries))
    return ['allowedCountries is a Terraform token: give the list itself, since it is checked and baked in at synth'];
  if (allowedCountries.length === 0)
    return [
      "allowedCountries is empty: name the countries that you have users in, such as ['DE', 'AT'], or ['*'] for all",
    ];
  return [];
}

function checkTexts({ templatePrecedence, locale, webOtpDomain }: Settings): string[] {
  const problems: string[] = [];
  if (templatePrecedence !== 'courier' && templatePrecedence !== 'body')
    problems.push(`templatePrecedence is ${JSON.stringify(templatePrecedence)}: use courier or body`);
  if (Token.isUnresolved(locale))
    problems.push('locale is a Terraform token: give the language itself, since it is baked in at synth');
  else if (locale !== undefined && !isLocale(locale))
    problems.push(`locale "${locale}" is no language: use a tag such as de or de-AT`);
  if (webOtpDomain !== undefined && !Token.isUnresolved(webOtpDomain) && !isDomain(webOtpDomain))
    problems.push(
      `webOtpDomain "${webOtpDomain}" is no domain: give a host name alone, in lower case, such as login.example.com`,
    );
  return problems;
}

function isDomain(text: string): boolean {
  return canonicalHost(text) === text && /^[a-z0-9.-]+$/.test(text) && isIP(text) === 0;
}

/** A message must not vanish from the queue before its life ends, nor from the ledger before its dead letter does. */
function checkRetention({ defaultTtlSeconds, queueDays, deadLetterDays, ledgerDays }: Settings): string[] {
  return [
    ...(defaultTtlSeconds <= longestLifeSeconds(queueDays)
      ? []
      : [
          `delivery.defaultTtlSeconds is ${defaultTtlSeconds}, and a message ends an hour before the queue forgets it: give ${longestLifeSeconds(queueDays)} at most, or more than ${queueDays} as retention.queueDays`,
        ]),
    ...(deadLetterDays <= ledgerDays
      ? []
      : [
          `retention.ledgerDays is ${ledgerDays}, and dead letters are kept ${deadLetterDays} days: the ledger must outlive them`,
        ]),
  ];
}

function checkNamePrefix(prefix: string | undefined): string[] {
  if (prefix === undefined) return [];
  if (Token.isUnresolved(prefix))
    return ['namePrefix is a Terraform token: give the text itself, since names are made at synth'];
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,19}$/.test(prefix)
    ? []
    : [`namePrefix "${prefix}": use 1 to 20 letters, digits and hyphens`];
}

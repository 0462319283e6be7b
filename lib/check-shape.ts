import { Token } from 'cdktf';
import type { Finding } from '../lambda/check/finding';
import { isObject } from '../lambda/is-object';
import type {
  IngressBasicAuthProps,
  IngressDomainProps,
  IngressProps,
  IngressThrottleProps,
} from './ingress/ingress-props';
import type { LimitsProps } from './limits-props';
import type { DeliveryProps, RetentionProps, SmsCourierProps } from './sms-courier-props';
import type { VpcProps } from './vpc-props';

/**
 * What a value must be, before anybody looks into it. `known`: whatever it is, it is no Terraform token. `value`: whoever reads it says
 * what is wrong with it.
 */
type Kind = 'list' | 'object' | 'boolean' | 'secret' | 'known' | 'value' | Shape;
interface Shape {
  readonly [name: string]: Kind;
}
/** One that names each prop there is. */
type ShapeOf<Props> = Readonly<Record<keyof Required<Props>, Kind>>;

const LIMITS: ShapeOf<LimitsProps> = {
  mode: 'value',
  recipientPerHour: 'value',
  prefixPerHour: 'value',
  clientIpPerHour: 'value',
  countryPerHour: 'value',
  segmentsPerDay: 'value',
};
const DELIVERY: ShapeOf<DeliveryProps> = { onAmbiguous: 'known', maxAttempts: 'value', defaultTtlSeconds: 'value' };
const RETENTION: ShapeOf<RetentionProps> = {
  queueDays: 'value',
  deadLetterDays: 'value',
  redactExpired: 'boolean',
  logDays: 'known',
  ledgerDays: 'value',
};
const VPC: ShapeOf<VpcProps> = { subnetIds: 'list', securityGroupIds: 'list' };
const BASIC_AUTH: ShapeOf<IngressBasicAuthProps> = { user: 'value', password: 'secret', previousPassword: 'secret' };
const THROTTLE: ShapeOf<IngressThrottleProps> = { ratePerSecond: 'value', burst: 'value' };
const DOMAIN: ShapeOf<IngressDomainProps> = { name: 'value', certificateArn: 'value' };
const INGRESS: ShapeOf<IngressProps> = {
  sources: 'list',
  apiKey: 'secret',
  previousApiKey: 'secret',
  basicAuth: BASIC_AUTH,
  throttle: THROTTLE,
  domain: DOMAIN,
};
const COURIER: ShapeOf<SmsCourierProps> = {
  providers: 'list',
  allowedCountries: 'list',
  routes: 'list',
  defaultCountry: 'known',
  templates: 'object',
  templatePrecedence: 'known',
  locale: 'value',
  webOtpDomain: 'value',
  privateHosts: 'list',
  ingress: INGRESS,
  limits: LIMITS,
  mode: 'value',
  allowedRecipients: 'list',
  delivery: DELIVERY,
  retention: RETENTION,
  maximumConcurrency: 'value',
  memorySize: 'value',
  timeoutSeconds: 'value',
  namePrefix: 'value',
  alarmTopicArns: 'list',
  alarms: 'boolean',
  dashboard: 'boolean',
  tracing: 'boolean',
  vpc: VPC,
  kmsKeyArn: 'value',
  permissionsBoundaryArn: 'value',
  retainOnDestroy: 'boolean',
  tags: 'object',
  awsProvider: 'value',
};

/**
 * Reports what is of another kind than it must be, and names that no group of props has: a limit that is misspelt would limit nothing.
 * TypeScript says so as well, but to nobody who reads props from a file or spreads them in.
 */
export function checkShape(props: SmsCourierProps): string[] {
  if (!isObject(props))
    return [`the props are ${described(props)}: give an object with providers and allowedCountries`];
  const problems = Object.entries(COURIER).flatMap(([name, kind]) =>
    checkKind(name, props[name as keyof SmsCourierProps], kind),
  );
  // whoever looks into them finds lists there
  return problems.length > 0 ? problems : [...checkProviders(props), ...checkRoutes(props), ...checkSources(props)];
}

/** Props of the courier that there are not. Whoever extends them by props of a stack's own hands these over too. */
export function unknownProps(props: SmsCourierProps): Finding[] {
  return Object.keys(props)
    .filter((name) => !Object.hasOwn(COURIER, name))
    .map((name) => ({ severity: 'warning', message: `${name} is no prop of SmsCourier: it is passed over` }));
}

function checkKind(path: string, value: unknown, kind: Kind): string[] {
  if (value === undefined || kind === 'value') return [];
  if (kind === 'known')
    return Token.isUnresolved(value)
      ? [`${path} is a Terraform token: give the value itself, since it is needed at synth`]
      : [];
  if (kind === 'boolean') return checkBoolean(path, value);
  if (kind === 'secret') return checkSecret(path, value);
  // of lists and maps that only the deploy knows some will do
  if (typeof kind === 'string' && Token.isUnresolved(value)) return [];
  if (kind === 'list') return Array.isArray(value) ? [] : [`${path} is ${described(value)}: give a list`];
  if (!isObject(value)) return [`${path} is ${described(value)}: give an object`];
  if (kind === 'object') return [];
  if (Token.isUnresolved(value)) return [`${path} is a Terraform token: give the object itself`];
  return Object.entries(value).flatMap(([name, each]) => {
    const own = Object.hasOwn(kind, name) ? kind[name] : undefined;
    if (own !== undefined) return checkKind(`${path}.${name}`, each, own);
    return [`${path}.${name} is no prop: use ${Object.keys(kind).join(', ')}`];
  });
}

/** Which resources there are, Terraform cannot decide. */
function checkBoolean(path: string, value: unknown): string[] {
  if (typeof value === 'boolean') return [];
  return [
    Token.isUnresolved(value)
      ? `${path} is a Terraform token: give true or false itself, since resources depend on it`
      : `${path} is ${JSON.stringify(value)}: use true or false`,
  ];
}

/** The value may be the very secret. */
function checkSecret(path: string, value: unknown): string[] {
  return typeof fields(value)['bind'] === 'function'
    ? []
    : [
        `${path} is ${described(value)}: refer to it, as in SmsSecret.fromSsmParameter('/sms/…'), and never give the value`,
      ];
}

function checkProviders({ providers = [] }: SmsCourierProps): string[] {
  return providers.flatMap((provider, index) => {
    const definition = fields(provider)['definition'];
    if (!isObject(definition))
      return [`providers[${index}] is ${described(provider)}: make it by SmsProvider, as in SmsProvider.twilio({ … })`];
    return Object.entries(fields(definition['secrets'])).flatMap(([name, secret]) =>
      checkSecret(`provider ${provider.id}: secret ${name}`, secret),
    );
  });
}

function checkRoutes({ routes = [] }: SmsCourierProps): string[] {
  return routes.flatMap((route, index) =>
    isObject(route) ? [] : [`routes[${index}] is ${described(route)}: give { countries: […], providers: […] }`],
  );
}

function checkSources({ ingress }: SmsCourierProps): string[] {
  return (ingress?.sources ?? []).flatMap((source, index) => {
    const definition = fields(source)['definition'];
    if (!isObject(definition))
      return [`ingress.sources[${index}] is ${described(source)}: make it by SmsSource, as in SmsSource.ory()`];
    return [definition['secrets'] ?? [], definition['keys'] ?? []]
      .flat()
      .flatMap((secret) => checkSecret(`ingress.sources: a secret of ${definition['id']}`, secret));
  });
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

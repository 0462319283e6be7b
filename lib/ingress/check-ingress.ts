import { Token } from 'cdktf';
import { canonicalHost } from '../../lambda/request/hosts';
import { range } from '../range';
import type { IngressBasicAuthProps, IngressDomainProps, IngressProps } from './ingress-props';
import { SmsSource, type SourceDefinition } from './sms-source';

/** Names that messages of the other front doors are told apart by. */
const TAKEN_IDS = ['queue', 'invoke'];

/** The sources, with the default applied. */
export function sourcesOf({ sources = [SmsSource.ory()] }: IngressProps): readonly SourceDefinition[] {
  return sources.map(({ definition }) => definition);
}

/** Whether the source posts over HTTP; Cognito invokes. */
export function isHttpSource({ type }: SourceDefinition): boolean {
  return type !== 'cognito';
}

/** Reports what is wrong with the ingress, as far as it is known at synth. */
export function checkIngress(props: IngressProps | undefined): string[] {
  if (props === undefined) return [];
  const sources = sourcesOf(props);
  return [
    ...(sources.length === 0 ? ['sources is empty: give at least one, such as SmsSource.ory()'] : []),
    ...checkIds(sources),
    ...sources.flatMap(checkSource),
    ...checkCredentials(props, sources),
    ...checkBasicAuth(props.basicAuth),
    ...range('throttle.ratePerSecond', props.throttle?.ratePerSecond ?? 50, 1, 10_000),
    ...range('throttle.burst', props.throttle?.burst ?? 100, 1, 5_000),
    ...checkDomain(props.domain, sources),
  ].map((problem) => `ingress.${problem}`);
}

function checkIds(sources: readonly SourceDefinition[]): string[] {
  const ids = sources.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  return [
    ...twice.map(
      (id) => `sources: two have the id "${id}": give one of them another, as in SmsSource.generic({ id: '…' })`,
    ),
    ...sources.flatMap((source) => {
      const { id, type } = source;
      if (Token.isUnresolved(id) || !/^[a-z0-9][a-z0-9-]{0,31}$/.test(id))
        return [`sources: invalid id "${id}": use 1 to 32 lower-case letters, digits and hyphens`];
      const isTaken = TAKEN_IDS.includes(id) || (id === 'cognito' && type !== 'cognito');
      return isTaken ? [`sources: the id "${id}" is another front door's: give another`] : [];
    }),
  ];
}

function checkSource(source: SourceDefinition): string[] {
  const { id } = source;
  switch (source.type) {
    case 'supabase':
      return range(`sources: codeLifeSeconds of ${id}`, source.codeLifeSeconds, 30, 86_400);
    case 'cognito':
      return [
        ...arn(source.userPoolArn, /^arn:[^:]+:cognito-idp:[^:]+:\d{12}:userpool\/.+$/, `userPoolArn of ${id}`, {
          expected: 'arn:aws:cognito-idp:<region>:<account>:userpool/<id>',
        }),
        ...arn(source.kmsKeyArn, /^arn:[^:]+:kms:[^:]+:\d{12}:key\/.+$/, `kmsKeyArn of ${id}`, {
          expected: 'arn:aws:kms:<region>:<account>:key/<id>, not an alias, since a policy cannot name one',
        }),
      ];
    default:
      return [];
  }
}

function arn(value: string, pattern: RegExp, name: string, { expected }: { readonly expected: string }): string[] {
  if (Token.isUnresolved(value) || pattern.test(value)) return [];
  return [`sources: ${name} is "${value}": expected ${expected}`];
}

function checkCredentials(
  { apiKey, previousApiKey, basicAuth }: IngressProps,
  sources: readonly SourceDefinition[],
): string[] {
  const open = sources.filter(({ type }) => type === 'ory' || type === 'generic').map(({ id }) => id);
  const isGiven = apiKey !== undefined || basicAuth !== undefined;
  if (open.length > 0 && !isGiven)
    return [
      `apiKey is missing, and so is basicAuth: source ${open.join(', ')} needs one of them, such as apiKey: SmsSecret.fromSsmParameter('/sms/ingress/api_key')`,
    ];
  if (open.length === 0 && (isGiven || previousApiKey !== undefined))
    return ['apiKey or basicAuth is given, and no source uses it: add SmsSource.ory() or leave it out'];
  return previousApiKey !== undefined && apiKey === undefined
    ? ['previousApiKey is given without apiKey: give the key that replaces it']
    : [];
}

function checkBasicAuth(basicAuth: IngressBasicAuthProps | undefined): string[] {
  if (basicAuth === undefined) return [];
  const { user } = basicAuth;
  if (Token.isUnresolved(user))
    return ['basicAuth.user is a Terraform token: give the name itself, since it is baked in at synth'];
  return /^[^:]{1,128}$/.test(user) ? [] : [`basicAuth.user is "${user}": use 1 to 128 characters, no colon`];
}

function checkDomain(domain: IngressDomainProps | undefined, sources: readonly SourceDefinition[]): string[] {
  if (domain === undefined) return [];
  const { name, certificateArn } = domain;
  return [
    ...(sources.some(isHttpSource) ? [] : ['domain is given, and no source posts over HTTP: leave it out']),
    ...(Token.isUnresolved(name) || canonicalHost(name) === name
      ? []
      : [`domain.name is "${name}": give a host name alone, in lower case, such as sms.example.com`]),
    ...(Token.isUnresolved(certificateArn) || /^arn:[^:]+:acm:[^:]+:\d{12}:certificate\/.+$/.test(certificateArn)
      ? []
      : [`domain.certificateArn is "${certificateArn}": expected arn:aws:acm:<region>:<account>:certificate/<id>`]),
  ];
}

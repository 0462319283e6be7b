import { isIP } from 'node:net';
import { Token } from 'cdktf';
import { reachOf } from '../lambda/request/address';
import { canonicalHost, hostName, hostOf } from '../lambda/request/hosts';
import type { AwsDefinition, HttpDefinition } from './provider-definition';

const NEVER_DIALLED =
  'a loopback, link-local or reserved address, which is never dialled: for local use set SMS_COURIER_ENDPOINT_URLS';

type Dialling = Pick<HttpDefinition, 'id' | 'request' | 'hosts'>;

/** Who is asked, and who may be. */
interface Dialled {
  readonly providers?: readonly { readonly definition: Dialling | Pick<AwsDefinition, 'call'> }[];
  readonly privateHosts?: readonly string[];
}

/** Reports the hosts that the function would refuse, as far as they are known at synth. */
export function checkHosts({ providers, privateHosts = [] }: Dialled): string[] {
  if (Token.isUnresolved(privateHosts))
    return ['privateHosts is a Terraform token: give the list itself, whose items may be tokens'];
  return [
    ...privateHosts.flatMap(checkPrivateHost),
    ...(providers ?? []).flatMap(({ definition }) =>
      'call' in definition ? [] : checkProvider(definition, privateHosts),
    ),
  ];
}

function checkPrivateHost(text: string): string[] {
  if (Token.isUnresolved(text)) return [];
  const host = canonicalHost(text);
  if (host === undefined || /:\d+$/.test(host))
    return [`invalid host "${text}" in privateHosts: give a host name alone, such as sms.internal.example.com`];
  return isNeverDialled(hostName(host)) ? [`${text} in privateHosts is ${NEVER_DIALLED}`] : [];
}

function checkProvider(provider: Dialling, privateHosts: readonly string[]): string[] {
  const { url } = provider.request;
  const isPlain = !Token.isUnresolved(url) && /^http:/i.test(url);
  return hostNames(provider).flatMap((name) => {
    const problem = checkProviderHost(name, isPlain, privateHosts);
    return problem === undefined ? [] : [`provider ${provider.id}: host ${name} ${problem}`];
  });
}

function checkProviderHost(name: string, isPlain: boolean, privateHosts: readonly string[]): string | undefined {
  if (isNeverDialled(name)) return `is ${NEVER_DIALLED}`;
  // a token may turn out to be any host, so that only the function can tell
  if (privateHosts.some((host) => Token.isUnresolved(host) || hostName(canonicalHost(host) ?? '') === name)) return;
  if (isPlain)
    return 'is asked over plain http, which goes to private hosts only, since codes travel in clear: use https, or list it in privateHosts if it is a service inside your VPC';
  if (isIP(name) !== 0 && reachOf(name) === 'private') return 'is a private address: list it in privateHosts';
  return;
}

/** The names of a provider's hosts that are known at synth. */
function hostNames({ request, hosts = [] }: Dialling): string[] {
  const known = (text: string) => !Token.isUnresolved(text);
  const { url, auth } = request;
  const urls = auth?.type === 'oauth2_client_credentials' ? [url, auth.config.token_url] : [url];
  const found = [...urls.filter(known).map(hostOf), ...hosts.filter(known).map(canonicalHost)];
  return [...new Set(found.filter((host) => host !== undefined).map(hostName))];
}

function isNeverDialled(name: string): boolean {
  return isIP(name) !== 0 && reachOf(name) === 'none';
}

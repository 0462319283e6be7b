import type { AwsCall, AwsClients } from '../aws/aws-transport';
import { serviceOrigin } from '../aws/endpoint';
import { type SdkClientConfig, type SdkCommand, sdkCall, sdkClientConfig } from '../aws/sdk-call';
import type { AwsSmsService } from '../config';
import type { Connections } from '../request/connections';

/**
 * Clients of AWS's SMS services, each in a bundle of its own: few couriers use one.
 *
 * @param endpoints from a service's origin to the one that is dialled instead; if there is one, no other origin is dialled
 * @param connections of all clients; what is idle is the caller's to drop
 */
export function awsClients(
  ownRegion: string,
  endpoints: Readonly<Record<string, string>>,
  connections: Connections,
): AwsClients {
  const isLocal = Object.keys(endpoints).length > 0;
  const calls = new Map<string, AwsCall>();
  return (service, region = ownRegion) => {
    const origin = serviceOrigin(service, region);
    const known = calls.get(origin);
    if (known !== undefined) return known;
    const endpoint = endpoints[origin];
    if (isLocal && endpoint === undefined) throw new Error(`no local endpoint stands in for ${origin}`);
    const call = sdkCall(load(service, sdkClientConfig({ region, endpoint: endpoint ?? origin, connections })));
    calls.set(origin, call);
    return call;
  };
}

function load(service: AwsSmsService, config: SdkClientConfig): SdkCommand {
  if (service === 'sns') return (require('./sns.js') as typeof import('../aws/sns')).snsCommand(config);
  return (require('./sms-voice.js') as typeof import('../aws/sms-voice')).smsVoiceCommand(config);
}

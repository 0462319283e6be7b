import type { AwsCall, AwsClients } from '../aws/aws-transport';
import { serviceOrigin } from '../aws/endpoint';
import type { SdkClientOptions } from '../aws/sdk-call';
import type { AwsSmsService } from '../config';

/**
 * Clients of AWS's SMS services, each in a bundle of its own: few couriers use one.
 *
 * @param endpoints from a service's origin to the one that is dialled instead; if there is one, no other origin is dialled
 */
export function awsClients(ownRegion: string, endpoints: Readonly<Record<string, string>>): AwsClients {
  const isLocal = Object.keys(endpoints).length > 0;
  return (service, region = ownRegion) => {
    const origin = serviceOrigin(service, region);
    const endpoint = endpoints[origin];
    if (isLocal && endpoint === undefined) throw new Error(`no local endpoint stands in for ${origin}`);
    return load(service, { region, ...(endpoint === undefined ? {} : { endpoint }) });
  };
}

function load(service: AwsSmsService, options: SdkClientOptions): AwsCall {
  if (service === 'sns') return (require('./sns.js') as typeof import('../aws/sns')).snsCall(options);
  return (require('./sms-voice.js') as typeof import('../aws/sms-voice')).smsVoiceCall(options);
}

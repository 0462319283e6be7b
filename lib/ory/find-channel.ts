import type { OryValue } from './document';
import type { Findings } from './findings';

/** The `courier` of a configuration; undefined if the file is no more than a channel. */
export function findCourier(root: OryValue): OryValue | undefined {
  // `ory get project` prints the configurations of all services
  const whole = root.get('courier') ?? root.at('services', 'identity', 'config', 'courier');
  return whole ?? (root.get('channels') === undefined ? undefined : root);
}

export interface SmsChannel {
  readonly requestConfig: OryValue;
  /** `courier.sms`, as Kratos had it before 1.1: its ctx has `from` and `to`. */
  readonly legacy?: { readonly from: string };
}

/** Finds what sends SMS; undefined, and a problem is told, if nothing does. */
export function findChannel(root: OryValue, findings: Findings): SmsChannel | undefined {
  const courier = findCourier(root);
  if (courier === undefined) return bareChannel(root, findings);
  const channels = courier.get('channels');
  const [first, ...others] = channels?.items()?.filter((channel) => isSms(channel, findings)) ?? [];
  const legacy = courier.get('sms');
  if (channels?.isMapping()) return findings.problem(channels.place, 'is no list: begin each channel with a hyphen');
  for (const other of others) findings.note('ignored', other.place, 'is a second channel sms: Ory uses the first');
  if (first !== undefined) {
    if (legacy !== undefined)
      findings.note('ignored', legacy.place, 'is older than courier.channels, which goes before it');
    return httpChannel(first, findings);
  }
  return legacy === undefined ? missing(courier, findings) : legacyChannel(legacy, findings);
}

function bareChannel(root: OryValue, findings: Findings): SmsChannel | undefined {
  if (root.get('request_config') !== undefined) return httpChannel(root, findings);
  if (['url', 'method', 'auth', 'body'].some((name) => root.get(name) !== undefined)) return { requestConfig: root };
  return findings.problem(
    root.place,
    'is no Ory identity configuration: it has neither a courier, as `ory get identity-config` prints it, nor a request_config',
  );
}

function isSms(channel: OryValue, findings: Findings): boolean {
  const id = channel.get('id')?.scalar();
  if (id === 'sms') return true;
  if (id === 'phone') {
    findings.note('changed', channel.place, 'has the id phone, which Ory has renamed to sms');
    return true;
  }
  findings.note(
    'ignored',
    channel.place,
    `is channel ${JSON.stringify(id ?? null)}: this courier sends what goes to sms`,
  );
  return false;
}

function httpChannel(channel: OryValue, findings: Findings): SmsChannel | undefined {
  const type = channel.get('type');
  if (type === undefined) {
    findings.note('changed', channel.place, 'has no type, with which Ory sends nothing: here it is http');
  } else if (type.scalar() !== 'http') {
    return findings.problem(type.place, `is ${JSON.stringify(type.scalar() ?? null)}: there is only http`);
  }
  return withConfig(channel, findings);
}

function legacyChannel(sms: OryValue, findings: Findings): SmsChannel | undefined {
  if (sms.get('enabled')?.scalar() === false) {
    return findings.problem(sms.place, 'is not enabled, so that there is nothing to import: set enabled: true');
  }
  const channel = withConfig(sms, findings);
  if (channel === undefined) return undefined;
  findings.note(
    'changed',
    sms.place,
    'is of a Kratos before 1.1: its Jsonnet is given from and to in ctx, as it was there; export puts courier.channels in its place',
  );
  return { ...channel, legacy: { from: String(sms.get('from')?.scalar() ?? '') } };
}

function withConfig(channel: OryValue, findings: Findings): SmsChannel | undefined {
  const requestConfig = channel.get('request_config');
  return requestConfig === undefined
    ? findings.problem(channel.place, 'has no request_config: add one with url, method, body')
    : { requestConfig };
}

function missing(courier: OryValue, findings: Findings): undefined {
  const mail = courier.get('smtp') === undefined ? '' : ' but e-mail by smtp, which stays with Ory';
  return findings.problem(
    courier.place,
    `sends no SMS: it has no channel${mail}. Add a channel with id sms to courier.channels, or start without an import: new SmsCourier(…, { providers: [ … ] })`,
  );
}

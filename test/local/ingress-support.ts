import type { IngressProps, SmsCourierProps } from '../../lib';
import { startLocalCourier } from '../../local/courier';
import type { Arrival, LocalCourier, LogLine } from '../../local/local-courier';
import { eventually, writeJson } from './support';
import { SECRET, synthesizeCourier } from './synth';

export const API_KEY = 'k3y-that-only-ory-knows';
export const PASSWORD = 'passw0rd:with:colons';

export interface RunningIngress {
  readonly courier: LocalCourier;
  readonly url: string;
  readonly arrivals: Arrival[];
  readonly log: LogLine[];
  /** Every line that was printed, by any function. */
  printed(): string;
}

/**
 * Waits until a message is through. That a phone has it is not enough for one that is to be a duplicate next: until its outcome is
 * written, whoever meets it waits for the end of its lease.
 */
export async function isSent(log: readonly LogLine[], id: unknown): Promise<void> {
  await eventually(
    () => log.some((line) => line['event'] === 'message' && line['message_id'] === id && line['state'] === 'sent'),
    `${String(id)} is sent`,
  );
}

/** Waits until a message is known to be one that is through. */
export async function isDuplicate(log: readonly LogLine[], id: unknown): Promise<void> {
  await eventually(
    () => log.some((line) => line['message_id'] === id && line['duplicate'] === true),
    `${String(id)} is known to be a duplicate`,
  );
}

/** A courier with an ingress on this machine, from its real zip. */
export async function startIngress(
  ingress: IngressProps,
  secrets: Readonly<Record<string, string>>,
  props: Partial<SmsCourierProps> = {},
): Promise<RunningIngress> {
  const { stackDirectory, secretsFile } = synthesizeCourier({ ingress, ...props });
  writeJson(secretsFile, { [SECRET]: 'known-to-the-emulator-only', ...secrets });
  const courier = await startLocalCourier({ stackDirectory, secretsFile });
  const arrivals: Arrival[] = [];
  const log: LogLine[] = [];
  const notices: string[] = [];
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
  courier.events.on('log', (line) => log.push(line));
  courier.events.on('notice', (line) => notices.push(line));
  return {
    courier,
    url: courier.ingressUrl ?? '',
    arrivals,
    log,
    printed: () => [...log.map((line) => JSON.stringify(line)), ...notices].join('\n'),
  };
}

export interface Posted {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Go's client, which Ory's courier posts with, sets these. */
const GO_HEADERS = { 'User-Agent': 'Go-http-client/1.1', 'Accept-Encoding': 'gzip' };

export async function post(
  url: string,
  body: string | undefined,
  headers: Readonly<Record<string, string>>,
  method = 'POST',
): Promise<Posted> {
  const response = await fetch(url, {
    method,
    headers: { ...GO_HEADERS, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, json: JSON.parse(await response.text()) };
}

export const JSON_TYPE = { 'Content-Type': 'application/json' };
export const WITH_KEY = { ...JSON_TYPE, 'X-Api-Key': API_KEY };
export const basic = (user: string, password: string) => ({
  ...JSON_TYPE,
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

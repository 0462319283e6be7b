import { Token } from 'cdktf';
import type { HttpDefinition } from '../../provider-definition';
import { readSenders, type Sender } from '../../senders';
import type { SmsSecret } from '../../sms-secret';
import { bakeRequest } from '../bake-request';
import { isHttpUrl } from '../http-url';
import { responseRule } from '../kind';

/** https://developers.messagebird.com/api/sms-messaging#send-outbound-sms */
export interface MessageBirdProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'messagebird'
   */
  readonly id?: string;

  /** A live access key: a test key is answered like a live one, and sends nothing. */
  readonly accessKey: SmsSecret;

  /**
   * The sender, MessageBird's originator: a number in E.164 form, a short code, or an alphanumeric sender id of at most 11 characters; for
   * all countries, or by country.
   */
  readonly from: Sender;

  /**
   * Absolute http or https URL that MessageBird reports deliveries to, which the answer to a request cannot tell of.
   *
   * @default - the account's own, else none
   */
  readonly reportUrl?: string;

  /**
   * The number of the route that messages take, where MessageBird has given the account several: a whole number, 0 or more.
   *
   * @default - MessageBird chooses
   */
  readonly gateway?: number;
}

/** @throws Error that names all that is wrong with the props */
export function messagebirdProvider(props: MessageBirdProviderProps): HttpDefinition {
  const { id = 'messagebird', accessKey, from, reportUrl, gateway } = props;
  const problems = [
    ...(accessKey === undefined ? ["accessKey is missing: give it as SmsSecret.fromSsmParameter('…')"] : []),
    ...(from === undefined ? [NO_SENDER] : []),
    ...checkReportUrl(reportUrl),
    ...checkGateway(gateway),
  ];
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
  const senders = readSenders(id, 'from', from);
  return {
    id,
    channel: 'sms',
    request: {
      url: 'https://rest.messagebird.com/messages',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'AccessKey {$ACCESS_KEY}' },
      body: bakeRequest('messagebird', { from: senders, reportUrl, gateway }),
    },
    response: responseRule('messagebird'),
    secrets: { ACCESS_KEY: accessKey },
    senders,
  };
}

/**
 * The body for a request config that gives none.
 *
 * @throws Error that says what to add
 */
export function messagebirdBody({ id, from }: { readonly id: string; readonly from: Sender | undefined }): string {
  if (from === undefined) throw new Error(`provider ${id}: ${NO_SENDER}`);
  return bakeRequest('messagebird', { from: readSenders(id, 'from', from) });
}

const NO_SENDER = "from is missing: give a number of yours, or a sender id such as 'ACME'";

function checkReportUrl(url: string | undefined): string[] {
  return url === undefined || isHttpUrl(url)
    ? []
    : [`invalid reportUrl "${url}": give an absolute URL, such as https://sms.example.com/reports`];
}

function checkGateway(gateway: number | undefined): string[] {
  return gateway === undefined || Token.isUnresolved(gateway) || (Number.isInteger(gateway) && gateway >= 0)
    ? []
    : [`gateway is ${gateway}: use the whole number that MessageBird has given you`];
}

import { Token } from 'cdktf';
import type { ProviderDefinition } from '../../provider-definition';
import { readSenders, type Sender } from '../../senders';
import type { SmsSecret } from '../../sms-secret';
import { bakeRequest } from '../bake-request';
import { isHttpUrl } from '../http-url';
import { responseRule } from '../kind';

export const SINCH_REGIONS = ['us', 'eu', 'br', 'ca', 'au'] as const;
export const DELIVERY_REPORTS = ['none', 'summary', 'full', 'per_recipient', 'per_recipient_final'] as const;
export const MAX_CALLBACK_URL = 2048;

/** Where Sinch keeps a service plan. https://developers.sinch.com/docs/sms/api-reference */
export type SinchRegion = (typeof SINCH_REGIONS)[number];

/** https://developers.sinch.com/docs/sms/api-reference/sms/tag/Batches/ */
export interface SinchProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'sinch'
   */
  readonly id?: string;

  /** The region of the service plan. Another one does not know it. */
  readonly region: SinchRegion;

  /** The service plan's id, as the dashboard shows it. */
  readonly servicePlanId: string;

  /** The service plan's API token. */
  readonly apiToken: SmsSecret;

  /**
   * The sender: a number in E.164 form, a short code, or an alphanumeric sender id; for all countries, or by country. One that is not
   * registered where it must be is replaced or dropped on the way, and Sinch takes the message all the same.
   *
   * @default - the default originator of the service plan; without one nothing arrives
   */
  readonly from?: Sender;

  /**
   * Which delivery reports Sinch posts to the callback url. This courier reads none: they are for a service of your own.
   *
   * @default - 'per_recipient' with a callbackUrl, else 'none'
   */
  readonly deliveryReport?: (typeof DELIVERY_REPORTS)[number];

  /**
   * Where delivery reports go: an absolute URL, at most 2,048 characters.
   *
   * @default - the callback url of the service plan
   */
  readonly callbackUrl?: string;
}

export function originOf(region: SinchRegion): string {
  return `https://${region}.sms.api.sinch.com`;
}

export function sinchProvider(props: SinchProviderProps): ProviderDefinition {
  const { id = 'sinch', region, servicePlanId, apiToken, from, callbackUrl } = props;
  const { deliveryReport = callbackUrl === undefined ? undefined : 'per_recipient' } = props;
  const problems = [
    ...checkChoice('region', region, SINCH_REGIONS),
    ...checkPlan(servicePlanId),
    ...(deliveryReport === undefined ? [] : checkChoice('deliveryReport', deliveryReport, DELIVERY_REPORTS)),
    ...(callbackUrl === undefined ? [] : checkCallback(callbackUrl, deliveryReport)),
  ];
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
  const senders = from === undefined ? undefined : readSenders(id, 'from', from);
  return {
    id,
    channel: 'sms',
    request: {
      url: `${originOf(region)}/xms/v1/${servicePlanId}/batches`,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer {$API_TOKEN}' },
      body: bakeRequest('sinch', { senders, deliveryReport, callbackUrl }),
    },
    response: responseRule('sinch'),
    secrets: { API_TOKEN: apiToken },
    ...(senders === undefined ? {} : { senders }),
  };
}

function checkChoice(prop: string, value: string, choices: readonly string[]): string[] {
  return choices.includes(value) ? [] : [`${prop} is ${JSON.stringify(value)}: use ${choices.join(', ')}`];
}

function checkPlan(servicePlanId: string): string[] {
  return Token.isUnresolved(servicePlanId) || /^[A-Za-z0-9_-]+$/.test(servicePlanId)
    ? []
    : [`invalid servicePlanId "${servicePlanId}": copy it from Sinch's dashboard, letters and digits alone`];
}

function checkCallback(url: string, deliveryReport: string | undefined): string[] {
  if (deliveryReport === 'none')
    return ["callbackUrl is given, and deliveryReport is 'none': nothing would come; leave one of them out"];
  if (isHttpUrl(url) && (Token.isUnresolved(url) || url.length <= MAX_CALLBACK_URL)) return [];
  return [
    `invalid callbackUrl "${url}": give an absolute URL of at most ${MAX_CALLBACK_URL} characters, such as https://example.com/sinch`,
  ];
}

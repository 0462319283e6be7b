import { createHmac } from 'node:crypto';
import { type CodeTemplateType, codeField } from '../../code-field';
import type { SecretReference } from '../../config';
import type { Keys } from '../keys';
import { unauthorized } from '../refusal';
import type { IngressRequest } from '../request';
import type { Adapter } from './adapter';
import { objectAt, required, textAt } from './fields';
import { isAnyOf, isRecent, TOLERANCE_SECONDS } from './standard-webhooks';

/** Go's durations, which the message has its expiry in, count nanoseconds. */
const NANOSECONDS_PER_MS = 1e6;

/** The kinds of SMS that Zitadel sends, by what their event's name holds. */
const TEMPLATE_TYPES: readonly (readonly [part: string, type: CodeTemplateType])[] = [
  ['otp.sms', 'login_code_valid'],
  ['phone.code', 'verification_code_valid'],
  ['password.code', 'recovery_code_valid'],
];

/**
 * Zitadel's HTTP provider. https://zitadel.com/docs/guides/manage/customize/notification-providers
 *
 * What it sends is rendered already. Its retries differ in times alone, which the message is not known by.
 */
export function zitadelAdapter(signingKeys: readonly SecretReference[], keys: Keys): Adapter {
  return {
    async authenticate(request, now) {
      const signed = readSigned(request, now);
      if (signed !== undefined && (await keys.some(signingKeys, (key) => isSigned(signed, request.body, key)))) return;
      throw unauthorized(
        `no valid signature: ZITADEL-Signature must be t=…,v1=… of the last ${TOLERANCE_SECONDS} seconds, by the provider's signing key`,
      );
    },
    toMessage(json, _, now) {
      const context = objectAt(json, 'contextInfo');
      const args = objectAt(json, 'args');
      const event = textAt(context, 'eventType') ?? '';
      const recipient = required(
        textAt(context, 'recipientPhoneNumber'),
        'contextInfo.recipientPhoneNumber',
        'Zitadel',
      );
      const type = TEMPLATE_TYPES.find(([part]) => event.includes(part))?.[1];
      const code = textAt(args, 'code') ?? textAt(args, 'oTP') ?? textAt(args, 'otp');
      const lifeMs = typeof args['expiry'] === 'number' ? args['expiry'] / NANOSECONDS_PER_MS : 0;
      const domain = textAt(args, 'domain');
      return {
        recipient,
        body: required(textAt(objectAt(json, 'templateData'), 'text'), 'templateData.text', 'Zitadel'),
        ...(type === undefined || code === undefined ? {} : { template_type: type }),
        template_data: {
          to: recipient,
          ...(type === undefined || code === undefined ? {} : { [codeField(type)]: code }),
          ...(domain === undefined ? {} : { request_url_domain: domain }),
          ...(lifeMs > 0 ? { expires_in_minutes: Math.ceil(lifeMs / 60_000) } : {}),
        },
        ...(lifeMs > 0 ? { expires_at: new Date(now + lifeMs).toISOString() } : {}),
        zitadel: { event_type: event, args },
      };
    },
  };
}

interface Signed {
  readonly timestamp: string;
  readonly macs: readonly Buffer[];
}

/** `t=1731320000,v1=<hex>,v1=<hex>`. https://github.com/zitadel/zitadel/blob/main/pkg/actions/signing.go */
function readSigned({ headers }: IngressRequest, now: number): Signed | undefined {
  const header = headers['zitadel-signature'] ?? headers['x-zitadel-signature'] ?? '';
  const parts = header.split(',').map((part) => part.trim());
  const valuesOf = (name: string) =>
    parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
  const [timestamp] = valuesOf('t');
  if (timestamp === undefined || !isRecent(timestamp, now)) return undefined;
  return { timestamp, macs: valuesOf('v1').map((mac) => Buffer.from(mac, 'hex')) };
}

function isSigned({ timestamp, macs }: Signed, body: Buffer, key: string): boolean {
  return isAnyOf(createHmac('sha256', key).update(`${timestamp}.`).update(body).digest(), macs);
}

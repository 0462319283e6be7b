import { SmsProvider } from '../../../lib';
import { type EmulatedRequest, jsonResponse, type ProviderEmulator } from '../../../lib/providers/emulator-base';

const originOf = (id: string) => `https://${id}.example.com`;

/** A provider of the suite's own: it takes JSON, and its answers say what they mean in their body, whatever the status. */
export function provider(id: string): SmsProvider {
  return SmsProvider.http({
    id,
    url: `${originOf(id)}/send`,
    body: 'function(ctx) { to: ctx.recipient, text: ctx.body, message: ctx.courier.id }',
    response:
      "function(res) if res.status == 200 && res.json.status == '0' then { outcome: 'accepted', message_id: res.json.id } else if res.status == 200 then { outcome: { '1': 'throttled', '4': 'unauthorized', '6': 'invalid_recipient', '7': 'blocked', '9': 'out_of_credit', '15': 'bad_sender' }[res.json.status], code: res.json.status } else null",
  });
}

/** Its other end. */
export function emulator(id: string): ProviderEmulator {
  let count = 0;
  const failure = (status: string) => () => jsonResponse(200, { status });
  return {
    id,
    origin: originOf(id),
    handle: (request) => {
      const { to, text, message } = JSON.parse(request.body);
      count += 1;
      const accepted = { id: `${id}-${count}`, to, from: id, text: `${message} ${text}` };
      return { ...jsonResponse(200, { status: '0', id: accepted.id }), accepted };
    },
    errors: {
      ...Object.fromEntries(['1', '4', '6', '7', '9', '15'].map((status) => [status, failure(status)])),
      '400': () => jsonResponse(400, {}),
      '503': () => jsonResponse(503, {}),
    },
  };
}

/** The id of the message that a request is about. */
export function messageOf(request: EmulatedRequest): string {
  return JSON.parse(request.body).message;
}

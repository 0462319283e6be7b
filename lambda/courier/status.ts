import type { MessageStatus, StatusAnswer, StatusQuery } from '../contract';
import { frontDoorsOf } from '../front-doors';
import type { MessageRow } from '../ledger/row';
import { parseRecipient } from '../phone';
import { parseSince } from '../since';
import { InvalidRequest } from './request';
import type { CourierServices } from './services';

const DEFAULT_SINCE = '24h';
const DEFAULT_LIMIT = 20;

/** Reads what the ledger knows, and claims nothing. @throws {InvalidRequest} @throws if the ledger cannot be reached */
export async function status(query: StatusQuery, { delivery }: CourierServices): Promise<StatusAnswer> {
  const { ledger, config, now } = delivery;
  if ('id' in query) {
    const { origin } = query;
    const doors = frontDoorsOf(config);
    if (origin !== undefined && !doors.includes(origin))
      throw new InvalidRequest(`origin: "${origin.slice(0, 40)}"; the front doors are ${doors.join(', ')}`);
    const rows = await ledger.find(query.id, origin);
    return answer(rows, 'nothing is known of this id: it may wait in the queue still, was refused, or is forgotten');
  }
  const { to, since = DEFAULT_SINCE, limit = DEFAULT_LIMIT } = query;
  const recipient = parseRecipient(to, config.defaultCountry);
  if (recipient === undefined)
    throw new InvalidRequest(`to: not a phone number (${to.length} characters); send it in E.164 form, such as "+49…"`);
  const from = parseSince(since, now());
  if (from === undefined)
    throw new InvalidRequest(
      `since: "${since.slice(0, 40)}"; send a duration such as "90s", "15m", "1h" or "7d", or RFC 3339`,
    );
  const rows = await ledger.findByRecipient(recipient.e164, from, limit);
  return answer(rows, `nothing is known to this recipient since ${new Date(from).toISOString()}`);
}

function answer(rows: readonly MessageRow[], none: string): StatusAnswer {
  const messages = [...rows].sort((a, b) => b.createdAt - a.createdAt).map((row) => toStatus(row));
  return { messages, ...(messages.length === 0 ? { detail: none } : {}) };
}

function toStatus(row: MessageRow): MessageStatus {
  const { id, state, attempts, origin, provider, providerMessageId, outcome, code, detail, segments, begun } = row;
  return {
    id,
    state,
    attempts,
    ...(origin && { origin }),
    ...(row.templateType && { template_type: row.templateType }),
    ...(provider && { provider }),
    ...(providerMessageId && { provider_message_id: providerMessageId }),
    ...(outcome && { outcome }),
    ...(code && { code }),
    ...(detail && { detail }),
    ...(segments === undefined ? {} : { segments }),
    ...(begun && { asking: begun }),
    created_at: time(row.createdAt),
    updated_at: time(row.updatedAt),
    expires_at: time(row.expiresAt),
    ...(state === 'queued' && row.heldUntil > 0 ? { retry_at: time(row.heldUntil) } : {}),
  };
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}

import type { StatusQuery } from '../contract';
import { isObject } from '../is-object';

const ACTIONS = ['send', 'enqueue', 'status', 'preview', 'forget', 'secrets', 'redact'] as const;

/** An invoke that asks for nothing that there is. The text holds no value of the event's but the names that it asks for. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
}

/** What an invoke asks for. */
export type Request =
  | { readonly action: 'send' | 'enqueue'; readonly message: unknown }
  | { readonly action: 'status'; readonly query: StatusQuery }
  | { readonly action: 'forget'; readonly to: string }
  | { readonly action: 'secrets' | 'redact' }
  | { readonly action: 'preview'; readonly message: unknown; readonly provider?: string };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an invoke's event. What has a `recipient` is a message, whatever its other fields are called, and so is what has no
 * `action`: a message's own field of that name passes through to Jsonnet as ever. No action has a `recipient` beside it.
 *
 * @throws {InvalidRequest}
 */
export function readRequest(event: unknown): Request {
  if (!isObject(event) || !('action' in event) || 'recipient' in event) return { action: 'send', message: event };
  const { action } = event;
  switch (action) {
    case 'send':
    case 'enqueue':
      return { action, message: readMessage(event, action) };
    case 'preview': {
      const provider = optionalText(event, 'provider');
      return { action, message: readMessage(event, action), ...(provider === undefined ? {} : { provider }) };
    }
    case 'status':
      return { action, query: readQuery(event) };
    case 'forget': {
      const to = optionalText(event, 'to');
      if (to === undefined) throw new InvalidRequest('to: missing; send { "action": "forget", "to": "+49…" }');
      return { action, to };
    }
    case 'secrets':
    case 'redact':
      return { action };
    default:
      throw new InvalidRequest(
        `action: ${typeof action === 'string' ? `"${action.slice(0, 40)}"` : `a ${typeof action}`}; the actions are ${ACTIONS.join(', ')}, and a message without one needs a "recipient"`,
      );
  }
}

function readMessage(event: Fields, action: string): unknown {
  if (event['message'] === undefined)
    throw new InvalidRequest(`message: missing; send { "action": "${action}", "message": { "recipient": "+49…", … } }`);
  return event['message'];
}

function readQuery(event: Fields): StatusQuery {
  const id = optionalText(event, 'id');
  const to = optionalText(event, 'to');
  if ((id === undefined) === (to === undefined))
    throw new InvalidRequest(
      `status: ${id === undefined ? 'neither "id" nor "to"' : 'both "id" and "to"'}; send the id of a message, or a recipient`,
    );
  if (id !== undefined) {
    const origin = optionalText(event, 'origin');
    return { id, ...(origin === undefined ? {} : { origin }) };
  }
  const since = optionalText(event, 'since');
  const limit = event['limit'] ?? undefined;
  if (limit !== undefined && !(Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= 100))
    throw new InvalidRequest('limit: send a whole number from 1 to 100');
  return {
    to: to as string,
    ...(since === undefined ? {} : { since }),
    ...(limit === undefined ? {} : { limit: limit as number }),
  };
}

function optionalText(event: Fields, name: string): string | undefined {
  const value = event[name] ?? undefined;
  if (value !== undefined && (typeof value !== 'string' || value === ''))
    throw new InvalidRequest(`${name}: ${value === '' ? 'empty' : `a ${typeof value}`}; send a string`);
  return value;
}

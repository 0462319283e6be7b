import { parseRecipient } from '../../lambda/phone';
import { DURATIONS, readDuration } from './duration';
import { BadRequest } from './faults';

/** Which messages a request asks for. */
export interface Query {
  /** E.164. */
  readonly to?: string;
  /** Milliseconds since the epoch: only messages that have arrived since. */
  readonly since?: number;
  readonly limit: number;
  /** Absent: the answer is what there is. */
  readonly waitMs?: number;
}

const MAX_LIMIT = 20_000;

/** @throws BadRequest */
export function readQuery(parameters: URLSearchParams, defaultCountry: string | undefined): Query {
  const known = ['to', 'since', 'limit', 'wait'];
  for (const name of parameters.keys())
    if (!known.includes(name)) throw new BadRequest(`${name}: no such parameter; there are ${known.join(', ')}`);
  const to = parameters.get('to');
  const since = parameters.get('since');
  const wait = parameters.get('wait');
  const limit = Number(parameters.get('limit') ?? MAX_LIMIT);
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT))
    throw new BadRequest(`limit: send a number from 1 to ${MAX_LIMIT}`);
  return {
    limit,
    ...(to === null ? {} : { to: readRecipient(to, defaultCountry) }),
    ...(since === null ? {} : { since: readTime(since) }),
    ...(wait === null ? {} : { waitMs: readWait(wait) }),
  };
}

/** A plus that was not encoded has become a space: a number's first character is one of the two. */
function readRecipient(text: string, defaultCountry: string | undefined): string {
  const number = parseRecipient(text.replace(/^ /, '+'), defaultCountry)?.e164;
  if (number === undefined) throw new BadRequest('to: not a phone number; send it in E.164 form, such as %2B49…');
  return number;
}

function readTime(text: string): number {
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(time))
    throw new BadRequest(
      'since: not a time; send milliseconds since the epoch, or RFC 3339 such as 2026-01-31T12:00:00Z',
    );
  return time;
}

function readWait(text: string): number {
  const milliseconds = readDuration(text);
  if (milliseconds === undefined) throw new BadRequest(`wait: "${text}"; send ${DURATIONS}`);
  return milliseconds;
}

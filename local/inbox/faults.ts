import type { Fault } from '../../lib/providers/emulator-base';
import type { LocalProvider } from '../local-courier';
import type { FaultSetting } from './api';

/** What is wrong with a request to the inbox; the text says what to send instead. */
export class BadRequest extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Well beyond any deadline of the courier's. */
const MAX_DELAY_MS = 120_000;
const MAX_RETRY_AFTER_SECONDS = 3_600;

const KINDS = ['error', 'throttled', 'slow', 'lost_response', 'cut_off', 'down'];

/** Reads a fault as a request gives it; null for none. @throws BadRequest */
export function readFault(value: unknown, provider: LocalProvider): FaultSetting | null {
  if (value === null) return null;
  const { kind, code, retry_after_seconds: retryAfter, delay_ms: delay } = Object(value) as Record<string, unknown>;
  switch (kind) {
    case 'error':
      if (typeof code === 'string' && provider.errorCodes.includes(code)) return { kind, code };
      throw new BadRequest(
        `code: provider ${provider.id} has no error ${JSON.stringify(code)}; it knows ${provider.errorCodes.join(', ') || 'none'}`,
      );
    case 'throttled':
      if (retryAfter === undefined) return { kind };
      return { kind, retry_after_seconds: number('retry_after_seconds', retryAfter, MAX_RETRY_AFTER_SECONDS) };
    case 'slow':
      return { kind, delay_ms: number('delay_ms', delay, MAX_DELAY_MS) };
    case 'lost_response':
    case 'cut_off':
    case 'down':
      return { kind };
    default:
      throw new BadRequest(`kind: ${JSON.stringify(kind)}; use ${KINDS.join(', ')}, or send null for no fault`);
  }
}

export function toFault(setting: FaultSetting | null): Fault | undefined {
  if (setting === null) return undefined;
  switch (setting.kind) {
    case 'throttled':
      return setting.retry_after_seconds === undefined
        ? { kind: 'throttled' }
        : { kind: 'throttled', retryAfterSeconds: setting.retry_after_seconds };
    case 'slow':
      return { kind: 'slow', delayMs: setting.delay_ms };
    default:
      return setting;
  }
}

function number(name: string, value: unknown, most: number): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw new BadRequest(`${name}: ${JSON.stringify(value)}; send a number from 0 to ${most}`);
}

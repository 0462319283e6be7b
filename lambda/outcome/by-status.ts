import type { HttpResponse } from '../request/request';
import type { Outcome, OutcomeClass } from './outcome';

/** The rule for a provider without a response rule of its own: as in Ory 2xx is success, and nothing of the body is read. */
export function judgeByStatus({ status, headers }: HttpResponse, now: number): Outcome {
  const outcome = classOf(status);
  const code = String(status);
  if (outcome === 'accepted') return { outcome, code };
  const seconds = retryAfterSeconds(headers, now);
  return {
    outcome,
    code,
    detail: `the provider answered HTTP ${status}`,
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  };
}

function classOf(status: number): OutcomeClass {
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 402) return 'out_of_credit';
  if (status === 425 || status === 429) return 'throttled';
  // the server gave up before it had the whole request
  if (status === 408) return 'unavailable';
  if (status >= 500) return 'ambiguous';
  return 'bad_request';
}

/** Retry-After, in seconds or as an HTTP date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after. Some give fractions of seconds. */
export function retryAfterSeconds(headers: HttpResponse['headers'], now: number): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}(\.\d*)?$/.test(value)) return Math.ceil(Number(value));
  // a date begins with its weekday: of numbers Date.parse makes dates too
  const date = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

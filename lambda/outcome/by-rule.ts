import { errorName } from '../error-name';
import { JsonnetError } from '../jsonnet/error';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import type { HttpResponse } from '../request/request';
import { readAcceptance } from './acceptance';
import { judgeByStatus, retryAfterSeconds } from './by-status';
import { OUTCOME_CLASSES, type Outcome, type OutcomeClass, type ResponseRule } from './outcome';

/** A response rule gave something that is no outcome. */
export class RuleError extends Error {
  override readonly name = 'RuleError';

  constructor(
    message: string,
    /** What it says that the response came to, where that much can be read. */
    readonly outcome?: OutcomeClass,
  ) {
    super(message);
  }
}

/**
 * Judges a response by the provider's rule. Where it gives null the HTTP status decides. So it does where the rule fails, and the
 * outcome carries a warning: a rule that cannot be evaluated, be it for want of an engine, must neither lose a message nor send it again and again.
 * A class that it gives counts whatever is wrong beside it: HTTP 200 may be a refusal.
 */
export async function judgeByRule(
  response: HttpResponse,
  rule: ResponseRule,
  jsonnet: JsonnetEvaluator,
  now: number,
): Promise<Outcome> {
  try {
    return (await applyRule(response, rule, jsonnet, now)) ?? judgeByStatus(response, now);
  } catch (error) {
    const known = error instanceof JsonnetError || error instanceof RuleError;
    const warning = `response rule: ${known ? error.message : errorName(error)}`;
    if (!(error instanceof RuleError) || error.outcome === undefined)
      return { ...judgeByStatus(response, now), warning };
    return {
      outcome: error.outcome,
      code: String(response.status),
      ...waiting(error.outcome, undefined, response.headers, now),
      warning,
    };
  }
}

/**
 * The outcome that the rule gives; seconds to wait are the response's own where it gives none.
 *
 * @returns undefined where the rule leaves it to the HTTP status
 * @throws {JsonnetError} or {RuleError}
 */
export async function applyRule(
  { status, headers, body }: HttpResponse,
  rule: ResponseRule,
  jsonnet: JsonnetEvaluator,
  now: number,
): Promise<Outcome | undefined> {
  const res = { status, headers, body, json: parseJson(body) };
  const [acceptance, snippet] = typeof rule === 'string' ? [undefined, rule] : rule;
  const accepted = acceptance && readAcceptance(res, acceptance);
  if (accepted !== undefined) return accepted;
  const value: unknown = JSON.parse(await jsonnet.evaluate(snippet, { name: 'res', value: res }));
  return value === null ? undefined : readOutcome(value, headers, now);
}

function readOutcome(value: unknown, headers: HttpResponse['headers'], now: number): Outcome {
  if (typeof value !== 'object' || Array.isArray(value))
    throw new RuleError('it must give an object with an outcome, or null to leave it to the HTTP status');
  const { outcome, code, detail, message_id, retry_after, warning, ...unknown } = value as Record<string, unknown>;
  if (!isOutcomeClass(outcome))
    throw new RuleError(`outcome ${JSON.stringify(outcome)}: use one of ${ALLOWED.join(', ')}`);
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined)
    throw new RuleError(
      `unknown field "${stranger}": use outcome, code, detail, message_id, retry_after, warning`,
      outcome,
    );
  const text = (name: string, field: unknown) => readText(name, field, outcome);
  return {
    outcome,
    ...optional('code', text('code', code)),
    ...optional('detail', text('detail', detail)),
    ...optional('messageId', text('message_id', message_id)),
    ...optional('warning', text('warning', warning)),
    ...waiting(outcome, readSeconds(retry_after, outcome), headers, now),
  };
}

/** As long as the rule says, else as the response's own header does. */
function waiting(
  outcome: OutcomeClass,
  told: number | undefined,
  headers: HttpResponse['headers'],
  now: number,
): Pick<Outcome, 'retryAfterSeconds'> {
  const seconds = told ?? (outcome === 'accepted' ? undefined : retryAfterSeconds(headers, now));
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}

/** These end a message before a provider is asked: no response can say them. */
const ALLOWED = OUTCOME_CLASSES.filter((name) => name !== 'cancelled' && name !== 'unrenderable');

function isOutcomeClass(value: unknown): value is OutcomeClass {
  return ALLOWED.includes(value as (typeof ALLOWED)[number]);
}

/** Providers give codes and ids as strings or as numbers. */
function readText(name: string, value: unknown, outcome: OutcomeClass): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new RuleError(`${name} must be a string or a number`, outcome);
}

function readSeconds(value: unknown, outcome: OutcomeClass): number | undefined {
  if (value === undefined || value === null) return undefined;
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof seconds === 'number' && seconds >= 0) return Math.ceil(seconds);
  throw new RuleError('retry_after must be a number of seconds', outcome);
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { describeError } from '../lambda/check/describe-error';
import type { CourierConfig } from '../lambda/config';
import { applyRule } from '../lambda/outcome/by-rule';
import { judgeByStatus } from '../lambda/outcome/by-status';
import type { ResponseRule } from '../lambda/outcome/outcome';
import type { HttpResponse } from '../lambda/request/request';
import { responseRule } from '../lib/providers/kind';
import { KINDS } from '../lib/providers/known';
import { BadInput } from './bad-input';
import { loadJsonnet } from './engine';
import { findProvider } from './input';
import { HTTP_KIND } from './providers';

/** An outcome in the words of a response rule. */
export interface Judgement {
  readonly outcome: string;
  readonly code: string | null;
  readonly detail: string | null;
  readonly message_id: string | null;
  /** Seconds. */
  readonly retry_after: number | null;
  /** What an operator should look at, if anything. */
  readonly warning?: string;
}

/**
 * Judges a response as the courier does; a rule that fails, where the courier goes by the status, is an error here.
 *
 * @param config whose provider judges; without one, the service that we know by that id
 */
export async function judge(
  config: CourierConfig | undefined,
  providerId: string,
  response: HttpResponse,
): Promise<Judgement> {
  const rule = config === undefined ? knownRule(providerId) : findProvider(config, providerId).response;
  const { outcome, code, detail, messageId, retryAfterSeconds, warning } =
    (rule === undefined ? undefined : await judgeByRule(response, rule)) ?? judgeByStatus(response, Date.now());
  return {
    outcome,
    code: code ?? null,
    detail: detail ?? null,
    message_id: messageId ?? null,
    retry_after: retryAfterSeconds ?? null,
    ...(warning === undefined ? {} : { warning }),
  };
}

/** The rule of a service that we know; the one of `http` is the HTTP status. */
function knownRule(id: string): ResponseRule | undefined {
  if (id === HTTP_KIND.id) return undefined;
  if (KINDS.some((kind) => kind.id === id)) return responseRule(id);
  const known = [...KINDS, HTTP_KIND].map((kind) => kind.id).join(', ');
  throw new BadInput(`no provider "${id}": use one of ${known}, or give --config for one of your own`);
}

async function judgeByRule(response: HttpResponse, rule: ResponseRule): ReturnType<typeof applyRule> {
  const jsonnet = loadJsonnet();
  try {
    return await applyRule(response, rule, jsonnet, Date.now());
  } catch (error) {
    throw new BadInput(`response rule: ${describeError(error)}`);
  }
}

import { describeError } from '../lambda/check/describe-error';
import type { CourierConfig } from '../lambda/config';
import { applyRule } from '../lambda/outcome/by-rule';
import { judgeByStatus } from '../lambda/outcome/by-status';
import type { HttpResponse } from '../lambda/request/request';
import { BadInput } from './bad-input';
import { loadJsonnet } from './engine';
import { findProvider } from './input';

/** An outcome in the words of a response rule. */
export interface Judgement {
  readonly outcome: string;
  readonly code: string | null;
  readonly detail: string | null;
  readonly message_id: string | null;
  /** Seconds. */
  readonly retry_after: number | null;
}

/** Judges a response as the courier does; a rule that fails, where the courier goes by the status, is an error here. */
export async function judge(config: CourierConfig, providerId: string, response: HttpResponse): Promise<Judgement> {
  const { response: rule } = findProvider(config, providerId);
  const { outcome, code, detail, messageId, retryAfterSeconds } =
    rule === undefined ? judgeByStatus(response, Date.now()) : await judgeByRule(response, rule);
  return {
    outcome,
    code: code ?? null,
    detail: detail ?? null,
    message_id: messageId ?? null,
    retry_after: retryAfterSeconds ?? null,
  };
}

async function judgeByRule(response: HttpResponse, rule: string): ReturnType<typeof applyRule> {
  const jsonnet = loadJsonnet();
  try {
    return await applyRule(response, rule, jsonnet);
  } catch (error) {
    throw new BadInput(`response rule: ${describeError(error)}`);
  }
}

import type { ProviderConfig } from '../config';
import { JsonnetError } from '../jsonnet/error';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { applyRule } from '../outcome/by-rule';
import type { ResponseRule } from '../outcome/outcome';
import type { HttpResponse } from '../request/request';
import { describeError } from './describe-error';
import type { Finding } from './finding';

/** What any provider may answer: a rule that fails on these leaves the outcome to the HTTP status. */
const SAMPLE_RESPONSES: readonly HttpResponse[] = [
  { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' },
  { status: 400, headers: { 'content-type': 'application/json' }, body: '{}' },
  { status: 401, headers: {}, body: '' },
  { status: 429, headers: { 'retry-after': '5' }, body: '' },
  { status: 502, headers: { 'content-type': 'text/html' }, body: '<html></html>' },
];

/** Applies the provider's response rule to answers that it will meet one day. */
export async function checkRule({ response: rule }: ProviderConfig, jsonnet: JsonnetEvaluator): Promise<Finding[]> {
  if (rule === undefined) return [];
  const failures = await Promise.all(SAMPLE_RESPONSES.map((response) => tryRule(response, rule, jsonnet)));
  const wrong = failures.find((error) => error !== undefined && !dependsOnAnswer(error));
  if (wrong !== undefined) return [{ severity: 'error', message: `response rule: ${describeError(wrong)}` }];
  return SAMPLE_RESPONSES.flatMap(({ status, body }, index): Finding[] => {
    const error = failures[index];
    if (error === undefined) return [];
    const answer = `HTTP ${status} with the body ${JSON.stringify(body)}`;
    return [
      {
        severity: 'warning',
        message: `response rule: ${answer} would be judged by its status alone: ${describeError(error)}`,
      },
    ];
  });
}

async function tryRule(response: HttpResponse, rule: ResponseRule, jsonnet: JsonnetEvaluator): Promise<unknown> {
  try {
    await applyRule(response, rule, jsonnet, 0);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Whether a rule that fails on this answer may still be right for others: it misses something in it. */
function dependsOnAnswer(error: unknown): boolean {
  return (
    error instanceof JsonnetError && error.kind === 'runtime' && !/^parameter \w+ is not defined/.test(error.reason)
  );
}

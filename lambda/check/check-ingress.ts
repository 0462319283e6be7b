import type { CourierConfig, SourceConfig } from '../config';
import { applyMap } from '../ingress/adapters/generic';
import type { IngressRequest } from '../ingress/request';
import { pathOf } from '../ingress/services';
import { JsonnetError } from '../jsonnet/error';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { InvalidMessage, parseMessage } from '../message';
import { Cancelled } from '../request/request';
import { describeError } from './describe-error';
import type { Finding } from './finding';

type GenericSource = Extract<SourceConfig, { type: 'generic' }>;

/** Tries the mappings of the ingress's webhooks on what their authors say that they send. */
export async function checkIngress(config: CourierConfig, jsonnet: JsonnetEvaluator): Promise<Finding[]> {
  const sources = config.ingress?.sources ?? [];
  const generic = sources.filter((source): source is GenericSource => source.type === 'generic');
  const findings = await Promise.all(generic.map((source) => checkMap(source, config, jsonnet)));
  return findings.flat();
}

async function checkMap(source: GenericSource, config: CourierConfig, jsonnet: JsonnetEvaluator): Promise<Finding[]> {
  const { map, sample } = source;
  const error = (problem: string): Finding[] => [
    { severity: 'error', message: `ingress source ${source.id}: map: ${problem}` },
  ];
  try {
    const message = await applyMap(map, sample ?? {}, sampleRequest(source), jsonnet);
    if (sample === undefined) return [];
    const entry = { enteredAt: Date.now(), fallbackId: 'sample', origin: source.id };
    parseMessage(message, entry, { ...config, ...config.delivery });
    return [];
  } catch (problem) {
    if (problem instanceof Cancelled) return [];
    if (problem instanceof InvalidMessage)
      return error(`what it makes of the sample is no message: ${problem.message}`);
    if (sample === undefined && dependsOnRequest(problem)) return [];
    return error(describeError(problem));
  }
}

function sampleRequest({ id, sample = {} }: GenericSource): IngressRequest {
  const body = Buffer.from(JSON.stringify(sample));
  return { method: 'POST', path: pathOf({ id }), query: {}, headers: { 'content-type': 'application/json' }, body };
}

/** Whether a mapping that fails on an empty object may still be right for what the webhook sends. */
function dependsOnRequest(error: unknown): boolean {
  return error instanceof JsonnetError && error.kind === 'runtime' && !/ is not defined/.test(error.reason);
}

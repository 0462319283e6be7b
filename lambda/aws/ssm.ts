import type { FetchSecrets } from '../secrets/store';
import { callJson } from './signed-call';

/** GetParameters takes at most ten names: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const BATCH = 10;

interface Answer {
  readonly Parameters?: readonly { readonly Name?: string; readonly ARN?: string; readonly Value?: string }[];
}

/** Reads SecureString parameters by name or ARN; one without a value is absent. */
export const fetchFromSsm: FetchSecrets = async (names) => {
  const count = Math.ceil(names.length / BATCH);
  const batches = Array.from({ length: count }, (_, index) => names.slice(index * BATCH, (index + 1) * BATCH));
  const answers = await Promise.all(batches.map(getParameters));
  const values = new Map<string, string>();
  for (const { Name, ARN, Value } of answers.flatMap(({ Parameters }) => Parameters ?? [])) {
    if (Value === undefined) continue;
    if (Name !== undefined) values.set(Name, Value);
    if (ARN !== undefined) values.set(ARN, Value);
  }
  return values;
};

async function getParameters(Names: readonly string[]): Promise<Answer> {
  const call = { service: 'ssm', target: 'AmazonSSM.GetParameters', input: { Names, WithDecryption: true } };
  return (await callJson(call)) as Answer;
}

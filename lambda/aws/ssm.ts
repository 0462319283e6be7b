import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { FetchSecrets } from '../secrets/store';

/** GetParameters takes at most ten names: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const BATCH = 10;

/** Reads SecureString parameters by name or ARN. */
export function fetchFromSsm(client: SSMClient = new SSMClient({})): FetchSecrets {
  return async (names) => {
    const batches = Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) =>
      names.slice(index * BATCH, (index + 1) * BATCH),
    );
    const answers = await Promise.all(
      batches.map((Names) => client.send(new GetParametersCommand({ Names, WithDecryption: true }))),
    );
    const values = new Map<string, string>();
    for (const { Name, ARN, Value } of answers.flatMap((answer) => answer.Parameters ?? [])) {
      if (Value === undefined) continue;
      if (Name !== undefined) values.set(Name, Value);
      if (ARN !== undefined) values.set(ARN, Value);
    }
    return values;
  };
}

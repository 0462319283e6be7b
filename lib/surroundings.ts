import type { KeyResources } from './key-statements';
import { placeOf, siblingArnPrefix } from './place';
import type { FunctionSurroundings } from './policies';
import type { Settings } from './settings';

/**
 * Network and key of a function, with ARNs as they will be where the queue is: the function's own would have Terraform make the function
 * before the policy that it needs.
 */
export function surroundings(functionName: string, queueArn: string, settings: Settings): FunctionSurroundings {
  const { vpc } = settings;
  const functionArn = `${siblingArnPrefix(queueArn, 'lambda')}:function:${functionName}`;
  const key = keyResources(settings, queueArn);
  return {
    ...(key === undefined ? {} : { key: { ...key, functionArn } }),
    ...(vpc === undefined
      ? {}
      : {
          network: {
            ...vpc,
            ...placeOf(queueArn),
            functionArn,
          },
        }),
  };
}

/** The courier's key, if it has one. */
export function keyResources({ kmsKeyArn }: Settings, queueArn: string): KeyResources | undefined {
  return kmsKeyArn === undefined ? undefined : { keyArn: kmsKeyArn, region: placeOf(queueArn).region };
}

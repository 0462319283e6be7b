import { unavailable } from './refusal';

/**
 * How long keys and queue may take together, in milliseconds: Supabase, Zitadel and Cognito wait five seconds for the answer. A message that
 * gets into the queue later all the same is known again when its sender comes again.
 */
const ANSWER_WITHIN_MS = 4_000;

/** @throws {Refusal} of status 503 if it takes too long */
export async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable('the queue or the keys do not answer')), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

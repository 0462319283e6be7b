import { ConditionFailed, type Table } from '../aws/dynamodb';
import { AwsError } from '../aws/signed-call';

/** How long a table that did not answer is left alone, in milliseconds. */
const DOWN_MS = 4_000;

/**
 * A table that is not waited for again and again while it is down: after a call that failed, further ones fail at once, as it did, for
 * four seconds. Messages of a batch would else spend a life's worth of time on calls that run into their time-out. A call that is refused
 * costs no time, and may be the fault of the one message or query that it is for.
 */
export function failFast(table: Table, now: () => number): Table {
  let downUntil = Number.NEGATIVE_INFINITY;
  let reason: unknown;
  const guarded =
    <A, R>(call: (argument: A) => Promise<R>) =>
    async (argument: A): Promise<R> => {
      if (now() < downUntil) throw reason;
      try {
        return await call(argument);
      } catch (error) {
        if (!isRefusal(error)) {
          downUntil = now() + DOWN_MS;
          reason = error;
        }
        throw error;
      }
    };
  return { get: guarded(table.get), update: guarded(table.update), query: guarded(table.query) };
}

function isRefusal(error: unknown): boolean {
  return error instanceof ConditionFailed || (error instanceof AwsError && error.status < 500);
}

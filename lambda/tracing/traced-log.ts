import { randomBytes } from 'node:crypto';
import type { Log } from '../log';
import { connectDaemon } from './daemon';
import { sampledTrace, subsegment } from './subsegment';

/** A log that tells X-Ray of each attempt as well, where Lambda traces the invocation. */
export function tracedLog(log: Log, environment: NodeJS.ProcessEnv, now: () => number): Log {
  const daemon = connectDaemon(environment['AWS_XRAY_DAEMON_ADDRESS']);
  if (daemon === undefined) return log;
  return {
    ...log,
    attempt(entry) {
      log.attempt(entry);
      // another one for each invocation
      const trace = sampledTrace(environment['_X_AMZN_TRACE_ID']);
      if (trace !== undefined) daemon.send(subsegment(entry, trace, randomBytes(8).toString('hex'), now()));
    },
  };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, which survives the courier's death and dies with this one. */
export interface ServerProcess {
  readonly pid: number;
  /** Such as `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  /** Fulfilled with the reason when the process ends, be it asked to or not. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** @param file absolute path of plain JavaScript; it sends `{ port }` once it listens @param what it is, for errors */
export async function startServerProcess(file: string, args: readonly string[], what: string): Promise<ServerProcess> {
  const child = fork(file, args, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code, signal]) => `ended (${signal ?? `exit status ${code}`})`);
  const port = await Promise.race([firstPort(child), ended]);
  if (typeof port !== 'number' || child.pid === undefined)
    throw new Error(`the ${what} process did not start: it ${port}`);
  return {
    pid: child.pid,
    endpoint: `http://127.0.0.1:${port}`,
    ended,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstPort(child: ChildProcess): Promise<number> {
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return message.port;
}

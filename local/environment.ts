import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { FunctionError, Invocation, RuntimeMessage } from './runtime';

export interface EnvironmentOptions {
  /** The runtime as JavaScript. */
  readonly runtimeFile: string;
  /** Where the function's zip has been unpacked. */
  readonly taskRoot: string;
  readonly functionArn: string;
  readonly timeoutSeconds: number;
  /** All that the process finds in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Receives each line that the function writes. */
  readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void;
}

export type InvocationResult =
  | { readonly requestId: string; readonly payload: string }
  | { readonly requestId: string; readonly error: FunctionError };

/**
 * One execution environment of a Lambda function: a process that takes one invocation at a time.
 *
 * A process that dies or overruns the time-out fails its invocation and is not used again.
 */
export class Environment {
  private readonly child: ChildProcess;
  private readonly messages: AsyncMessages<RuntimeMessage>;
  private initError: FunctionError | undefined;
  private readonly ready: Promise<void>;

  constructor(private readonly options: EnvironmentOptions) {
    this.child = fork(options.runtimeFile, [], {
      cwd: options.taskRoot,
      env: { ...options.variables },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    forEachLine(this.child.stdout, (line) => options.onLine('stdout', line));
    forEachLine(this.child.stderr, (line) => options.onLine('stderr', line));
    this.messages = new AsyncMessages(this.child);
    this.ready = this.initialize();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && !this.child.killed;
  }

  /** Waits until the handler is loaded; gives the error if it cannot be. */
  async initialized(): Promise<FunctionError | undefined> {
    await this.ready;
    return this.initError;
  }

  async invoke(event: unknown, requestId: string): Promise<InvocationResult> {
    const initError = await this.initialized();
    if (initError !== undefined) return { requestId, error: initError };
    const { timeoutSeconds, functionArn } = this.options;
    const deadline = Date.now() + timeoutSeconds * 1000;
    let overran = false;
    const timer = setTimeout(() => {
      overran = true;
      this.kill();
    }, timeoutSeconds * 1000);
    const answer = this.messages.next();
    this.send({ event, requestId, deadline, functionArn });
    const message = await answer;
    clearTimeout(timer);
    if (message?.type === 'result') return { requestId, payload: message.payload };
    if (message?.type === 'error') return { requestId, error: message.error };
    return { requestId, error: overran ? timedOut(requestId, timeoutSeconds) : this.exitError(requestId) };
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.kill();
    await this.messages.closed;
  }

  private send(invocation: Invocation): void {
    // A process that is gone cannot be sent to; its end answers the invocation.
    if (this.child.connected) this.child.send(invocation, () => {});
  }

  private async initialize(): Promise<void> {
    const message = await this.messages.next();
    if (message?.type === 'ready') return;
    this.initError = message?.type === 'init-error' ? message.error : this.exitError();
    this.kill();
  }

  /** Lambda's words for a process that ended while it was needed. */
  private exitError(requestId?: string): FunctionError {
    const { signalCode, exitCode } = this.child;
    const reason = signalCode === null ? `exit status ${exitCode}` : `signal: ${signalCode}`;
    const prefix = requestId === undefined ? '' : `RequestId: ${requestId} `;
    return { errorType: 'Runtime.ExitError', errorMessage: `${prefix}Error: Runtime exited with error: ${reason}` };
  }
}

function timedOut(requestId: string, seconds: number): FunctionError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  };
}

/** What a child process sends, one by one; `undefined` once it has ended. */
class AsyncMessages<T> {
  readonly closed: Promise<void>;
  private readonly arrived: T[] = [];
  private waiting: ((message: T | undefined) => void) | undefined;
  private ended = false;

  constructor(child: ChildProcess) {
    child.on('message', (message) => {
      if (this.waiting === undefined) this.arrived.push(message as T);
      else this.give(message as T);
    });
    this.closed = new Promise((resolve) => {
      const end = () => {
        this.ended = true;
        this.give(undefined);
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
  }

  next(): Promise<T | undefined> {
    const [message] = this.arrived.splice(0, 1);
    if (message !== undefined || this.ended) return Promise.resolve(message);
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  private give(message: T | undefined): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.(message);
  }
}

function forEachLine(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

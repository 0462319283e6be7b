import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { localArn } from './arn';
import { builtFile } from './built-file';
import { Environment, type EnvironmentOptions, type InvocationResult } from './environment';
import type { FunctionError } from './runtime';
import type { FunctionDeclaration } from './stack';

export interface FunctionOptions {
  readonly declaration: FunctionDeclaration;
  readonly region: string;
  /** How many invocations run at a time. */
  readonly environments: number;
  /** The function's environment variables, with those that point it to this machine's services. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onLine: EnvironmentOptions['onLine'];
  /** What keeps Lambda from running it now, if anything. @default nothing */
  readonly refusal?: () => FunctionError | undefined;
}

/** How often to look whether a function that is being replaced is idle, in milliseconds. */
const RETIRE_MS = 10;

/** A Lambda function that runs from its real zip, in processes of its own. */
export class LocalFunction {
  readonly name: string;
  readonly arn: string;
  private readonly folder: string;
  private readonly environmentOptions: EnvironmentOptions;
  private readonly idle: Environment[] = [];
  private readonly busy = new Set<Environment>();
  private readonly waiting: (() => void)[] = [];
  private stopped = false;

  constructor(private readonly options: FunctionOptions) {
    const { declaration, region } = options;
    this.name = declaration.name;
    this.arn = localArn('lambda', region, `function:${declaration.name}`);
    this.folder = mkdtempSync(join(tmpdir(), 'sms-courier-'));
    const taskRoot = join(this.folder, 'task');
    unpack(declaration.zipFile, taskRoot);
    this.environmentOptions = {
      // plain Node.js, as in Lambda, without a TypeScript loader between it and the handler
      runtimeFile: builtFile('runtime.js'),
      taskRoot,
      functionArn: this.arn,
      timeoutSeconds: declaration.timeoutSeconds,
      variables: { ...lambdaVariables(declaration, taskRoot, region), ...options.variables },
      onLine: options.onLine,
    };
  }

  /** Starts all environments. @throws if the handler cannot be loaded */
  async start(): Promise<void> {
    const environments = Array.from({ length: this.options.environments }, () => this.createEnvironment());
    this.idle.push(...environments);
    for (const environment of environments) {
      const error = await environment.initialized();
      if (error !== undefined) {
        throw new Error(`function ${this.name} does not start: ${error.errorType}: ${error.errorMessage}`);
      }
    }
  }

  /** Runs the handler in an environment that is free, or as soon as one is. A retry has the request id of what it retries. */
  async invoke(event: unknown, requestId: string = randomUUID()): Promise<InvocationResult> {
    while (!this.stopped && this.busy.size >= this.options.environments) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    const error = this.options.refusal?.();
    if (error !== undefined) return { requestId, error };
    const environment = this.takeEnvironment();
    try {
      return await environment.invoke(event, requestId);
    } finally {
      this.busy.delete(environment);
      // If it has died, it is passed over when one is taken.
      this.idle.push(environment);
      this.waiting.shift()?.();
    }
  }

  processIds(): number[] {
    return [...this.idle, ...this.busy].flatMap(({ alive, pid }) => (alive && pid !== undefined ? [pid] : []));
  }

  /** Kills every environment as it stands. Invocations to come start new ones. */
  kill(): void {
    for (const environment of [...this.idle, ...this.busy]) environment.kill();
  }

  /** Stops as soon as nothing runs in it. What has been asked of it is done to its end. */
  async retire(): Promise<void> {
    while (this.busy.size > 0 || this.waiting.length > 0) await sleep(RETIRE_MS);
    await this.stop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const wake of this.waiting.splice(0)) wake();
    await Promise.all([...this.idle, ...this.busy].map((environment) => environment.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private takeEnvironment(): Environment {
    if (this.stopped) throw new Error(`function ${this.name} has been stopped`);
    let environment = this.idle.pop();
    while (environment !== undefined && !environment.alive) environment = this.idle.pop();
    environment ??= this.createEnvironment();
    this.busy.add(environment);
    return environment;
  }

  private createEnvironment(): Environment {
    return new Environment(this.environmentOptions);
  }
}

/** Unpacks a function as Lambda does. */
export function unpack(zipFile: string, folder: string): void {
  for (const [name, content] of Object.entries(unzipSync(readFileSync(zipFile)))) {
    if (name.endsWith('/')) continue;
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function lambdaVariables(declaration: FunctionDeclaration, taskRoot: string, region: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    _HANDLER: declaration.handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.', 1)[0]}.x`,
    AWS_LAMBDA_FUNCTION_NAME: declaration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declaration.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${declaration.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    // The SDK would say at every start that Node.js 20 is old; on AWS the function runs on the stack's own runtime.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

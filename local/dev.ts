/** What `sms-courier dev` and `npm start` run: a courier on this machine, with its inbox. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type CourierConfig, isAwsProvider } from '../lambda/config';
import { functionDirectory } from '../lib/function-zip';
import { writeConfigStack } from './config-stack';
import { startLocalCourier } from './courier';
import { chooseSecrets, MADE_UP } from './dev-secrets';
import { readEnvFile } from './env-file';
import { readGiven } from './given-file';
import type { LocalServer } from './http';
import { keepStories, type Line, resend } from './inbox/keep';
import { startInbox } from './inbox/server';
import { Stories } from './inbox/stories';
import { FolderTaken, takeFolder } from './inbox/take-folder';
import type { LocalCourier } from './local-courier';
import { readSecretsFile } from './secrets-file';
import { synthesize } from './synthesize';

/** Of the inbox, if it is free. */
export const INBOX_PORT = 4500;

export interface DevOptions {
  /** A synthesized stack's folder, such as `cdktf.out/stacks/identity`. @default the only one in `cdktf.out/stacks` */
  readonly stack?: string;
  /** A file that `courier.toCourierJson()` was written to, in the stack's place. */
  readonly config?: string;
  /** One of the repository's examples, in the stack's place. */
  readonly example?: string;
  /** The courier's construct path or the last part of it; needed if the stack holds several. */
  readonly courier?: string;
  /** JSON: an object from the name of a secret in its store to its value. @default none */
  readonly secrets?: string;
  /** @default .env, if there is one */
  readonly envFile?: string;
  /** Folder that keeps the inbox. @default none: it is gone when the courier ends */
  readonly data?: string;
  /** Ids of providers that are asked for real. @default none */
  readonly live?: readonly string[];
  /** Of the inbox; the next one that is free is taken. @default {@link INBOX_PORT} */
  readonly port?: number;
}

export interface RunningDev {
  readonly courier: LocalCourier;
  readonly stories: Stories;
  readonly inbox: LocalServer;
  /** What stands in for secrets that nobody has set. */
  readonly madeUp: string;
  /** Lets what is at work come to its end first; called again, it does not wait for that. */
  stop(): Promise<void>;
}

/** When to say what is being waited for, in milliseconds: whoever has pressed Ctrl-C and sees nothing presses it again. */
const PATIENCE_MS = 1_000;

/** Stops at a signal, and at once at a second one. */
export function stopOnSignals(dev: RunningDev): void {
  let isStopping = false;
  const stop = () => {
    void dev.stop();
    if (isStopping) return;
    isStopping = true;
    if (dev.stories.unfinished().length === 0) return;
    const say = () =>
      process.stderr.write('Waits for what is at work to come to its end; Ctrl-C again ends it at once.\n');
    setTimeout(say, PATIENCE_MS).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

export async function startDev(options: DevOptions): Promise<RunningDev> {
  const env = { ...readEnvFile(options.envFile), ...process.env };
  const { stackDirectory, remove } = await findStack(options, env);
  const live = options.live ?? [];
  const file = options.secrets === undefined ? undefined : readSecretsFile(resolve(options.secrets));
  let courier: LocalCourier;
  try {
    courier = await startLocalCourier({
      stackDirectory,
      ...(options.courier === undefined ? {} : { courier: options.courier }),
      secretsFile: (config) => {
        checkLive(live, config);
        return chooseSecrets(config, { ...(file === undefined ? {} : { file }), env, live });
      },
      live,
      env,
    });
  } finally {
    remove();
  }
  try {
    return await openInbox(courier, options);
  } catch (error) {
    await courier.stop();
    throw error;
  }
}

async function openInbox(courier: LocalCourier, options: DevOptions): Promise<RunningDev> {
  const stories = new Stories(courier);
  const kept = options.data === undefined ? undefined : keep(stories, options.data);
  const inbox = await startInbox({ courier, stories, port: options.port ?? INBOX_PORT });
  // the queue began empty: what an earlier run had not brought to its end is put there again, as the message that it was
  for (const line of kept?.unfinished ?? []) await courier.sendMessage(resend(line));
  let isStopping = false;
  return {
    courier,
    stories,
    inbox,
    madeUp: MADE_UP,
    stop: async () => {
      const stopped = isStopping ? courier.stop() : courier.drain();
      isStopping = true;
      await stopped;
      kept?.close();
      await inbox.close();
    },
  };
}

interface Kept {
  readonly unfinished: readonly Line[];
  /** Writes down what there is, and leaves the folder to others. */
  close(): void;
}

function keep(stories: Stories, folder: string): Kept {
  try {
    const leave = takeFolder(resolve(folder));
    const { unfinished, save } = keepStories(stories, resolve(folder));
    let isOpen = true;
    return {
      unfinished,
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        save();
        leave();
      },
    };
  } catch (error) {
    if (error instanceof FolderTaken) throw new Error(`--data ${folder} ${error.message}`);
    throw new Error(
      `--data ${folder} is no folder that the inbox can be kept in: ${(error as NodeJS.ErrnoException).code}`,
    );
  }
}

function checkLive(live: readonly string[], { providers }: CourierConfig): void {
  for (const id of live) {
    const provider = providers.find((each) => each.id === id);
    if (provider === undefined)
      throw new Error(
        `--live ${id}: the courier has no such provider, but ${providers.map((each) => each.id).join(', ')}`,
      );
    if (isAwsProvider(provider))
      throw new Error(`--live ${id}: a service of AWS is asked with the function's own role, which is not here`);
  }
}

interface FoundStack {
  readonly stackDirectory: string;
  /** What was made for this run only is not needed once the function has been unpacked. */
  remove(): void;
}

async function findStack(
  { stack, config, example }: DevOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<FoundStack> {
  const given = Object.entries({ stack, config, example }).filter(([, value]) => value !== undefined);
  if (given.length > 1) throw new Error(`${given.map(([name]) => `--${name}`).join(' and ')}: give one of them`);
  const remove = () => {};
  if (config !== undefined) return { stackDirectory: writeConfigStack(readGiven('--config', config), env), remove };
  if (example === undefined) return { stackDirectory: stack ?? onlyStack(), remove };
  const { outputDirectory, stackDirectory } = await synthesize(exampleFile(example));
  return { stackDirectory, remove: () => rmSync(outputDirectory, { recursive: true, force: true }) };
}

/** Examples are in the repository and not in the package. */
function exampleFile(name: string): string {
  const examples = join(dirname(functionDirectory()), '..', 'examples');
  const file = join(examples, name, 'main.ts');
  if (/^[\w-]+$/.test(name) && existsSync(file)) return file;
  const known = existsSync(examples)
    ? readdirSync(examples).filter((each) => existsSync(join(examples, each, 'main.ts')))
    : [];
  throw new Error(
    known.length === 0
      ? '--example: examples are in the repository, not in the package; use --stack or --config'
      : `--example ${name}: there is no such example; there are ${known.join(', ')}`,
  );
}

const STACKS = join('cdktf.out', 'stacks');

function onlyStack(): string {
  const stacks = existsSync(STACKS) ? readdirSync(STACKS) : [];
  const [only, ...others] = stacks;
  if (only !== undefined && others.length === 0) return join(STACKS, only);
  throw new Error(
    only === undefined
      ? `there is no stack in ${STACKS}: run "cdktf synth", or give --stack, --config or --example`
      : `there are several stacks in ${STACKS}: choose one with --stack ${STACKS}/<${stacks.join('|')}>`,
  );
}

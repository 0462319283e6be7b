import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './plan';
import { type Finished, run } from './process';
import { cliConfiguration, findProviderMirror } from './provider-mirror';

/** Variables by which Terraform, and what starts it, asks nobody on the network but AWS. */
export function terraformVariables(directory: string): Record<string, string> {
  const configuration = join(directory, 'terraform.tfrc');
  writeFileSync(configuration, cliConfiguration(findProviderMirror()));
  return { TF_CLI_CONFIG_FILE: configuration, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
}

const MINUTE_MS = 60_000;

/** Terraform in the folder of one synthesized stack; keeps what it says in `<command>.log` there. */
export class Terraform {
  constructor(
    private readonly stack: string,
    private readonly directory: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  async init(): Promise<void> {
    await this.run('init');
  }

  async validate(): Promise<void> {
    await this.run('validate');
  }

  /** Writes a plan into the stack's folder. @returns whether it holds changes */
  async plan(file: string): Promise<boolean> {
    const { status } = await this.run('plan', ['-detailed-exitcode', `-out=${file}`], [0, 2]);
    return status === 2;
  }

  async apply(planFile: string): Promise<void> {
    await this.run('apply', [planFile]);
  }

  async show(planFile: string): Promise<Plan> {
    const { stdout } = await this.run('show', ['-json', planFile]);
    return JSON.parse(stdout);
  }

  async destroy(): Promise<void> {
    await this.run('destroy', ['-auto-approve']);
  }

  /** For an apply that must fail. @returns what Terraform says */
  async failToApply(planFile: string): Promise<string> {
    const { output } = await this.run('apply', [planFile], [1]);
    return output;
  }

  /** For a destroy that must be refused. @returns what Terraform says */
  async failToDestroy(): Promise<string> {
    const { output } = await this.run('destroy', ['-auto-approve'], [1]);
    return output;
  }

  private async run(command: string, args: readonly string[] = [], accept?: readonly number[]): Promise<Finished> {
    const finished = await run({
      title: `[${this.stack}] terraform ${command}`,
      file: 'terraform',
      args: [command, '-no-color', ...args],
      cwd: this.directory,
      env: this.env,
      timeoutMs: 4 * MINUTE_MS,
      ...(accept === undefined ? {} : { accept }),
      ifMissing: 'install Terraform 1.11 or later, and have it on the PATH',
    });
    writeFileSync(join(this.directory, `${command}-${Date.now()}.log`), finished.output);
    return finished;
  }
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, type Finished, run } from '../../deploy/support/process';
import { ROOT } from '../../deploy/support/synthesize';

/** The two CDKs that the package serves, and how a program for one becomes a program for the other. */
export type Cdk = 'cdktf' | 'cdktn';

export interface ConsumerProject {
  readonly title: string;
  readonly cdk: Cdk;
  /** Exact versions, since a range would let what is tested change by itself. */
  readonly dependencies: Readonly<Record<string, string>>;
}

export const MODULE_RESOLUTIONS = ['node10', 'node16'] as const;
export type ModuleResolution = (typeof MODULE_RESOLUTIONS)[number];

/** A project of a user of the package, with all that it needs installed by npm. */
export class Consumer {
  readonly directory: string;
  /** What its processes take for the system's temporary folder. */
  readonly temporary: string;
  private readonly env: NodeJS.ProcessEnv;
  /** One compilation each. */
  private readonly compiled: Partial<Record<ModuleResolution, Promise<void>>> = {};

  constructor(
    parent: string,
    private readonly project: ConsumerProject,
  ) {
    this.directory = join(parent, project.title.replace(/\W+/g, '-'));
    this.temporary = join(this.directory, 'tmp');
    mkdirSync(this.temporary, { recursive: true });
    this.env = environment({ TMPDIR: this.temporary });
  }

  async install(tarball: string): Promise<void> {
    const { dependencies } = this.project;
    this.write('package.json', { private: true, dependencies: { ...dependencies, 'cdktf-sms-courier': tarball } });
    await this.run('npm install', 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund']);
  }

  /** Fails if a dependency is missing, or of a version that somebody's peer dependencies exclude. */
  async checkTree(): Promise<void> {
    await this.run('npm ls', 'npm', ['ls', '--all']);
  }

  /** Adds a program of test/package/consumer, written for cdktf. */
  add(source: string, name = source): void {
    const code = readFileSync(join(ROOT, 'test/package/consumer', source), 'utf8');
    writeFileSync(join(this.directory, name), this.project.cdk === 'cdktf' ? code : forCdktn(code));
  }

  write(name: string, content: unknown): void {
    writeFileSync(join(this.directory, name), JSON.stringify(content, null, 2));
  }

  /** Compiles the project as strictly as TypeScript can, the package's declarations and everybody else's included. */
  compile(resolution: ModuleResolution): Promise<void> {
    this.compiled[resolution] ??= this.runCompiler(resolution);
    return this.compiled[resolution];
  }

  /** Runs the compiled program, which synthesizes into a folder of the resolution's name. */
  async synthesize(resolution: ModuleResolution): Promise<Synthesized> {
    for (const name of ['facts.json', 'courier.json']) rmSync(join(this.directory, name), { force: true });
    const output = join(this.directory, `cdktf.out.${resolution}`);
    await this.node('synth', [`${resolution}/main.js`], { CDKTF_OUTDIR: output });
    const stack = join(output, 'stacks/backend');
    return {
      facts: JSON.parse(readFileSync(join(this.directory, 'facts.json'), 'utf8')),
      directory: stack,
      terraform: JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')),
    };
  }

  /** Runs the project's own tests, compiled before, by its own Jest. */
  test(resolution: ModuleResolution): Promise<Finished> {
    this.write('jest.config.json', {
      testMatch: [`<rootDir>/${resolution}/*.test.js`],
      setupFiles: [`<rootDir>/${resolution}/no-network.js`],
    });
    return this.node('jest', ['node_modules/jest/bin/jest.js', '--verbose']);
  }

  node(title: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return this.run(title, process.execPath, args, env);
  }

  /** Runs a command that a package has brought. */
  bin(name: string, args: readonly string[]): Promise<Finished> {
    return this.run(name, join(this.directory, 'node_modules/.bin', name), args);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  private async runCompiler(resolution: ModuleResolution): Promise<void> {
    this.write(`tsconfig.${resolution}.json`, {
      compilerOptions: {
        target: 'es2022',
        lib: ['es2022'],
        module: resolution === 'node10' ? 'commonjs' : 'node16',
        moduleResolution: resolution,
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        noPropertyAccessFromIndexSignature: true,
        skipLibCheck: false,
        outDir: resolution,
      },
      include: ['*.ts'],
    });
    await this.node('tsc', ['node_modules/typescript/bin/tsc', '--project', `tsconfig.${resolution}.json`]);
  }

  private run(
    title: string,
    file: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Finished> {
    return run({
      title: `[${this.project.title}] ${title}`,
      file,
      args,
      cwd: this.directory,
      env: { ...this.env, ...env },
      timeoutMs: 240_000,
    });
  }
}

export interface Synthesized {
  readonly facts: { readonly queueIsSqsQueue: boolean; readonly packages: readonly string[] };
  /** The stack's folder, to which paths of its assets are relative. */
  readonly directory: string;
  readonly terraform: {
    readonly terraform: { readonly required_providers: { readonly aws: { readonly version: string } } };
    readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  };
}

function forCdktn(code: string): string {
  return code
    .replaceAll("'cdktf-sms-courier'", "'cdktf-sms-courier/cdktn'")
    .replaceAll("'cdktf'", "'cdktn'")
    .replaceAll("'cdktf/", "'cdktn/")
    .replaceAll("'@cdktf/provider-aws/", "'@cdktn/provider-aws/");
}

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Outcome, type TemplateCase, withFixture } from './case';

const SPRIG = 'github.com/Masterminds/sprig';
const SPRIG_PACKAGE = 'golang-github-masterminds-sprig-dev';

/** What Go says of a template that ends its process: a stack overflow, or no end in sight. */
export const CRASH: Outcome = { error: 'the process of Go ends' };

/** Go's own text/template with sprig, as a process. */
export class GoEngine {
  private readonly directory: string;
  readonly program: string;

  /** Compiles a program of `test/oracle/go/src`. @throws Error where Go or sprig is missing */
  constructor(program = 'oracle') {
    this.directory = mkdtempSync(join(tmpdir(), 'template-oracle-'));
    this.program = join(this.directory, program);
    try {
      execFileSync('go', ['build', '-o', this.program, program], {
        env: { ...process.env, GO111MODULE: 'off', GOPATH: [join(__dirname, 'go'), ...goPaths()].join(delimiter) },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
    } catch (error) {
      this.close();
      throw missing(error) ?? error;
    }
  }

  /** What Go makes of each case, in their order. */
  async render(cases: readonly TemplateCase[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    while (outcomes.length < cases.length) {
      outcomes.push(...(await this.run(cases.slice(outcomes.length))));
      if (outcomes.length < cases.length) outcomes.push(CRASH);
    }
    return outcomes;
  }

  /** Runs the program to its end, or up to the case that ends it. */
  private run(cases: readonly TemplateCase[]): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.program, { stdio: ['pipe', 'pipe', 'pipe'] });
      let lines = '';
      let messages = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        lines += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        messages += text;
      });
      child.on('error', reject).on('close', (code) => {
        if (code === 1) reject(new Error(`the reference cannot read a case: ${messages}`));
        else
          resolve(
            lines
              .split('\n')
              .slice(0, -1)
              .map((line) => JSON.parse(line) as Outcome),
          );
      });
      // a process that has crashed reads no more
      child.stdin.on('error', () => {});
      child.stdin.end(cases.map((testCase) => `${JSON.stringify(withFixture(testCase))}\n`).join(''));
    });
  }

  close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Where Go finds packages: its own GOPATH, and the one that Debian's packages of Go libraries share. */
function goPaths(): string[] {
  const own = execFileSync('go', ['env', 'GOPATH'], { encoding: 'utf8' }).trim().split(delimiter);
  if (own.some((path) => existsSync(join(path, 'src', SPRIG)))) return own;
  const files = execFileSync('dpkg', ['-L', SPRIG_PACKAGE], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const folder = files.split('\n').find((file) => file.endsWith(`/src/${SPRIG}`));
  if (folder === undefined) throw new Error(`sprig is not in ${SPRIG_PACKAGE}`);
  return [folder.slice(0, -`/src/${SPRIG}`.length)];
}

function missing(error: unknown): Error | undefined {
  const { code, path } = error as { code?: string; path?: string };
  if (code === 'ENOENT') return new Error(`${path} is missing: the reference needs ${needed()}`, { cause: error });
  if (/dpkg/.test(String((error as Error).message)))
    return new Error(`sprig is missing: the reference needs ${needed()}`);
  return undefined;
}

function needed(): string {
  return `Go and sprig, as Debian packages them (apt-get install golang-go ${SPRIG_PACKAGE})`;
}

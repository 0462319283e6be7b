import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { GoEngine } from '../../test/oracle/go';
import { median } from '../statistics';
import { CASES, type TemplateCase } from './cases';
import { type Results, report } from './report';

const ROUNDS = 7;
const SECONDS = '1';

async function main(): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-template-'));
  const go = new GoEngine('bench');
  try {
    const script = join(directory, 'ours.js');
    buildSync({
      entryPoints: [join(__dirname, 'ours.ts')],
      outfile: script,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
    });
    const results: Results = {
      date: new Date().toISOString().slice(0, 10),
      node: process.version,
      go: execFileSync('go', ['version'], { encoding: 'utf8' }).trim().split(' ')[2] ?? '',
      cases: CASES.map((each) => measure(each, directory, script, go.program)),
    };
    writeFileSync(join(__dirname, 'REPORT.md'), report(results));
    const slower = results.cases.filter(({ ours, go: theirs }) => median(ours) < median(theirs));
    for (const { name } of slower) console.log(`slower than Go: ${name}`);
    return slower.length === 0;
  } finally {
    go.close();
    rmSync(directory, { recursive: true });
  }
}

function measure(testCase: TemplateCase, directory: string, script: string, program: string): Results['cases'][number] {
  const file = join(directory, 'case.json');
  writeFileSync(file, JSON.stringify(testCase));
  const ours: number[] = [];
  const go: number[] = [];
  // round by round, so that a busy minute of the machine falls on both
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(perSecond(process.execPath, [script, file, SECONDS]));
    go.push(perSecond(program, [file, SECONDS]));
  }
  console.log(`${testCase.name}: ours ${median(ours)}/s, Go ${median(go)}/s`);
  return { name: testCase.name, template: testCase.template, ours, go };
}

function perSecond(command: string, args: readonly string[]): number {
  const env = { ...process.env, GOMAXPROCS: '1' };
  return Math.round(Number(execFileSync(command, args, { encoding: 'utf8', env })));
}

main()
  .then((fast) => {
    if (!fast) process.exitCode = 1;
  })
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });

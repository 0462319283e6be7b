import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/**
 * Runs a CDKTF app as `cdktf synth` would; gives the folder of its only stack.
 *
 * @param app the app's TypeScript file
 */
export async function synthesize(
  app: string,
): Promise<{ readonly outputDirectory: string; readonly stackDirectory: string }> {
  if (!existsSync(app)) throw new Error(`${app} does not exist`);
  const outputDirectory = mkdtempSync(join(tmpdir(), 'sms-courier-synth-'));
  try {
    const tsx = pathToFileURL(require.resolve('tsx')).href;
    await promisify(execFile)(process.execPath, ['--import', tsx, app], {
      cwd: dirname(app),
      env: { ...process.env, CDKTF_OUTDIR: outputDirectory },
    });
    const stacks = readdirSync(join(outputDirectory, 'stacks'));
    const [stack, ...others] = stacks;
    if (stack === undefined || others.length > 0) throw new Error(`${app} has ${stacks.length} stacks; expected one`);
    return { outputDirectory, stackDirectory: join(outputDirectory, 'stacks', stack) };
  } catch (error) {
    rmSync(outputDirectory, { recursive: true, force: true });
    throw error;
  }
}

/** Runs the fault suite: `npm run test:faults [-- --long] [jest's own arguments]`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const isLong = process.argv.includes('--long');
const args = process.argv.slice(2).filter((argument) => argument !== '--long');
// waits, more than work, take its time, so that two files at once do not disturb each other
const jest = ['node_modules/jest/bin/jest.js', '--config', 'test/faults/jest.config.js', '--maxWorkers', '2', ...args];
const { status } = spawnSync(process.execPath, jest, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FAULTS: isLong ? 'long' : 'short' },
});
process.exitCode = status ?? 1;

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeFolder } from '../../../local/inbox/take-folder';
import { temporaryFolder } from '../support';

const pidFile = (folder: string) => join(folder, 'courier.pid');

test('a folder belongs to the process that took it, until it gives it back', () => {
  const folder = join(temporaryFolder(), 'made', 'for it');
  const leave = takeFolder(folder);
  expect(readFileSync(pidFile(folder), 'utf8')).toBe(String(process.pid));
  leave();
  expect(existsSync(pidFile(folder))).toBe(false);
});

test('a folder that another process has is refused, and free once that has been killed', async () => {
  const folder = temporaryFolder();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const ended = once(other, 'exit');
  try {
    writeFileSync(pidFile(folder), String(other.pid));
    expect(() => takeFolder(folder)).toThrow(`in use by another courier (process ${other.pid})`);
    expect(readFileSync(pidFile(folder), 'utf8')).toBe(String(other.pid));
  } finally {
    other.kill('SIGKILL');
    await ended;
  }
  takeFolder(folder)();
});

test.each(['', 'nonsense', '-1', '0'])('a file that names no process (%j) keeps nobody out', (content) => {
  const folder = temporaryFolder();
  writeFileSync(pidFile(folder), content);
  takeFolder(folder)();
  expect(existsSync(pidFile(folder))).toBe(false);
});

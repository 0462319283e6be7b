import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'courier.pid';

/**
 * Makes a folder, if it is not there, and takes it for this process alone: of two couriers that keep their inboxes in one, each would
 * write over what the other has.
 *
 * @returns what gives it back; a process that is killed leaves it to whoever comes next
 * @throws Error that names the process that has it, or the system's if it can be no folder
 */
export function takeFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, FILE);
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(readFileSync(file, 'utf8'));
    if (runs(owner))
      throw new FolderTaken(
        `is in use by another courier (process ${owner}): stop that, or give another folder; if it is none, remove ${FILE} there`,
      );
    writeFileSync(file, String(process.pid));
  }
  return () => rmSync(file, { force: true });
}

export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

function runs(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // it runs under another user
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

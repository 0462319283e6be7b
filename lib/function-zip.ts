import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { CONFIG_FILE } from '../lambda/config';

/** Files of the package that go into every function's zip. */
const FUNCTION_FILES = ['index.js', 'jsonnet-worker.js', 'jsonnet.wasm', 'THIRD_PARTY_NOTICES.txt'];

export interface FunctionZip {
  /** Absolute path. */
  readonly path: string;
  /** Base64 SHA-256 of its bytes, as Lambda's CodeSha256. */
  readonly sha256: string;
}

/** Writes the function's zip with this configuration in it. The same configuration gives the same bytes, wherever it is made. */
export function writeFunctionZip(courierJson: string): FunctionZip {
  const entries = [
    ...FUNCTION_FILES.map((name) => [name, readFileSync(join(functionDirectory(), name))] as const),
    [CONFIG_FILE, Buffer.from(courierJson)] as const,
  ];
  const zip = zipSync(
    Object.fromEntries(entries.map(([name, bytes]) => [name, [bytes, ENTRY_ATTRIBUTES]])) as Zippable,
  );
  const path = join(temporaryDirectory(), `${createHash('sha256').update(zip).digest('hex').slice(0, 16)}.zip`);
  writeFileSync(path, zip);
  return { path, sha256: createHash('sha256').update(zip).digest('base64') };
}

/** Fixed, so that no file system, umask or time zone shows: zip stores local time, and this date is built from local parts. */
const ENTRY_ATTRIBUTES = { level: 6, mtime: new Date(1980, 0, 1, 12), os: 3, attrs: 0o100644 << 16 } as const;

let cachedDirectory: string | undefined;

/** Where the package keeps the function's files: found from the package's root, whichever entry point runs. */
export function functionDirectory(): string {
  if (cachedDirectory !== undefined) return cachedDirectory;
  for (let directory = __dirname; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) {
      cachedDirectory = join(directory, 'dist', 'function');
      return cachedDirectory;
    }
    if (directory === dirname(directory))
      throw new Error(`no package.json above ${__dirname}: the installation of cdktf-sms-courier is incomplete`);
  }
}

let cachedTemporary: string | undefined;

/** One folder for this process, which cdktf copies assets out of at synth. */
function temporaryDirectory(): string {
  if (cachedTemporary === undefined || !existsSync(cachedTemporary)) {
    const directory = mkdtempSync(join(tmpdir(), 'cdktf-sms-courier-'));
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
    cachedTemporary = directory;
  }
  return cachedTemporary;
}

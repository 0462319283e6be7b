import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AwsSmsService, CONFIG_FILE, type CourierConfig, type Deferred, isAwsProvider } from '../lambda/config';
import { type DeflatedFile, deflate, zip } from './zip';

/** Clients that only couriers with such a provider have in their zip. */
const CLIENT_FILES: Readonly<Record<AwsSmsService, string>> = { sns: 'sns.js', 'sms-voice': 'sms-voice.js' };

/** Files of the package that go into every function's zip. */
const FUNCTION_FILES = [
  'index.js',
  'courier.js',
  'templates.js',
  'jsonnet-worker.js',
  'jsonnet.wasm',
  'THIRD_PARTY_NOTICES.txt',
];

export interface FunctionZip {
  /** Absolute path. */
  readonly path: string;
  /** Base64 SHA-256 of its bytes, as Lambda's CodeSha256. */
  readonly sha256: string;
}

const written = new Map<string, FunctionZip>();

/** Writes the function's zip with this configuration in it. The same configuration gives the same bytes, wherever it is made. */
export function writeFunctionZip(courierJson: string): FunctionZip {
  const known = written.get(courierJson);
  if (known !== undefined && existsSync(known.path)) return known;
  const bytes = zip([
    ...[...FUNCTION_FILES, ...extraFiles(courierJson)].map(packageFile),
    deflate(CONFIG_FILE, Buffer.from(courierJson)),
  ]);
  const sha256 = createHash('sha256').update(bytes).digest();
  const path = join(temporaryDirectory(), `${sha256.toString('hex').slice(0, 16)}.zip`);
  writeFileSync(path, bytes);
  const made = { path, sha256: sha256.toString('base64') };
  written.set(courierJson, made);
  return made;
}

/** What only some couriers need: clients of AWS's SMS services, the ingress, what opens Cognito's codes, what redacts dead letters. */
function extraFiles(courierJson: string): string[] {
  const { providers, ingress, cognitoKeys, redactExpired } = JSON.parse(courierJson) as CourierConfig<Deferred>;
  const services = providers.filter(isAwsProvider).map(({ call }) => call.service);
  return [
    ...[...new Set(services)].sort().map((service) => CLIENT_FILES[service]),
    ...(ingress === undefined ? [] : ['ingress.js']),
    ...(cognitoKeys === undefined ? [] : ['cognito.js']),
    ...(redactExpired === false ? [] : ['dead-letters.js']),
  ];
}

const packageFiles = new Map<string, DeflatedFile>();

/** Deflated once for all couriers of a process. */
function packageFile(name: string): DeflatedFile {
  const known = packageFiles.get(name);
  if (known !== undefined) return known;
  const file = deflate(name, readFileSync(join(functionDirectory(), name)));
  packageFiles.set(name, file);
  return file;
}

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

const TEMPORARY_PREFIX = `cdktf-sms-courier-`;

let cachedTemporary: string | undefined;

/** One folder for this process, which cdktf copies assets out of at synth. */
function temporaryDirectory(): string {
  if (cachedTemporary === undefined || !existsSync(cachedTemporary)) {
    removeAbandoned();
    const directory = mkdtempSync(join(tmpdir(), `${TEMPORARY_PREFIX}${process.pid}-`));
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
    cachedTemporary = directory;
  }
  return cachedTemporary;
}

/** A test runner's sandbox does not tell of the process's end: what such processes left is removed by the next one. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(TEMPORARY_PREFIX)
      ? /^(\d+)-/.exec(name.slice(TEMPORARY_PREFIX.length))?.[1]
      : undefined;
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // another user's process may not be asked, and is there
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

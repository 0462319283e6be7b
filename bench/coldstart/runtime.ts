/**
 * Lambda's runtime in small, and a process of its own: `node runtime.js <folder of index.js> <event>`.
 *
 * Loads the function, hands it one event, and tells on file descriptor 3 when it did what. Times are `process.hrtime`,
 * which all processes of a machine share.
 */
import { writeSync } from 'node:fs';

/** Nanoseconds, in decimal. */
export interface RuntimeTimes {
  /** Node.js has started; nothing of the function has been read. */
  readonly began: string;
  readonly loaded: string;
  readonly returned: string;
}

type Handler = (
  event: unknown,
  context: { awsRequestId: string; getRemainingTimeInMillis(): number },
) => Promise<unknown>;

const TIMEOUT_MS = 45_000;

async function run(directory: string, event: unknown): Promise<RuntimeTimes> {
  const began = now();
  const { handler } = require(`${directory}/index.js`) as { handler: Handler };
  const loaded = now();
  await handler(event, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => TIMEOUT_MS });
  return { began, loaded, returned: now() };
}

function now(): string {
  return String(process.hrtime.bigint());
}

const [directory = '', event = 'null'] = process.argv.slice(2);
run(directory, JSON.parse(event)).then(
  (times) => {
    writeSync(3, JSON.stringify(times));
    process.exit();
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

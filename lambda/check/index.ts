/** The checker that `lib` runs in a process of its own at synth: courier.json on standard input, findings on standard output. */
import { readFileSync } from 'node:fs';
import { loadConfig } from '../load-config';
import { startJsonnet } from '../start/jsonnet';
import { checkConfig } from './check';

/** Stands in for values that only the deploy knows. */
const DEFERRED = 'https://known-at-deploy.invalid/';

async function main(): Promise<void> {
  const { config } = loadConfig(readFileSync(0, 'utf8'), new Proxy({}, { get: () => DEFERRED }));
  const jsonnet = startJsonnet(__dirname);
  process.stdout.write(JSON.stringify(await checkConfig(config, jsonnet)));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

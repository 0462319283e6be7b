/** What `lib` runs in a process of its own, since synthesis cannot wait for engines to load: input on standard input, answer on standard output. */
import { readFileSync } from 'node:fs';
import type { CourierConfig } from '../config';
import { loadConfig } from '../load-config';
import { InvalidMessage } from '../message';
import { preview } from '../preview';
import { startJsonnet } from '../start/jsonnet';
import { Templates } from '../template/templates';
import { checkConfig } from './check';

/** Stands in for values that only the deploy knows. */
const DEFERRED = 'https://known-at-deploy.invalid/';

/** By the process's argument. */
const ACTIONS = {
  /** courier.json → findings */
  check: (input: string) => checkConfig(read(input), startJsonnet(__dirname)),
  /** `{ courierJson, message }` → what its first attempt would be */
  preview: (input: string) => {
    const { courierJson, message } = JSON.parse(input) as { readonly courierJson: string; readonly message: unknown };
    const config = read(courierJson);
    const services = {
      config,
      templates: () => new Templates(config),
      jsonnet: startJsonnet(__dirname),
      now: Date.now,
    };
    return preview(message, undefined, services);
  },
} as const;

function read(courierJson: string): CourierConfig {
  return loadConfig(courierJson, new Proxy({}, { get: () => DEFERRED })).config;
}

async function main(action: keyof typeof ACTIONS): Promise<void> {
  process.stdout.write(JSON.stringify(await ACTIONS[action](readFileSync(0, 'utf8'))));
}

main(process.argv[2] as keyof typeof ACTIONS).catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof InvalidMessage ? `the message is refused: ${text}` : text}\n`);
  process.exitCode = 1;
});

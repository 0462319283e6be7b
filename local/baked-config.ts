import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { CONFIG_FILE, type CourierConfig, type Deferred } from '../lambda/config';

/** The configuration that has been baked into a courier's zip. */
export function readConfig(zipFile: string): CourierConfig<Deferred> {
  const file = unzipSync(readFileSync(zipFile), { filter: ({ name }) => name === CONFIG_FILE })[CONFIG_FILE];
  if (file === undefined) throw new Error(`${zipFile} is no courier's: it holds no ${CONFIG_FILE}`);
  return JSON.parse(strFromU8(file)) as CourierConfig<Deferred>;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_FILE } from '../config';
import { type LoadedConfig, loadConfig } from '../load-config';

export function readConfiguration(directory: string): LoadedConfig {
  return loadConfig(readFileSync(join(directory, CONFIG_FILE), 'utf8'), process.env);
}

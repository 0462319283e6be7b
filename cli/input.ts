import { readFileSync } from 'node:fs';
import { CONFIG_VERSION, type CourierConfig, type ProviderConfig } from '../lambda/config';
import { loadConfig } from '../lambda/load-config';
import { BadInput } from './bad-input';
import { shapeProblems } from './config-shape';

const STANDARD_INPUT = 0;

export function readText(option: string, file: string): string {
  try {
    return readFileSync(file === '-' ? STANDARD_INPUT : file, 'utf8');
  } catch (error) {
    throw new BadInput(`--${option} ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

export function readJson(option: string, file: string): unknown {
  try {
    return JSON.parse(readText(option, file));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`--${option} ${file} is not JSON: ${(error as Error).message}`);
  }
}

export function readConfig(file: string): CourierConfig {
  const value = readJson('config', file) as Partial<CourierConfig> | null;
  if (typeof value !== 'object' || value?.version !== CONFIG_VERSION || !Array.isArray(value.providers)) {
    throw new BadInput(
      `--config ${file} is no courier.json of version ${CONFIG_VERSION}: write courier.toCourierJson() to a file`,
    );
  }
  const problems = shapeProblems(value);
  if (problems.length > 0) throw new BadInput(`--config ${file} is no courier.json: ${problems.join('; ')}`);
  try {
    return loadConfig(JSON.stringify(value), process.env).config;
  } catch (error) {
    // a value that only the deploy knows
    throw new BadInput(
      `--config ${file}: ${(error as Error).message.replace('deploy again', 'set it to try the configuration out')}`,
    );
  }
}

export function findProvider(config: CourierConfig, id: string): ProviderConfig {
  const provider = config.providers.find((each) => each.id === id);
  if (provider !== undefined) return provider;
  throw new BadInput(
    `no provider "${id}": the configuration has ${config.providers.map((each) => each.id).join(', ')}`,
  );
}

/** Headers as JSON, or as they stand in a response; names in lower case. */
export function readHeaders(file: string): Record<string, string> {
  const text = readText('headers', file);
  const entries = text.trimStart().startsWith('{')
    ? Object.entries(readJson('headers', file) as object)
    : lines(text, file);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value)]),
  );
}

function lines(text: string, file: string): [string, string][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !/^HTTP\/\d/.test(line))
    .map((line) => {
      const at = line.indexOf(':');
      if (at < 1) throw new BadInput(`--headers ${file}: "${line}" is no "Name: value"`);
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    });
}

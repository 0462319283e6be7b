import { statSync } from 'node:fs';
import { isObject } from '../lambda/is-object';
import { readGiven } from './given-file';

/** Values by the name of the parameter or secret that they stand for. */
export interface SecretValues {
  get(name: string): string | undefined;
}

/** A JSON file, `{"/sms/twilio/auth_token": "value"}`, which is read again when it has changed. */
export function readSecretsFile(file: string): SecretValues {
  let version = '';
  let values: Readonly<Record<string, string>> = {};
  const refresh = () => {
    const found = statSync(file, { throwIfNoEntry: false });
    const current = found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
    if (current !== '' && current === version) return;
    values = parse(readGiven('--secrets', file), file);
    version = current;
  };
  refresh();
  return {
    get: (name) => {
      refresh();
      return Object.hasOwn(values, name) ? values[name] : undefined;
    },
  };
}

function parse(text: string, file: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isObject(value) || !Object.values(value).every((entry) => typeof entry === 'string')) {
    // The file's text is not repeated: it holds secrets.
    throw new Error(`${file} must hold a JSON object from the name of a secret to its value, all of them strings`);
  }
  return value as Record<string, string>;
}

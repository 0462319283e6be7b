import { readFileSync } from 'node:fs';
import { isObject } from '../lambda/is-object';

/** A message as an identity backend would put it on the queue, with a name to speak of it. */
export interface NamedMessage {
  readonly name: string;
  readonly message: Readonly<Record<string, unknown>>;
}

/** Reads a JSON file of messages: an object from name to message, or an array of messages. */
export function readMessages(file: string): NamedMessage[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`cannot read the messages: ${error instanceof Error ? error.message : String(error)}`);
  }
  const entries = Array.isArray(value) || isObject(value) ? Object.entries(value) : [];
  if (entries.length === 0)
    throw new Error(`${file} holds no messages: expected an object from name to message, or an array`);
  return entries.map(([key, message]: [string, unknown]) => {
    const name = Array.isArray(value) ? `message ${Number(key) + 1}` : key;
    if (!isObject(message)) throw new Error(`${file}: ${name} is no JSON object`);
    return { name, message };
  });
}

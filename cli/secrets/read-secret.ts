import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { BadInput } from '../bad-input';

/** A parameter of the standard tier holds no more: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_BYTES = 4096;

/**
 * Reads a secret's value from standard input, or asks for it at the terminal, where nothing of it shows.
 *
 * @throws {BadInput} for what can be no credential; it never holds the value
 */
export async function readSecret(question: string): Promise<string> {
  const value = process.stdin.isTTY ? await ask(question) : (await text(process.stdin)).replace(/\r?\n$/, '');
  if (value === '') throw new BadInput('the value is empty: give it on standard input');
  if (value.trim() !== value || /[\r\n]/.test(value))
    throw new BadInput('the value has white space around it or several lines: give the credential alone');
  if (Buffer.byteLength(value) > MAX_BYTES)
    throw new BadInput(`the value has ${Buffer.byteLength(value)} bytes: a parameter holds ${MAX_BYTES}`);
  return value;
}

/** The terminal echoes what its reader writes: here, nothing. */
async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  // first, so that the terminal itself echoes nothing either
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  const interrupted = new Promise<never>((_, reject) => {
    terminal.once('SIGINT', () => reject(new BadInput('cut off: nothing is stored')));
  });
  try {
    return await Promise.race([terminal.question(''), interrupted]);
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

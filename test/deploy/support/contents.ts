import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { unzipSync } from 'fflate';

export interface Content {
  /** Path in the folder, then after `!` the path in a zip; with `/`, wherever the test runs. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All files below a folder, and of each zip (Terraform's plans are zips) what is in it as well. Links are not followed. */
export function* contents(directory: string): Generator<Content> {
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const file = join(directory, entry);
    if (lstatSync(file).isFile()) yield* unpacked(relative(directory, file).split(sep).join('/'), readFileSync(file));
  }
}

function* unpacked(name: string, bytes: Uint8Array): Generator<Content> {
  yield { name, bytes };
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'PK\x03\x04') return;
  for (const [entry, inner] of Object.entries(unzipSync(bytes))) yield* unpacked(`${name}!${entry}`, inner);
}

/** Names of the contents that hold a text: as it stands, in base64 or in hexadecimal. */
export function holding(all: Iterable<Content>, text: string): string[] {
  const forms = writtenForms(text);
  return [...all]
    .filter(({ bytes }) => {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return forms.some((form) => buffer.includes(form));
    })
    .map(({ name }) => name);
}

function writtenForms(text: string): string[] {
  // base64 has three forms, by where in a group of three bytes the text begins; its ends depend on what is around it
  const base64 = [0, 1, 2].map((before) =>
    Buffer.from('\0'.repeat(before) + text)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(before === 0 ? 0 : 4, -1),
  );
  return [text, Buffer.from(text).toString('hex'), ...base64];
}

import { readFileSync } from 'node:fs';
import { Token } from 'cdktf';

/** Reads a Jsonnet body from where Ory's configuration says it is; a text without a scheme is the Jsonnet itself. */
export function readBody(body: string, provider: string): string {
  if (Token.isUnresolved(body)) {
    throw new Error(
      `provider ${provider}: the body is a Terraform token, whose text is not known at synth: give the Jsonnet itself, or file://`,
    );
  }
  if (body.startsWith('base64://')) return decode(body.slice('base64://'.length), provider);
  if (body.startsWith('file://')) return read(body.slice('file://'.length), provider);
  if (/^https?:\/\//.test(body)) {
    throw new Error(
      `provider ${provider}: the body is at ${body}: download it and use file://, so that a deploy does not depend on another server`,
    );
  }
  return body;
}

function decode(text: string, provider: string): string {
  const stripped = text.replace(/[\r\n]/g, '');
  // as Go's base64.StdEncoding: standard alphabet, padding required
  if (stripped.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(stripped)) {
    throw new Error(
      `provider ${provider}: the base64:// body is not standard base64 with padding (${stripped.length} characters)`,
    );
  }
  return Buffer.from(stripped, 'base64').toString('utf8');
}

function read(path: string, provider: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(
      `provider ${provider}: the body's file ${path} cannot be read from ${process.cwd()}: ${(error as NodeJS.ErrnoException).code}`,
    );
  }
}

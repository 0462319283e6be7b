import { toBytes } from '../go-string';

/** How Go's package time quotes text in its errors: all that is not ASCII byte by byte. */
export function quoteBytes(text: string): string {
  return `"${Array.from(toBytes(text), quoteByte).join('')}"`;
}

function quoteByte(byte: number): string {
  if (byte < 0x20 || byte >= 0x80) return `\\x${byte.toString(16).padStart(2, '0')}`;
  const character = String.fromCharCode(byte);
  return character === '"' || character === '\\' ? `\\${character}` : character;
}

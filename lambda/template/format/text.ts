import { toBytes } from '../go-string';
import { checkLength } from '../limits';
import { type Flags, pad } from './flags';
import { canBackquote, quote, quoteToAscii } from './quote';

/** A string under a verb; undefined if that verb is not for strings. */
export function formatString(text: string, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 'v':
      return flags.goSyntax ? formatQuoted(text, flags) : formatText(text, flags);
    case 's':
      return formatText(text, flags);
    case 'q':
      return formatQuoted(text, flags);
    case 'x':
    case 'X':
      return formatBytes(text, verb, flags);
    default:
      return undefined;
  }
}

export function formatText(text: string, flags: Flags): string {
  return pad(truncate(text, flags), flags);
}

function formatQuoted(text: string, flags: Flags): string {
  const kept = truncate(text, flags);
  if (flags.sharp && canBackquote(kept)) return pad(`\`${kept}\``, flags);
  return pad(flags.plus ? quoteToAscii(kept) : quote(kept), flags);
}

/** The precision counts code points. */
function truncate(text: string, { precision }: Flags): string {
  if (precision === undefined || precision >= text.length) return text;
  let end = 0;
  for (let count = 0; count < precision && end < text.length; count++)
    end += (text.charCodeAt(end) & 0xfc00) === 0xd800 ? 2 : 1;
  return text.slice(0, end);
}

/** Two hexadecimal digits for each byte; here the precision counts bytes. */
function formatBytes(text: string, verb: 'x' | 'X', flags: Flags): string {
  const { precision, sharp, space } = flags;
  // each unit is a byte at least, and one more lets the cut fall behind a pair
  const bytes = toBytes(precision === undefined ? text : text.slice(0, precision + 1)).subarray(0, precision);
  if (bytes.length === 0) return pad('', flags);
  checkLength(bytes.length * (2 + (space ? 1 : 0) + (space && sharp ? 2 : 0)));
  const lower = Buffer.from(bytes).toString('hex');
  const digits = verb === 'X' ? lower.toUpperCase() : lower;
  const prefix = sharp ? `0${verb}` : '';
  return pad(prefix + (space ? separate(digits, ` ${prefix}`) : digits), flags);
}

function separate(digits: string, separator: string): string {
  return (digits.match(/../g) ?? []).join(separator);
}

import { fromRune } from '../go-string';
import { type Flags, pad, padWithSpaces, repeat } from './flags';
import { isPrintable, quoteRune } from './quote';

const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

/** An integer under a verb; undefined if that verb is not for integers. */
export function formatInteger(value: bigint, signed: boolean, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 'v':
      return flags.goSyntax && !signed ? formatHex(value, flags, true) : formatDigits(value, verb, flags);
    case 'd':
    case 'b':
    case 'o':
    case 'O':
    case 'x':
    case 'X':
      return formatDigits(value, verb, flags);
    case 'c':
      return pad(toCharacter(value), flags);
    case 'q':
      return pad(quoteRune(toCharacter(value), flags.plus), flags);
    case 'U':
      return padWithSpaces(formatCodePoint(value, flags), flags);
    default:
      return undefined;
  }
}

/** The form of addresses, and of unsigned numbers in Go syntax. */
export function formatHex(value: bigint, flags: Flags, prefix: boolean): string {
  return formatDigits(value, 'x', { ...flags, sharp: prefix });
}

function formatDigits(value: bigint, verb: string, flags: Flags): string {
  const { precision, width } = flags;
  if (precision === 0 && value === 0n) return padWithSpaces('', flags);
  const negative = value < 0n;
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  const base = BASES[verb] as number;
  let digits = (negative ? -value : value).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  const least = precision ?? (flags.zero && width !== undefined ? width - sign.length : 0);
  digits = repeat('0', least - digits.length) + digits;
  return padWithSpaces(sign + prefixOf(digits, verb, base, flags.sharp) + digits, flags);
}

function prefixOf(digits: string, verb: string, base: number, sharp: boolean): string {
  const octal = verb === 'O' ? '0o' : '';
  if (!sharp) return octal;
  if (base === 2) return '0b';
  if (base === 16) return `0${verb}`;
  return base === 8 && !digits.startsWith('0') ? `${octal}0` : octal;
}

function toCharacter(value: bigint): string {
  return value < 0n || value > 0x10ffffn ? '\ufffd' : fromRune(Number(value));
}

function formatCodePoint(value: bigint, { precision, sharp }: Flags): string {
  const digits = BigInt.asUintN(64, value).toString(16).toUpperCase();
  const text = `U+${repeat('0', Math.max(precision ?? 4, 4) - digits.length)}${digits}`;
  if (!sharp || value < 0n || value > 0x10ffffn) return text;
  const character = String.fromCodePoint(Number(value));
  return isPrintable(character) ? `${text} '${character}'` : text;
}

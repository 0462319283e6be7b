import { compare, fromBytes } from '../go-string';
import { type GoType, isSigned } from '../go-type';
import { checkLength, LimitError, MAX_DEPTH } from '../limits';
import { GoComplex, type GoInt, GoMap, GoPointer, GoSlice, GoStruct, typeOf, type Value } from '../value';
import { type Flags, PLAIN, pad } from './flags';
import { formatFloat } from './float';
import { formatHex, formatInteger } from './integer';
import { METHODS } from './methods';
import { formatString, formatText } from './text';

/** One address for all: Go's differ from run to run, so nothing can rest on them, and the same input shall give the same text. */
const ADDRESS = 0xc000010000n;

const STRING_VERBS = new Set(['v', 's', 'x', 'X', 'q']);
const POINTER_VERBS = new Set(['b', 'o', 'd', 'x', 'X']);
const COMPLEX_VERBS = new Set(['v', 'b', 'g', 'G', 'x', 'X', 'f', 'F', 'e', 'E']);

/** Where a value stands: how deep, and whether Go may call its methods (behind an unexported field it may not). */
interface Place {
  readonly depth: number;
  readonly hasMethods: boolean;
}

const TOP: Place = { depth: 0, hasMethods: false };

/** Collects the text of one call. */
export class Printer {
  private text = '';
  /** While a bad verb shows its value, no methods are called. */
  private showsBadVerb = false;

  /** @throws LimitError before the text is made */
  write(text: string): void {
    checkLength(this.text.length + text.length);
    this.text += text;
  }

  toString(): string {
    return this.text;
  }

  /** An argument: a value at the top. */
  print(value: Value, verb: string, flags: Flags): void {
    if (typeof value === 'string' && flags === PLAIN && (verb === 'v' || verb === 's')) this.write(value);
    else if (value === null) {
      if (verb === 'v' || verb === 'T') this.write(pad('<nil>', flags));
      else this.printBadVerb(value, verb, flags);
    } else if (verb === 'T') this.write(formatText(typeName(value), flags));
    else if (verb === 'p') this.printPointer(value, verb, flags);
    else if (typeName(value) === '[]uint8' || !this.printByMethod(value, verb, flags))
      this.printValue(value, verb, flags, TOP);
  }

  private printValue(value: Exclude<Value, null>, verb: string, flags: Flags, place: Place): void {
    if (place.hasMethods && this.printByMethod(value, verb, flags)) return;
    if (value instanceof GoSlice) this.printSlice(value, verb, flags, place);
    else if (value instanceof GoMap) this.printMap(value, verb, flags, place);
    else if (value instanceof GoStruct) this.printStruct(value, verb, flags, place);
    else if (value instanceof GoPointer) this.printTarget(value, verb, flags, place);
    else if (value instanceof GoComplex) this.printComplex(value, verb, flags);
    else {
      const text = formatBasic(value, verb, flags);
      if (text === undefined) this.printBadVerb(value, verb, flags);
      else this.write(text);
    }
  }

  /** A value within another; `declared` is the type of the place that holds it, which is all that is known of nil. */
  private printNested(value: Value, declared: GoType, verb: string, flags: Flags, place: Place): void {
    if (value === null) this.write(flags.goSyntax ? `${declared.name}(nil)` : '<nil>');
    else this.printValue(value, verb, flags, place);
  }

  private printByMethod(value: Exclude<Value, null>, verb: string, flags: Flags): boolean {
    if (this.showsBadVerb || typeof value !== 'object') return false;
    // the verb of errors, which is good in no function that a template may call
    if (verb === 'w') {
      this.printBadVerb(value, verb, flags);
      return true;
    }
    if (!Object.hasOwn(METHODS, value.type.name)) return false;
    const { string, goString } = METHODS[value.type.name] ?? {};
    if (flags.goSyntax) {
      if (goString === undefined) return false;
      this.write(formatText(goString(value), flags));
      return true;
    }
    if (string === undefined || !STRING_VERBS.has(verb)) return false;
    const isNil = value instanceof GoPointer && value.target === null;
    this.write(isNil ? '<nil>' : (formatString(string(value), verb, flags) as string));
    return true;
  }

  private printSlice(slice: GoSlice, verb: string, flags: Flags, place: Place): void {
    const { items, type } = slice;
    if (type.elem.kind === 'uint8' && verb !== 'v' && STRING_VERBS.has(verb)) {
      this.write(formatString(fromBytes(Uint8Array.from(items, toByte)), verb, flags) as string);
      return;
    }
    // at the top Go knows these by the name that programs write
    const name = type.name === '[]uint8' && place === TOP ? '[]byte' : type.name;
    if (flags.goSyntax && slice.isNil) {
      this.write(`${name}(nil)`);
      return;
    }
    this.write(flags.goSyntax ? `${name}{` : '[');
    const inner = within(place);
    for (const [at, item] of items.entries()) {
      if (at > 0) this.separate(flags);
      this.printNested(item, type.elem, verb, flags, inner);
    }
    this.write(flags.goSyntax ? '}' : ']');
  }

  private printMap(map: GoMap, verb: string, flags: Flags, place: Place): void {
    const { entries, type } = map;
    if (flags.goSyntax && map.isNil) {
      this.write(`${type.name}(nil)`);
      return;
    }
    this.write(flags.goSyntax ? `${type.name}{` : 'map[');
    const inner = within(place);
    let isFirst = true;
    for (const [key, value] of [...entries].sort(([a], [b]) => compare(a, b))) {
      if (!isFirst) this.separate(flags);
      isFirst = false;
      this.printValue(key, verb, flags, inner);
      this.write(':');
      this.printNested(value, type.elem, verb, flags, inner);
    }
    this.write(flags.goSyntax ? '}' : ']');
  }

  private printStruct({ fields, type }: GoStruct, verb: string, flags: Flags, place: Place): void {
    this.write(flags.goSyntax ? `${type.name}{` : '{');
    const inner = within(place);
    for (const [at, field] of type.fields.entries()) {
      if (at > 0) this.separate(flags);
      if (flags.goSyntax || flags.fieldNames) this.write(`${field.name}:`);
      const hasMethods = inner.hasMethods && /^\p{Lu}/u.test(field.name);
      this.printNested(fields.get(field.name) ?? null, field.type, verb, flags, { ...inner, hasMethods });
    }
    this.write('}');
  }

  /** A pointer shows what it points to at the top, and its address further in. */
  private printTarget(pointer: GoPointer, verb: string, flags: Flags, place: Place): void {
    if (place.depth > 0 || pointer.target === null) this.printPointer(pointer, verb, flags);
    else {
      this.write('&');
      this.printValue(pointer.target, verb, flags, within(place));
    }
  }

  private printPointer(value: Exclude<Value, null>, verb: string, flags: Flags): void {
    const address = addressOf(value);
    if (address === undefined) this.printBadVerb(value, verb, flags);
    else if (verb === 'p') this.write(formatHex(address, flags, !flags.sharp));
    else if (POINTER_VERBS.has(verb)) this.write(formatInteger(address, false, verb, flags) as string);
    else if (verb !== 'v') this.printBadVerb(value, verb, flags);
    else if (flags.goSyntax)
      this.write(`(${typeName(value)})(${address === 0n ? 'nil' : formatHex(address, flags, true)})`);
    else this.write(address === 0n ? pad('<nil>', flags) : formatHex(address, flags, !flags.sharp));
  }

  private printComplex(value: GoComplex, verb: string, flags: Flags): void {
    if (!COMPLEX_VERBS.has(verb)) this.printBadVerb(value, verb, flags);
    else
      this.write(
        `(${formatFloat(value.real, verb, flags)}${formatFloat(value.imaginary, verb, { ...flags, plus: true })}i)`,
      );
  }

  private printBadVerb(value: Value, verb: string, flags: Flags): void {
    this.write(`%!${verb}(`);
    this.showsBadVerb = true;
    if (value === null) this.write('<nil>');
    else {
      this.write(`${typeName(value)}=`);
      this.print(value, 'v', flags);
    }
    this.showsBadVerb = false;
    this.write(')');
  }

  private separate(flags: Flags): void {
    this.write(flags.goSyntax ? ', ' : ' ');
  }
}

function within(place: Place): Place {
  const depth = place.depth + 1;
  if (depth > MAX_DEPTH) throw new LimitError(`prints values nested deeper than ${MAX_DEPTH}`);
  return { depth, hasMethods: place === TOP || place.hasMethods };
}

function formatBasic(value: boolean | number | string | GoInt, verb: string, flags: Flags): string | undefined {
  switch (typeof value) {
    case 'string':
      return formatString(value, verb, flags);
    case 'number':
      return formatFloat(value, verb, flags);
    case 'boolean':
      return verb === 't' || verb === 'v' ? pad(String(value), flags) : undefined;
    default:
      return formatInteger(value.value, isSigned(value.type), verb, flags);
  }
}

function typeName(value: Exclude<Value, null>): string {
  return (typeOf(value) as GoType).name;
}

function addressOf(value: Value): bigint | undefined {
  if (value instanceof GoSlice || value instanceof GoMap) return value.isNil ? 0n : ADDRESS;
  if (value instanceof GoPointer) return value.target === null ? 0n : ADDRESS;
  return undefined;
}

function toByte(item: Value): number {
  return Number((item as GoInt).value);
}

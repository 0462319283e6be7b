import { GoSlice, type Value } from '../../value';

/**
 * Lists whose items Go keeps in the same memory, so that an order given to one in place is seen in the others. Only
 * `sortAlpha` gives one, and to a `[]string` only.
 */

/** How often a list was sorted. */
const orders = new WeakMap<GoSlice, number>();
const orderOf = (list: GoSlice): number => orders.get(list) ?? 0;

/** A part knows its whole and not the other way round: a loop may make any number of parts, and none outlives its use. */
class Part extends GoSlice {
  private cut: readonly Value[];
  private order: number;

  constructor(
    readonly whole: GoSlice,
    readonly start: number,
    private readonly end: number,
  ) {
    super([], whole.type);
    this.cut = whole.items.slice(start, end);
    this.order = orderOf(whole);
  }

  override get items(): readonly Value[] {
    if (this.order !== orderOf(this.whole)) {
      this.cut = this.whole.items.slice(this.start, this.end);
      this.order = orderOf(this.whole);
    }
    return this.cut;
  }
}

export function isTexts({ type }: GoSlice): boolean {
  return type.elem.kind === 'string';
}

/** The items from one place to before another, as a list that shares them. */
export function partOf(list: GoSlice, start: number, end: number): GoSlice {
  if (!isTexts(list)) return new GoSlice(list.items.slice(start, end), list.type);
  if (list instanceof Part) return new Part(list.whole, list.start + start, list.start + end);
  return new Part(list, start, end);
}

/** Sorts a `[]string` in place, and with it what it is a part of. */
export function sortTexts(list: GoSlice, compare: (a: string, b: string) => number): void {
  const { whole, start } = list instanceof Part ? list : { whole: list, start: 0 };
  const sorted = ([...list.items] as string[]).sort(compare);
  const items = whole.items as Value[];
  for (const [at, item] of sorted.entries()) items[start + at] = item;
  orders.set(whole, orderOf(whole) + 1);
}

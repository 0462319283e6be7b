import { FunctionError } from '../../go-function';
import { ANY_SLICE } from '../../go-type';
import { GoSlice, typeOf, type Value } from '../../value';

/** What a call of a method on a nil interface comes to in Go. */
const NIL_DEREFERENCE = 'runtime error: invalid memory address or nil pointer dereference';

/** The items of what must be a list. @param complaint what stands before the kind of what is none @throws FunctionError */
export function itemsOf(list: Value, complaint: string, end = ''): readonly Value[] {
  return sliceOf(list, complaint, end).items;
}

export function sliceOf(list: Value, complaint: string, end = ''): GoSlice {
  if (list instanceof GoSlice) return list;
  const type = typeOf(list);
  throw new FunctionError(type === undefined ? NIL_DEREFERENCE : `${complaint} ${type.kind}${end}`);
}

export const anyList = (items: readonly Value[]): GoSlice => new GoSlice(items);

export const NIL_LIST = new GoSlice([], ANY_SLICE, true);

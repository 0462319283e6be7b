import { sprintf } from '../format';
import type { GoFunction } from '../go-function';
import { ANY, BOOL, STRING } from '../go-type';
import { typeOf as dynamicType, type Value } from '../value';
import { define } from './define';
import { deepEqual } from './reflection/deep-equal';

const typeOf = (value: Value): string => sprintf('%T', [value]);

const kindOf = (value: Value): string => dynamicType(value)?.kind ?? 'invalid';

export const REFLECTION: Readonly<Record<string, GoFunction>> = {
  typeOf: define([ANY], STRING, typeOf),
  typeIs: define([STRING, ANY], BOOL, (target: string, value: Value) => target === typeOf(value)),
  typeIsLike: define([STRING, ANY], BOOL, (target: string, value: Value) => {
    const type = typeOf(value);
    return target === type || `*${target}` === type;
  }),
  kindOf: define([ANY], STRING, kindOf),
  kindIs: define([STRING, ANY], BOOL, (target: string, value: Value) => target === kindOf(value)),
  deepEqual: define([ANY, ANY], BOOL, deepEqual),
};

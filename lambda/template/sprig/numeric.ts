import { sprint } from '../format';
import { FunctionError, type GoFunction } from '../go-function';
import { ANY, FLOAT64, INT, INT_SLICE, INT64, STRING } from '../go-type';
import { parseDecimalLoosely, parseOctal } from '../strconv';
import { type GoInt, int, type Value, wrapInt } from '../value';
import { define } from './define';
import { toFloat64, toInt64 } from './number/cast';
import { fold, minus, over, plus, times } from './number/decimal';
import { larger, round, smaller } from './number/float';
import { seq, until, untilStep } from './number/steps';

const int64 = (value: bigint): GoInt => wrapInt(value, INT64);

/** A function of one number or more. */
function integers(combine: (a: bigint, b: bigint) => bigint): GoFunction {
  return define(
    [ANY],
    INT64,
    (first: Value, ...others: Value[]) => {
      const wrapped = (a: bigint, b: Value) => BigInt.asIntN(64, combine(a, toInt64(b)));
      return int64(others.reduce<bigint>(wrapped, toInt64(first)));
    },
    ANY,
  );
}

function pair(combine: (a: bigint, b: bigint) => bigint): GoFunction {
  return define([ANY, ANY], INT64, (a: Value, b: Value) => int64(combine(toInt64(a), toInt64(b))));
}

function floats(combine: (a: number, b: number) => number): GoFunction {
  return define(
    [ANY],
    FLOAT64,
    (first: Value, ...others: Value[]) => others.reduce<number>((a, b) => combine(a, toFloat64(b)), toFloat64(first)),
    ANY,
  );
}

function decimals(operation: typeof plus): GoFunction {
  return define([ANY], FLOAT64, (first: Value, ...others: Value[]) => fold(operation, first, others), ANY);
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw new FunctionError('runtime error: integer divide by zero');
  return value;
}

const MAX = integers((a, b) => {
  if (a > b) return a;
  return b;
});

export const NUMERIC: Readonly<Record<string, GoFunction>> = {
  atoi: define([STRING], INT, (text: string) => int(parseDecimalLoosely(text))),
  int: define([ANY], INT, (value: Value) => int(toInt64(value))),
  int64: define([ANY], INT64, (value: Value) => int64(toInt64(value))),
  float64: define([ANY], FLOAT64, toFloat64),
  toDecimal: define([ANY], INT64, (value: Value) => int64(parseOctal(sprint([value])) ?? 0n)),
  add: define(
    [],
    INT64,
    (...values: Value[]) => int64(values.reduce<bigint>((sum, value) => sum + toInt64(value), 0n)),
    ANY,
  ),
  add1: define([ANY], INT64, (value: Value) => int64(toInt64(value) + 1n)),
  sub: pair((a, b) => a - b),
  mul: integers((a, b) => a * b),
  div: pair((a, b) => a / divisor(b)),
  mod: pair((a, b) => a % divisor(b)),
  max: MAX,
  biggest: MAX,
  min: integers((a, b) => {
    if (a < b) return a;
    return b;
  }),
  maxf: floats(larger),
  minf: floats(smaller),
  add1f: define([ANY], FLOAT64, (value: Value) => fold(plus, value, [1])),
  addf: define([], FLOAT64, (...values: Value[]) => fold(plus, 0, values), ANY),
  subf: decimals(minus),
  mulf: decimals(times),
  divf: decimals(over),
  ceil: define([ANY], FLOAT64, (value: Value) => Math.ceil(toFloat64(value))),
  floor: define([ANY], FLOAT64, (value: Value) => Math.floor(toFloat64(value))),
  round: define(
    [ANY, INT],
    FLOAT64,
    (value: Value, places: GoInt, roundOn = 0.5) => round(toFloat64(value), Number(places.value), roundOn),
    FLOAT64,
  ),
  until: define([INT], INT_SLICE, until),
  untilStep: define([INT, INT, INT], INT_SLICE, untilStep),
  seq: define([], STRING, seq, INT),
};

import Big from 'big.js';
import { sprint } from '../../format';
import { FunctionError } from '../../go-function';
import type { Value } from '../../value';
import { toFloat64 } from './cast';

/** As https://github.com/shopspring/decimal divides: 16 digits after the point, a half rounded away from zero. */
const Decimal = Big();
Decimal.DP = 16;
Decimal.RM = Big.roundHalfUp;

type Operation = (a: Big, b: Big) => Big;

export const plus: Operation = (a, b) => a.plus(b);
export const minus: Operation = (a, b) => a.minus(b);
export const times: Operation = (a, b) => a.times(b);
export const over: Operation = (a, b) => {
  if (b.eq(0)) throw new FunctionError('decimal division by 0');
  return a.div(b);
};

/** Folds the numbers without the errors of binary fractions. */
export function fold(operation: Operation, first: Value, others: readonly Value[]): number {
  const result = others.reduce<Big>((total, value) => operation(total, toDecimal(value)), toDecimal(first));
  return result.eq(0) ? 0 : Number(result.toString());
}

function toDecimal(value: Value): Big {
  const number = toFloat64(value);
  if (!Number.isFinite(number)) throw new FunctionError(`Cannot create a Decimal from ${sprint([number])}`);
  return new Decimal(number);
}

/** Go's `math.Max`: infinity, unlike in JavaScript, is larger than NaN too. */
export function larger(a: number, b: number): number {
  return a === Infinity || b === Infinity ? Infinity : Math.max(a, b);
}

/** Go's `math.Min`. */
export function smaller(a: number, b: number): number {
  return a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b);
}

/** To that many places after the point; up from `roundOn` of the last one, which a number below zero never reaches. */
export function round(value: number, places: number, roundOn: number): number {
  const power = powerOfTen(places);
  const scaled = power * value;
  const fraction = scaled - Math.trunc(scaled);
  return (fraction >= roundOn ? Math.ceil(scaled) : Math.floor(scaled)) / power;
}

/** No float64 comes near these powers. */
const MAX_PLACES = 400;

/** Go's `math.Pow(10, places)`, its errors of the last digit included: by squares, and the inverse for negative powers. */
function powerOfTen(places: number): number {
  if (Math.abs(places) > MAX_PLACES) return places > 0 ? Infinity : 0;
  let mantissa = 1;
  let exponent = 0;
  // 10 = 0.625 x 2^4; powers of two are kept apart, so that nothing overflows on the way
  let square = 0.625;
  let squareExponent = 4;
  for (let rest = Math.abs(places); rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) {
      mantissa *= square;
      exponent += squareExponent;
    }
    square *= square;
    squareExponent *= 2;
    if (square < 0.5) {
      square *= 2;
      squareExponent--;
    }
  }
  if (places < 0) {
    mantissa = 1 / mantissa;
    exponent = -exponent;
  }
  // in two steps: 2^exponent alone may be out of range where the product is not
  const half = exponent < 0 ? Math.max(exponent, -600) : Math.min(exponent, 600);
  return mantissa * 2 ** half * 2 ** (exponent - half);
}

export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const WEEKDAYS: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];

const SECOND = 1_000_000_000n;

/** Go's `time.Month` as text; 1 is January. */
export function formatMonth(month: bigint): string {
  return MONTHS[Number(month) - 1] ?? `%!Month(${BigInt.asUintN(64, month)})`;
}

/** Go's `time.Weekday` as text; 0 is Sunday. */
export function formatWeekday(day: bigint): string {
  return WEEKDAYS[Number(day)] ?? `%!Weekday(${BigInt.asUintN(64, day)})`;
}

/** Go's `time.Duration` as text: `1h0m0.5s`, and below a second `1.5ms`. */
export function formatDuration(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return sign + (size < SECOND ? formatShort(size) : formatLong(size));
}

function formatShort(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  if (nanoseconds < 1_000n) return `${nanoseconds}ns`;
  return nanoseconds < 1_000_000n
    ? `${withFraction(nanoseconds, 1_000n)}µs`
    : `${withFraction(nanoseconds, 1_000_000n)}ms`;
}

function formatLong(nanoseconds: bigint): string {
  const minutes = nanoseconds / (60n * SECOND);
  const seconds = `${withFraction(nanoseconds % (60n * SECOND), SECOND)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function withFraction(nanoseconds: bigint, unit: bigint): string {
  const fraction = (nanoseconds % unit).toString().padStart(unit.toString().length - 1, '0');
  const digits = fraction.replace(/0+$/, '');
  return `${nanoseconds / unit}${digits && `.${digits}`}`;
}

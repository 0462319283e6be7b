import { printable } from './printable';

/** Columns under their names, each as wide as its widest cell; the last one is not filled up. */
export function table(columns: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const lines = [columns, ...rows].map((row) => row.map((cell) => printable(cell ?? '-')));
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] as string).length)));
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] as number))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

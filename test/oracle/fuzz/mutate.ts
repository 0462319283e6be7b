import type { Random } from './random';

const PIECES: readonly string[] = [
  '{{',
  '}}',
  '{{-',
  '-}}',
  '{{ end }}',
  '{{ else }}',
  'end',
  'else',
  'if',
  'range',
  'with',
  'define',
  'template',
  'block',
  'break',
  'nil',
  'true',
  '(',
  ')',
  '|',
  '"',
  '`',
  "'",
  '.',
  '..',
  ',',
  '$',
  '$x',
  ':=',
  '=',
  '-',
  '+',
  '1',
  '1.5',
  '0x',
  '_',
  'ä',
  '@',
  '\\',
  '\n',
  ' ',
  '/*',
  '*/',
  'foo',
  '.x',
  '1a',
  '"a"',
  '\u0000',
  '%',
];

/** The template with a piece or two taken out, put in or moved: mostly no longer a template. */
export function mutate(random: Random, template: string): string {
  let text = template;
  for (const _ of random.times(1, 2, () => 0)) {
    const at = random.between(0, text.length);
    switch (random.between(0, 3)) {
      case 0:
        text = text.slice(0, at) + text.slice(at + random.between(1, 5));
        break;
      case 1:
        text = text.slice(0, at);
        break;
      default:
        text = text.slice(0, at) + random.pick(PIECES) + text.slice(at);
    }
  }
  return text.toWellFormed();
}

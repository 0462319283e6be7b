/** Length of the zone's abbreviation that the text begins with; 0 if there is none. Go tells them by their looks. */
export function zoneNameLength(text: string): number {
  if (text.length < 3) return 0;
  if (/^(ChST|MeST)/.test(text)) return 4;
  if (text.startsWith('GMT')) return 3 + offsetLength(text.slice(3));
  if (/^[+-]/.test(text)) return offsetLength(text);
  const [letters = ''] = /^[A-Z]{0,6}/.exec(text) ?? [];
  switch (letters.length) {
    case 3:
      return 3;
    case 4:
      return letters.endsWith('T') || letters === 'WITA' ? 4 : 0;
    case 5:
      return letters.endsWith('T') ? 5 : 0;
    default:
      return 0;
  }
}

/** Length of a number of hours with its sign; 0 if there is none, or if it is too large. */
function offsetLength(text: string): number {
  const [offset = ''] = /^[+-][0-9]+/.exec(text) ?? [];
  return Math.abs(Number(offset)) > 23 ? 0 : offset.length;
}

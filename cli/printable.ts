/** Text of others for a terminal: without the characters that control one, and no longer than fits. */
export function printable(text: string, longest = 60): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}

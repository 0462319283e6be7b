import splitSms from 'split-sms';

/** How a text travels and what a carrier bills for it. */
export interface Segments {
  /** GSM-7 where every character is in its alphabet or extension table, else UCS-2. */
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** 160 characters, or 153 each of several, in GSM-7 (extension characters count twice); 70, or 67, in UCS-2. */
  readonly segments: number;
}

export function countSegments(text: string): Segments {
  // half a pair goes out as U+FFFD; the library would take it and the next character for a pair
  const { characterSet, parts } = splitSms.split(text.toWellFormed());
  return { encoding: characterSet === 'GSM' ? 'GSM-7' : 'UCS-2', segments: parts.length };
}

/** Codes that are waiting to be typed in. A real backend keeps them in a database that all its processes share. */
import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const CODE_MINUTES = 10;
/** A code of six digits must not be guessed. */
const MAX_ATTEMPTS = 5;

interface PendingCode {
  readonly hash: Buffer;
  readonly expiresAt: number;
  attemptsLeft: number;
}

export class Codes {
  static readonly minutes = CODE_MINUTES;

  /** By phone: a new code takes the place of the one before. */
  readonly pending = new Map<string, PendingCode>();
  /** Kept apart from the hashes: six digits are soon tried through by whoever has both. */
  private readonly key = randomBytes(32);

  constructor(private readonly now: () => number) {}

  /** Makes a code; only its hash is kept. */
  create(phone: string): string {
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    const expiresAt = this.now() + CODE_MINUTES * 60_000;
    this.pending.set(phone, { hash: this.hash(phone, code), expiresAt, attemptsLeft: MAX_ATTEMPTS });
    return code;
  }

  /** Whether this is the phone's code; it counts as an attempt, and a code that was accepted is gone. */
  accept(phone: string, code: string): boolean {
    const pending = this.pending.get(phone);
    if (pending === undefined || pending.expiresAt <= this.now() || pending.attemptsLeft <= 0) return false;
    pending.attemptsLeft -= 1;
    const accepted = timingSafeEqual(pending.hash, this.hash(phone, code));
    if (accepted) this.pending.delete(phone);
    return accepted;
  }

  private hash(phone: string, code: string): Buffer {
    return createHmac('sha256', this.key).update(`${phone} ${code}`).digest();
  }
}

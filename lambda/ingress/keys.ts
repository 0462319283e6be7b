import { createHash, timingSafeEqual } from 'node:crypto';
import type { SecretReference } from '../config';
import type { SecretsAnswer } from '../contract';
import { SecretUnavailable } from '../secrets/placeholder';
import { type SecretHolder, Secrets } from '../secrets/secrets';
import { standOf } from '../secrets/stand';
import type { FetchSecrets } from '../secrets/store';
import { unavailable } from './refusal';

const HOLDER = 'ingress';

/** The keys that senders prove themselves with, by where they are kept. */
export class Keys {
  /** Every key by where it is kept, whoever binds it. */
  private readonly all: SecretHolder;
  private readonly secrets: Secrets;

  constructor(
    private readonly holders: readonly SecretHolder[],
    fetchers: Readonly<Record<SecretReference['source'], FetchSecrets>>,
    now: () => number,
  ) {
    const references = holders.flatMap(({ secrets }) => Object.values(secrets));
    this.all = { id: HOLDER, secrets: Object.fromEntries(references.map((each) => [nameOf(each), each])) };
    this.secrets = new Secrets([this.all], fetchers, now);
  }

  /** Makes sure that values are there and fresh; never throws. */
  load(): Promise<void> {
    return this.secrets.load();
  }

  /** Reads them all now, and tells which there are. Never throws. */
  stand(): Promise<SecretsAnswer> {
    return standOf(this.holders, this.secrets);
  }

  /**
   * Whether a check holds with any of these keys. One that fails with all of them reads the keys anew, at most once a minute: they may have
   * been rotated a moment ago.
   *
   * @throws {Refusal} of status 503 if it fails and a key could not be read, or none has a value
   */
  async some(references: readonly SecretReference[], check: (key: string) => boolean): Promise<boolean> {
    await this.secrets.load();
    if (this.check(references, check)) return true;
    return (await this.secrets.refresh()) && this.check(references, check);
  }

  private check(references: readonly SecretReference[], check: (key: string) => boolean): boolean {
    const values = this.secrets.of(this.all);
    let holds = false;
    let known = 0;
    let problem: SecretUnavailable | undefined;
    for (const reference of references) {
      try {
        // every key is tried, so that the time does not tell which one it was
        holds = check(withoutLastBreak(values.get(nameOf(reference)))) || holds;
        known += 1;
      } catch (error) {
        if (!(error instanceof SecretUnavailable)) throw error;
        problem = error;
      }
    }
    if (!holds && problem !== undefined && (known === 0 || problem.problem === 'unreachable'))
      throw unavailable(`the key that you would be checked by cannot be had: ${problem.problem}`);
    return holds;
  }
}

/** Whether two texts are the same, in a time that does not tell where they differ, nor how long they are. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** `put-parameter --value file://key` brings the file's last line break along, which no sender can send. */
function withoutLastBreak(key: string): string {
  return key.replace(/\r?\n$/, '');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function nameOf({ source, name, field }: SecretReference): string {
  return JSON.stringify([source, name, field]);
}

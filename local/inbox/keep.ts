import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../lambda/is-object';
import type { Received } from '../local-courier';
import type { Story } from './api';
import type { Stories } from './stories';
import type { StoryRecord } from './story';

/** A line of the file: the message as it came in, and what was seen of it. */
export interface Line {
  readonly received: Received;
  readonly story: Story;
}

const FILE = 'messages.jsonl';

/**
 * Keeps the inbox in a folder: a line for each message that comes and for each that ends, so that nothing is gone when the courier is
 * killed; the last one counts. At the end all of it is written anew.
 *
 * @returns the messages that had not ended, which the queue has forgotten meanwhile; and what writes it all down
 */
export function keepStories(stories: Stories, folder: string): { readonly unfinished: readonly Line[]; save(): void } {
  const file = join(folder, FILE);
  const lines = existsSync(file) ? readLines(file) : [];
  const unfinished: Line[] = [];
  for (const line of lines) {
    if (line.story.ended_at === null) unfinished.push(line);
    else stories.restore(line.received, line.story);
  }
  const known = new Set(lines.map(({ story }) => story.id));
  stories.on('change', (record) => {
    // what was seen between is in the line of its end
    if (record.endedAt === null && known.has(record.id)) return;
    known.add(record.id);
    // it holds codes
    appendFileSync(file, `${lineOf(record)}\n`, { mode: 0o600 });
  });
  return {
    unfinished,
    save: () => {
      const all = stories.all().reverse().map(lineOf);
      // whole or not at all
      writeFileSync(`${file}.new`, all.map((line) => `${line}\n`).join(''), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

function lineOf(record: StoryRecord): string {
  return JSON.stringify({ received: record.received, story: record.toStory() } satisfies Line);
}

/** The message as it is put on the queue again, to be the one that it was; what is no message is refused as before. */
export function resend({ received: { body }, story: { id, expires_at } }: Line): string {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return body;
  }
  if (!isObject(message)) return body;
  const expiry = expires_at === null ? {} : { expires_at: new Date(expires_at).toISOString() };
  return JSON.stringify({ ...message, id, ...expiry });
}

/** The last line of a run that was cut off may be half a one: it is passed over, and what is written next begins on a line of its own. */
function readLines(file: string): Line[] {
  const content = readFileSync(file, 'utf8');
  if (content !== '' && !content.endsWith('\n')) appendFileSync(file, '\n');
  const byId = new Map<string, Line>();
  for (const text of content.split('\n')) {
    try {
      const { received, story } = JSON.parse(text) as Line;
      if (isObject(received) && isObject(story)) byId.set(story.id, { received, story });
    } catch {}
  }
  return [...byId.values()];
}

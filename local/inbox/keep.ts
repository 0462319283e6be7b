import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Received } from '../local-courier';
import type { Story } from './api';
import type { Stories } from './stories';

/** A line of the file: the message as it came in, and what was seen of it. */
interface Line {
  readonly received: Received;
  readonly story: Story;
}

const FILE = 'messages.jsonl';

/**
 * Keeps the inbox in a folder: a line for each message that has ended, and at the end all of it anew.
 *
 * @returns the messages that had not ended, which the queue has forgotten meanwhile; and what writes it all down
 */
export function keepStories(stories: Stories, folder: string): { readonly unfinished: readonly Line[]; save(): void } {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, FILE);
  const lines = existsSync(file) ? readLines(file) : [];
  const unfinished: Line[] = [];
  for (const line of lines) {
    if (line.story.ended_at === null) unfinished.push(line);
    else stories.restore(line.received, line.story);
  }
  const kept = new Set(lines.map(({ story }) => story.id));
  stories.on('change', (record) => {
    if (record.endedAt === null || kept.has(record.id)) return;
    kept.add(record.id);
    // it holds codes
    appendFileSync(file, `${JSON.stringify({ received: record.received, story: record.toStory() })}\n`, {
      mode: 0o600,
    });
  });
  return {
    unfinished,
    save: () => {
      const all = [...stories.all().reverse()].map((record) =>
        JSON.stringify({ received: record.received, story: record.toStory() } satisfies Line),
      );
      // whole or not at all
      writeFileSync(`${file}.new`, all.map((line) => `${line}\n`).join(''), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
  };
}

/** The last line of a run that was cut off may be half a one. */
function readLines(file: string): Line[] {
  const byId = new Map<string, Line>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    try {
      const line = JSON.parse(text) as Line;
      byId.set(line.story.id, line);
    } catch {}
  }
  return [...byId.values()];
}

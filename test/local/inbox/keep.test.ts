import { EventEmitter } from 'node:events';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { keepStories, resend } from '../../../local/inbox/keep';
import { Stories } from '../../../local/inbox/stories';
import { temporaryFolder } from '../support';
import { deliverOne, receive, sourceOf, type TestSource } from './support';

const MESSAGE = { id: 'm1', to: '+4915112345678', code: '428193' };

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

/** A run of the courier that ends as a killed one does, or with `save`. */
function run(): {
  readonly source: TestSource;
  readonly stories: Stories;
  readonly kept: ReturnType<typeof keepStories>;
} {
  const source = sourceOf(new EventEmitter());
  const stories = new Stories(source);
  return { source, stories, kept: keepStories(stories, folder) };
}

const file = () => join(folder, 'messages.jsonl');

test('a message that had not ended when the courier was killed is there to be sent again, as the one that it was', () => {
  const killed = run();
  receive(killed.source.events, MESSAGE);
  deliverOne(killed.source, { ...MESSAGE, id: 'm2' });
  const { kept, stories } = run();
  expect(stories.all().map(({ id }) => id)).toEqual(['m2']);
  expect(kept.unfinished).toHaveLength(1);
  const expiry = killed.stories.get('m1')?.toStory().expires_at ?? 0;
  expect(kept.unfinished.map((line) => JSON.parse(resend(line)))).toEqual([
    {
      ...JSON.parse(killed.stories.get('m1')?.received.body ?? ''),
      id: 'm1',
      expires_at: new Date(expiry).toISOString(),
    },
  ]);
});

test('what comes to be known of a message after its end is kept, whether the courier is killed or not', () => {
  for (const isKilled of [true, false]) {
    folder = temporaryFolder();
    const first = run();
    deliverOne(first.source, MESSAGE);
    first.source.events.emit('log', {
      event: 'message',
      message_id: 'm1',
      time: new Date().toISOString(),
      state: 'sent',
      duplicate: true,
    });
    const story = first.stories.get('m1')?.toStory();
    expect(story).toMatchObject({ state: 'sent', duplicates: 1 });
    if (!isKilled) first.kept.save();
    const { stories, kept } = run();
    expect(kept.unfinished).toEqual([]);
    expect(stories.get('m1')?.toStory()).toEqual(story);
  }
});

test.each(['no JSON', '[]', '"text"', 'null'])('what was no message is put on the queue as it was: %s', (body) => {
  const killed = run();
  killed.source.events.emit('received', { door: 'queue', body, fallbackId: 'm1', at: 1 });
  expect(run().kept.unfinished.map(resend)).toEqual([body]);
});

test('half a line, or one of something else, is passed over', () => {
  deliverOne(run().source, MESSAGE);
  appendFileSync(file(), 'null\n{"other":1}\n{"story":{"id":"x"}}\n{"received":{"body":"{');
  const { source, stories, kept } = run();
  expect(stories.all().map(({ id }) => id)).toEqual(['m1']);
  expect(kept.unfinished).toEqual([]);
  receive(source.events, { ...MESSAGE, id: 'm2' });
  expect(run().kept.unfinished).toHaveLength(1);
});

test('the file can be read by its owner only, and one line is left of each message', () => {
  const { source, kept } = run();
  deliverOne(source, MESSAGE);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  kept.save();
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), 'utf8').trimEnd().split('\n')).toHaveLength(1);
});

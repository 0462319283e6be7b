import { type Command, InvalidArgumentError } from 'commander';
import { redact } from '../../lambda/dead-letters/redact';
import type { Sweep } from '../../lambda/dead-letters/sweep';
import { maskText } from '../../lambda/phone';
import { type Aws, connectToAws } from '../aws';
import { confirm } from '../confirm';
import { drop } from '../dead-letters/drop';
import { type Filter, type FilterOptions, readFilter } from '../dead-letters/filter';
import { letterTable, list, toListed } from '../dead-letters/list';
import { checkQueueOptions, findQueues, type QueueOptions, type Queues } from '../dead-letters/queues';
import { type ReplayCounts, replay } from '../dead-letters/replay';
import { interruptible } from '../interruption';
import { printJson } from '../print';
import { Progress } from '../progress';

interface Options extends QueueOptions, FilterOptions {
  readonly hiddenFor: number;
  readonly json?: true;
}

interface ChangeOptions extends Options {
  readonly dryRun?: boolean;
}

interface DropOptions extends ChangeOptions {
  readonly yes?: true;
}

const EXAMPLES = `
Examples:
  sms-courier dead-letters list --function backend-sms --class unauthorized --newer-than 1h
  sms-courier dead-letters replay --function backend-sms --class unauthorized --dry-run
  sms-courier dead-letters drop --function backend-sms --older-than 1d --yes

Exit code: 0 done, 2 bad input, or AWS refuses, 130 cut off by Ctrl-C`;

export function addDeadLetters(program: Command): void {
  const group = program
    .command('dead-letters')
    .description('List, replay, redact or drop the messages that a courier has given up.')
    .addHelpText('after', EXAMPLES);

  common(
    group.command('list').description('List them: no text, no code, and of a number its country and last two digits.'),
  )
    .addHelpText('after', EXAMPLES)
    .action((options: Options) => run(options, false, listThem));

  common(
    group
      .command('replay')
      .description(
        'Give them back to the courier, which tries them anew, as the messages that they were: none that was sent is sent again, and none that has expired. May be cut off and run again.',
      ),
  )
    .option('--target-url <url>', "with --queue-url: the courier's queue")
    .option('--dry-run', 'only count')
    .addHelpText('after', EXAMPLES)
    .action((options: ChangeOptions) => run(options, true, replayThem));

  common(
    group
      .command('redact')
      .description(
        'Take text, code and number out of those that have expired, which nothing can be done with; why each was given up stays. May be cut off and run again.',
      ),
  )
    .option('--dry-run', 'only count')
    .addHelpText('after', EXAMPLES)
    .action((options: ChangeOptions) => run(options, false, redactThem));

  common(group.command('drop').description('Delete them for good.'))
    .option('--dry-run', 'only count')
    .option('--yes', 'do not ask')
    .addHelpText('after', EXAMPLES)
    .action((options: DropOptions) => run(options, false, dropThem));
}

function common(command: Command): Command {
  return command
    .option('--function <name>', "the courier's function, by name or ARN: it knows its queues")
    .option('--queue-url <url>', 'in its place: the dead-letter queue')
    .option(
      '--class <name>',
      'only of this class, such as unauthorized, invalid_message or crashed; may be repeated',
      collect,
    )
    .option('--template <type>', 'only of this template type; may be repeated', collect)
    .option('--older-than <time>', 'only those given up before: 90s, 15m, 1h or 7d ago, or RFC 3339')
    .option('--newer-than <time>', 'only those given up since')
    .option('--hidden-for <seconds>', 'how long those looked at stay hidden if this is killed, 1 to 43200', seconds, 60)
    .option('--json', 'for programs');
}

/** Longest life in milliseconds that a courier may give a message which states none: one whose expiry nobody knows is over by then. */
const DEFAULT_LIFE_MS = 172_800_000;
/** SQS keeps no message for longer. */
const LONGEST_LIFE_MS = 1_209_600_000;

interface Task extends Sweep {
  readonly signal: AbortSignal;
  readonly queues: Queues;
  readonly filter: Filter;
}

async function run<T extends Options>(
  options: T,
  needsTarget: boolean,
  work: (task: Task, options: T, aws: Aws) => Promise<void>,
): Promise<void> {
  checkQueueOptions(options, needsTarget);
  const filter = readFilter(options, Date.now());
  const aws = await connectToAws();
  const queues = await findQueues(options, aws);
  await interruptible(async (signal) => {
    await work(
      {
        queues,
        filter,
        queueUrl: queues.deadLetters,
        hiddenSeconds: options.hiddenFor,
        signal,
        // a number without a country code is of a country that only the courier knows
        mask: (recipient) => maskText(recipient),
      },
      options,
      aws,
    );
    if (signal.aborted) process.stderr.write('sms-courier: cut off; run it again for the rest\n');
  });
}

async function listThem(task: Task, { json }: Options, aws: Aws): Promise<void> {
  const now = Date.now();
  const letters = (await list(task, aws)).map((letter) => toListed(letter, now));
  if (json) return printJson(letters);
  if (letters.length > 0) process.stdout.write(`${letterTable(letters)}\n`);
  process.stderr.write(`${count(letters.length)}\n`);
}

async function replayThem(task: Task, { json, dryRun = false }: ChangeOptions, aws: Aws): Promise<void> {
  const progress = new Progress(process.stderr);
  const counts = await replay(
    {
      ...task,
      targetUrl: task.queues.target,
      dryRun,
      now: Date.now,
      onProgress: (now) => progress.tell(now.replayed, summary(now, dryRun)),
    },
    aws,
  );
  progress.end();
  if (json) printJson({ dry_run: dryRun, ...counts });
  else process.stdout.write(`${summary(counts, dryRun)}\n`);
}

async function redactThem(task: Task, { json, dryRun = false }: ChangeOptions, aws: Aws): Promise<void> {
  let redacted = 0;
  const lives = { defaultLifeMs: DEFAULT_LIFE_MS, longestLifeMs: LONGEST_LIFE_MS };
  const onRedacted = () => {
    redacted += 1;
  };
  await redact({ ...task, ...lives, dryRun, now: Date.now, onRedacted }, aws);
  if (json) printJson({ dry_run: dryRun, redacted });
  else process.stdout.write(`${count(redacted)} ${dryRun ? 'would be redacted' : 'redacted'}\n`);
}

async function dropThem(task: Task, { json, yes, dryRun = false }: DropOptions, aws: Aws): Promise<void> {
  const ask = (letters: number) =>
    yes === true ? Promise.resolve(true) : confirm(`Delete ${count(letters)} for good?`, task.signal);
  const dropped = await drop({ ...task, dryRun, confirm: ask }, aws);
  if (json) printJson({ dry_run: dryRun, dropped });
  else process.stdout.write(`${count(dropped)} ${dryRun ? 'would be dropped' : 'dropped'}\n`);
}

function summary({ replayed, failedAgain, expired, unreadable, others }: ReplayCounts, dryRun: boolean): string {
  const skipped = [
    [failedAgain, 'failed again'],
    [expired, 'expired'],
    [unreadable, 'without a message'],
    [others, 'excluded by filters'],
  ].flatMap(([number, reason]) => (number === 0 ? [] : [`${number} ${reason}`]));
  const left = skipped.length === 0 ? '' : `; left: ${skipped.join(', ')}`;
  return `${count(replayed)} ${dryRun ? 'would be replayed' : 'replayed'}${left}`;
}

function count(letters: number): string {
  return `${letters} dead letter${letters === 1 ? '' : 's'}`;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 43_200) return value;
  throw new InvalidArgumentError('give whole seconds from 1 to 43200');
}

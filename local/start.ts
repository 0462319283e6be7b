/** `npm start`: synthesizes the quickstart example, runs its courier on this machine and sends messages through it. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseRecipient } from '../lambda/phone';
import { INBOX_PORT, type RunningDev, startDev, stopOnSignals } from './dev';
import type { Arrival, LocalCourier, LogLine } from './local-courier';
import { type NamedMessage, readMessages } from './messages';
import { allSettled, arrivalTable, explain, matchArrivals, type Result, type Sent } from './report';

const ROOT = join(__dirname, '..');
const EXAMPLE = 'quickstart';
const DEFAULTS = {
  messages: join(ROOT, 'test', 'fixtures', 'ory', 'ctx-examples.json'),
  secrets: join(ROOT, 'examples', EXAMPLE, 'secrets.json'),
  port: String(INBOX_PORT),
  deadline: '30',
};

const HELP = `Runs the courier of examples/quickstart on this machine, from the zip that would be deployed.

npm start [-- <options>]

  --messages <file>     JSON: an object from name to message, or an array of messages
                        (default: Ory's examples)
  --secrets <file>      JSON: an object from the name of a secret to its value
                        (default: examples/quickstart/secrets.json)
  --deadline <seconds>  how long a message may take (default: ${DEFAULTS.deadline})
  --port <number>       of the inbox page; the next free one is taken (default: ${DEFAULTS.port})
  --once                end after the table, with exit code 1 if a message did not arrive
  --help                this text
`;

interface Options {
  readonly messages: readonly NamedMessage[];
  readonly secretsFile: string;
  readonly deadlineMs: number;
  readonly port: number;
  readonly once: boolean;
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: DEFAULTS.messages },
      secrets: { type: 'string', default: DEFAULTS.secrets },
      deadline: { type: 'string', default: DEFAULTS.deadline },
      port: { type: 'string', default: DEFAULTS.port },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    messages: readMessages(resolve(values.messages)),
    secretsFile: resolve(values.secrets),
    deadlineMs: readNumber('--deadline', values.deadline, 1, 3600) * 1000,
    port: readNumber('--port', values.port, 1, 65_500),
    once: values.once,
  };
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!(number >= least && number <= most))
    throw new Error(`${name} ${text}: expected a number from ${least} to ${most}`);
  return number;
}

/** Gives the exit code. */
async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  const { secretsFile: secrets, port } = options;
  const dev = await startDev({ example: EXAMPLE, secrets, port });
  stopOnSignals(dev);
  try {
    return await run(dev, options);
  } finally {
    await dev.stop();
  }
}

async function run({ courier, inbox }: RunningDev, options: Options): Promise<number> {
  const arrivals: Arrival[] = [];
  const log: LogLine[] = [];
  const onArrival = (arrival: Arrival) => arrivals.push(arrival);
  const onLine = (line: LogLine) => log.push(line);
  courier.events.on('arrival', onArrival).on('log', onLine);
  courier.events.on('notice', (text) => console.error(`[${courier.functionName}] ${text}`));
  console.log(`courier       ${courier.name}`);
  console.log(`queue         ${courier.queueUrl}, process ${courier.queueProcessId}`);
  console.log(
    `function      ${courier.functionName} at ${courier.invokeEndpoint}, processes ${courier.environmentProcessIds().join(', ')}`,
  );
  console.log(`secrets       ${courier.awsEndpoint}`);
  console.log(`inbox         ${inbox.origin}\n`);

  const sent = await sendAll(courier, options.messages);
  const results = await waitForArrivals({ courier, sent, arrivals, log, deadlineMs: options.deadlineMs });
  const missing = report(results, arrivals, log);
  if (options.once) return missing === 0 ? 0 : 1;
  // the table was all that they are for, and the courier may run for days
  courier.events.off('arrival', onArrival).off('log', onLine);
  console.log(`\nThe courier runs on; what it is sent shows at ${inbox.origin}. Ctrl-C ends it.`);
  const reason = await courier.ended;
  if (reason !== undefined) throw reason;
  return 0;
}

async function sendAll(courier: LocalCourier, messages: readonly NamedMessage[]): Promise<Sent[]> {
  console.log(`${count(messages.length, 'message')} on the way`);
  const sent: Sent[] = [];
  for (const { name, message } of messages) {
    const sentAt = Date.now();
    const messageId = await courier.sendMessage(message);
    const recipient = String(message['recipient'] ?? '');
    sent.push({
      name,
      id: typeof message['id'] === 'string' ? message['id'] : messageId,
      recipient: parseRecipient(recipient, courier.config.defaultCountry)?.e164 ?? recipient,
      text: String(message['body'] ?? ''),
      sentAt,
    });
  }
  return sent;
}

interface Wait {
  readonly courier: LocalCourier;
  readonly sent: readonly Sent[];
  readonly arrivals: readonly Arrival[];
  readonly log: readonly LogLine[];
  readonly deadlineMs: number;
}

/** Until all have arrived or ended otherwise, or the deadline is over. @throws if the courier breaks */
async function waitForArrivals({ courier, sent, arrivals, log, deadlineMs }: Wait): Promise<Result[]> {
  const broken = courier.ended.then((reason) => {
    throw reason ?? new Error('interrupted');
  });
  const deadline = Date.now() + deadlineMs;
  let results = matchArrivals(sent, arrivals);
  while (!allSettled(results, log) && Date.now() < deadline) {
    await Promise.race([broken, new Promise((resolve) => setTimeout(resolve, 20))]);
    results = matchArrivals(sent, arrivals);
  }
  return results;
}

/** Prints what arrived and what did not; gives the number of messages that did not. */
function report(results: readonly Result[], arrivals: readonly Arrival[], log: readonly LogLine[]): number {
  const missing = results.filter(({ arrival }) => arrival === undefined).map(({ sent }) => sent);
  const arrived = results.length - missing.length;
  console.log(`${arrived} of ${results.length} arrived\n`);
  if (arrived > 0) console.log(arrivalTable(results));
  if (arrivals.length > arrived) console.log(`\n${count(arrivals.length - arrived, 'further message')} arrived`);
  for (const sent of missing)
    console.log(`\nmissing: ${sent.name}, to ${sent.recipient || 'nobody'}: ${explain(sent, log)}`);
  return missing.length;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

// The courier on AWS has a Node.js of its own; the SDK's word on this machine's is of no interest here.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

import type { Command } from 'commander';
import type { DevOptions, RunningDev } from '../../local/dev';
import type { LocalProvider } from '../../local/local-courier';
import { BadInput } from '../bad-input';
import { loadDev } from '../load-dev';

interface Options extends Omit<DevOptions, 'live' | 'port'> {
  readonly live: readonly string[];
  readonly port?: string;
  readonly json?: true;
}

export function addDev(program: Command): void {
  program
    .command('dev')
    .description(
      'Run a courier on this machine: its own zip, a queue, a ledger, emulated providers, an inbox to look at.',
    )
    .option('--stack <folder>', 'a synthesized stack (default: the only one in cdktf.out/stacks)')
    .option('--config <file>', 'courier.json, in place of a stack')
    .option('--example <name>', 'an example of the repository, in place of a stack')
    .option('--courier <path>', 'the courier, where the stack holds several')
    .option('--secrets <file>', 'JSON: an object from the name of a secret in its store to its value')
    .option(
      '--env-file <file>',
      'variables with secrets, SMS_TWILIO_AUTH_TOKEN for /sms/twilio/auth_token (default: .env)',
    )
    .option('--data <folder>', 'keep the inbox there (default: it is gone when the courier ends)')
    .option('--live <provider>', 'ask this provider for real; may be repeated', collect, [])
    .option('--port <number>', 'of the inbox; the next one that is free is taken (default: 4500)')
    .option('--json', 'print the addresses as JSON')
    .addHelpText(
      'after',
      '\nA secret that nobody has set is made up: emulators know it. Ctrl-C ends the courier when what is at work is done; a second one at once.\n\nExamples:\n  cdktf synth && sms-courier dev\n  sms-courier dev --config courier.json --live twilio --data .sms-inbox\n\nExit code: 0 interrupted, 1 it broke, 2 bad input',
    )
    .action(run);
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

async function run({ json, port, ...options }: Options): Promise<void> {
  const { INBOX_PORT, startDev, stopOnSignals } = loadDev();
  // the courier on AWS has a Node.js of its own; the SDK's word on this machine's is of no interest here
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const dev = await startDev({ ...options, ...(port === undefined ? {} : { port: readPort(port) }) }).catch(
    (error: unknown) => {
      throw new BadInput(error instanceof Error ? error.message : String(error));
    },
  );
  stopOnSignals(dev);
  dev.courier.events.on('notice', (text) => process.stderr.write(`${text}\n`));
  process.stdout.write(json ? `${JSON.stringify(addresses(dev))}\n` : describe(dev, options.live, INBOX_PORT));
  const reason = await dev.courier.ended;
  await dev.stop();
  if (reason === undefined) return;
  process.stderr.write(`sms-courier: ${reason.message}\n`);
  process.exitCode = 1;
}

function addresses({ courier, inbox }: RunningDev) {
  return {
    courier: courier.name,
    inbox: inbox.origin,
    queue_url: courier.queueUrl,
    invoke_url: courier.invokeEndpoint,
    ingress_url: courier.ingressUrl ?? null,
    function: courier.functionName,
    ledger_url: courier.ledger.endpoint,
    secrets_url: courier.awsEndpoint,
    providers: courier.providers.map(({ id, isLive, isStandIn }) => ({ id, live: isLive, stand_in: isStandIn })),
  };
}

function describe(dev: RunningDev, live: readonly string[], usualPort: number): string {
  const { courier, inbox, madeUp } = dev;
  const providers = courier.providers.map(({ id, ...as }) => `${id}${kindOf(as)}`).join(', ');
  const rows = [
    ['inbox', inbox.origin],
    ['courier', courier.name],
    ['providers', providers],
    ['queue', courier.queueUrl],
    ['invoke', `${courier.invokeEndpoint}, function ${courier.functionName}`],
    ...(courier.ingressUrl === undefined
      ? []
      : [['ingress', `${courier.ingressUrl}, whose keys are "${madeUp}" where nobody has set them`]]),
    ['ledger', courier.ledger.endpoint],
    ['secrets', courier.awsEndpoint],
  ];
  const elsewhere =
    inbox.port === usualPort ? '' : `Give send and wait --inbox ${inbox.origin}: by default they ask ${usualPort}.\n`;
  const warning = live.length === 0 ? 'No real phone rings.' : `What ${live.join(' and ')} takes rings a real phone.`;
  return `${rows.map(([name = '', value]) => `${name.padEnd(10)}  ${value}`).join('\n')}\n\n${elsewhere}${warning} Ctrl-C ends it.\n`;
}

function kindOf({ isLive, isStandIn }: Pick<LocalProvider, 'isLive' | 'isStandIn'>): string {
  if (isLive) return ' (live)';
  return isStandIn ? ' (a stand-in that takes whatever it is sent)' : '';
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_500) return port;
  throw new BadInput(`--port ${text}: give a number from 1 to 65500`);
}

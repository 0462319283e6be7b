/**
 * Times a fresh process from its start to its first request to the provider, for the courier and for its peers.
 *
 * `npm run bench:coldstart -- [--rounds 21] [--node <path of another Node.js>]… [--ssm-latency <ms>]`
 *
 * Writes REPORT.md and report.json. Fails if the courier takes more than {@link LIMIT} of what the plain handler takes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ENV } from '../../lambda/config';
import { createTables, startLedgerProcess } from '../../local/ledger';
import { A_login_code_valid as EVENT } from '../../test/fixtures/ory/ctx-examples.json';
import { type Summary, summarize } from '../statistics';
import { coldStart, type Timeline } from './cold-start';
import { type Emulators, startEmulators } from './emulators';
import { type Functions, makeFunctions } from './functions';
import { LIMIT, type NodeResult, type Round, ratio, writeReport } from './report';

const TOKEN = '0123456789abcdef'.repeat(2);
const REGION = 'eu-central-1';
const PEERS = ['ours', 'plain', 'empty'] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '21' },
      node: { type: 'string', multiple: true, default: [] },
      'ssm-latency': { type: 'string', default: '0' },
    },
  });
  const rounds = Number(values.rounds);
  const ssmLatencyMs = Number(values['ssm-latency']);
  if (!(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds ${values.rounds}: give a whole number above 0`);
  if (!(ssmLatencyMs >= 0)) throw new Error(`--ssm-latency ${values['ssm-latency']}: give milliseconds`);

  const directory = mkdtempSync(join(tmpdir(), 'coldstart-'));
  const emulators = await startEmulators(TOKEN, ssmLatencyMs);
  const ledger = await startLedgerProcess();
  try {
    const functions = await makeFunctions(directory);
    await createTables(ledger.endpoint, REGION, [functions.ledger]);
    const bench = new Bench(functions, emulators, directory, ledger.endpoint);
    const results = await bench.compare([process.execPath, ...values.node], rounds);
    const delays = await bench.probe();
    console.log(writeReport({ results, delays, ssmLatencyMs }));
    if (results.some((result) => ratio(result).median > LIMIT)) process.exitCode = 1;
  } finally {
    await ledger.stop();
    emulators.close();
    rmSync(directory, { recursive: true });
  }
}

class Bench {
  private messages = 0;

  constructor(
    private readonly functions: Functions,
    private readonly emulators: Emulators,
    private readonly home: string,
    private readonly ledger: string,
  ) {}

  /** Everything in turn, round after round, so that whatever else the machine does falls on all alike. */
  async compare(nodes: readonly string[], rounds: number): Promise<NodeResult[]> {
    const results = nodes.map((node) => ({ node, version: versionOf(node), rounds: [] as Round[] }));
    // the first round fills the machine's file cache and does not count
    for (let round = 0; round <= rounds; round++) {
      for (const { node, rounds: measured } of results) {
        const times = await this.round(node, round);
        if (round > 0) measured.push(times);
      }
    }
    return results.map(({ version, rounds }) => ({ version, rounds }));
  }

  /** How late the emulator notices a request, in milliseconds. */
  async probe(): Promise<Summary> {
    const { observations } = await coldStart(this.command(process.execPath, 'probe'), this.emulators);
    return summarize(observations.delays.map((delay) => Number(delay) / 1e6));
  }

  private async round(node: string, turn: number): Promise<Round> {
    const timelines: Partial<Record<keyof Round, Timeline>> = {};
    for (let count = 0; count < PEERS.length; count++) {
      const peer = PEERS[(turn + count) % PEERS.length] as (typeof PEERS)[number];
      const { timeline, observations } = await coldStart(this.command(node, peer), this.emulators);
      if (peer !== 'empty' && observations.accepted !== EVENT.body)
        throw new Error(`${peer}: the provider did not take the message`);
      timelines[peer] = timeline;
    }
    return timelines as Round;
  }

  private command(node: string, peer: (typeof PEERS)[number] | 'probe') {
    return {
      node,
      runtime: this.functions.runtime,
      directory: this.functions[peer],
      event: this.event(),
      environment: this.environment(),
    };
  }

  /** One of Ory's, with an id and a phone of its own: what comes again is not sent, and what one phone gets in an hour is limited. */
  private event(): object {
    this.messages += 1;
    return { ...EVENT, id: `m-${this.messages}`, recipient: `+4917667${String(this.messages).padStart(6, '0')}` };
  }

  /** As in Lambda; no setting of the machine's own reaches the functions. */
  private environment(): Record<string, string> {
    const queue = 'https://sqs.eu-central-1.amazonaws.com/000000000000';
    return {
      HOME: this.home,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session',
      AWS_ENDPOINT_URL_SSM: this.emulators.ssm,
      AWS_ENDPOINT_URL_DYNAMODB: this.ledger,
      [ENV.queueUrl]: `${queue}/queue`,
      [ENV.deadLetterQueueUrl]: `${queue}/dead-letters`,
      [ENV.ledgerTable]: this.functions.ledger.TableName ?? '',
      [ENV.endpointUrls]: JSON.stringify({ 'https://api.twilio.com': this.emulators.twilio }),
      TWILIO_ACCOUNT_SID: `AC${'0123456789abcdef'.repeat(2)}`,
      TWILIO_MESSAGING_SERVICE_SID: `MG${'fedcba9876543210'.repeat(2)}`,
      TWILIO_AUTH_TOKEN_PARAMETER: '/sms/twilio/auth_token',
      TWILIO_EMULATOR: this.emulators.twilio,
    };
  }
}

function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

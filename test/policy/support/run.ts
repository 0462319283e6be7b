import { setTimeout as sleep } from 'node:timers/promises';
import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import type { Decision, Gate } from '../../../local/iam/gate';
import type { Arrival, LocalCourier, LogLine } from '../../../local/local-courier';
import { queueClient } from '../../../local/queue';

/** Something that the courier is for, done on this machine. It fails by rejecting. */
export interface Scenario {
  readonly name: string;
  readonly run: (run: Run) => Promise<void>;
}

/** How long whatever was refused may be made up for, in milliseconds; a slow machine makes a run fail that must fail anyway. */
const GRACE_MS = 1_000;
const REGION = 'eu-central-1';

let numbers = 0;

/** One run of a scenario: what it sees of the courier, and nothing of what was before. */
export class Run {
  readonly arrivals: Arrival[] = [];
  readonly log: LogLine[] = [];
  readonly notices: string[] = [];
  readonly decisions: Decision[] = [];
  /** A number that nobody else has. */
  readonly recipient = `+49176${String(10_000_000 + ++numbers)}`;
  private readonly end = new AbortController();

  private constructor(
    readonly courier: LocalCourier,
    readonly gate: Gate,
  ) {}

  /** Does the scenario with functions that have just started, over queues that are empty. @throws why it failed */
  static async of(scenario: Scenario, courier: LocalCourier): Promise<readonly Decision[]> {
    const { gate } = courier;
    if (gate === undefined) throw new Error('this courier may do all');
    await empty(courier);
    courier.killEnvironments();
    const run = new Run(courier, gate);
    const stop = run.listen();
    try {
      await Promise.race([scenario.run(run), run.refusal()]);
      return run.decisions;
    } finally {
      run.end.abort();
      stop();
    }
  }

  async until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) {
      if (this.end.signal.aborted) throw new Error('the run is over');
      await sleep(10);
    }
  }

  /** The courier's answer. @throws if there is none but an error */
  async invoke(event: object): Promise<Readonly<Record<string, unknown>>> {
    return payloadOf(await this.courier.invoke(event));
  }

  async invokeIngress(event: object): Promise<void> {
    payloadOf(await this.courier.invokeIngress(event));
  }

  /** Sends a message at once, by one provider. */
  async send(provider: string, recipient = this.recipient): Promise<void> {
    const answer = await this.invoke({ recipient, body: 'hello', provider });
    if (answer['state'] !== 'sent' || answer['provider'] !== provider) throw new Error(JSON.stringify(answer));
  }

  arrives(): Promise<void> {
    return this.until(() => this.arrivals.some(({ to }) => to === this.recipient));
  }

  private listen(): () => void {
    const { events } = this.courier;
    const onArrival = (arrival: Arrival) => this.arrivals.push(arrival);
    const onLog = (line: LogLine) => this.log.push(line);
    const onNotice = (text: string) => this.notices.push(text);
    const onDecision = (decision: Decision) => this.decisions.push(decision);
    events.on('arrival', onArrival).on('log', onLog).on('notice', onNotice);
    this.gate.events.on('decision', onDecision);
    return () => {
      events.off('arrival', onArrival).off('log', onLog).off('notice', onNotice);
      this.gate.events.off('decision', onDecision);
    };
  }

  /** Rejects some time after the first refusal: the run has not come to its end in spite of it. */
  private async refusal(): Promise<never> {
    let refused: Decision | undefined;
    await this.until(() => {
      refused = this.decisions.find(({ isAllowed }) => !isAllowed);
      return refused !== undefined;
    });
    await sleep(GRACE_MS, undefined, { signal: this.end.signal });
    throw new Error(`refused: ${refused?.action} on ${refused?.resource}`);
  }
}

async function empty({ queueEndpoint, queueUrl, deadLetterQueueUrl }: LocalCourier): Promise<void> {
  const client = queueClient(queueEndpoint, REGION);
  for (const QueueUrl of [queueUrl, deadLetterQueueUrl]) await client.send(new PurgeQueueCommand({ QueueUrl }));
  client.destroy();
}

function payloadOf(result: Awaited<ReturnType<LocalCourier['invoke']>>): Readonly<Record<string, unknown>> {
  if ('error' in result) throw new Error(result.error.errorMessage);
  return JSON.parse(result.payload);
}

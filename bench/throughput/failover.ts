import type { SQSEvent } from 'aws-lambda';
import type { LocalFunction } from '../../local/function';
import { serve } from '../../local/http';
import { type Provider, startProvider } from './provider';
import { feed, startStage, TOKEN } from './stage';

/** How long messages took from being handed to the courier until a provider had them whole, in milliseconds. */
export interface Failover {
  readonly title: string;
  /** Both providers well: to the first. */
  readonly normal: readonly number[];
  /** The first is down, and no breaker is open yet: to the second. */
  readonly finding: readonly number[];
  /** The first is down, and its breaker is open: to the second. */
  readonly open: readonly number[];
}

/** Batches that warm a courier up; no figure is of them. */
const WARM_UP_BATCHES = 20;
const BATCHES = 150;

/** Refuses every connection. */
export async function refused(): Promise<Failover> {
  const closed = await serve(() => {});
  await closed.close();
  return outage('refuses connections', closed.origin);
}

/** Takes every request, and answers none. */
export async function silent(): Promise<Failover> {
  const provider = await startProvider(Number.POSITIVE_INFINITY, TOKEN);
  try {
    return await outage('takes requests and never answers', provider.endpoint);
  } finally {
    await provider.stop();
  }
}

async function outage(title: string, down: string): Promise<Failover> {
  // a ledger of its own: breakers of another run are not to be found in it
  const stage = await startStage();
  const provider = await startProvider(0, TOKEN);
  try {
    const through = async (first: string): Promise<number[][]> => {
      const lambda = await stage.environments(1, { first, second: provider.endpoint });
      try {
        return await reach(lambda, await stage.events(WARM_UP_BATCHES + BATCHES), provider);
      } finally {
        await lambda.stop();
      }
    };
    const normal = await through(provider.endpoint);
    const [finding = [], ...others] = await through(down);
    return {
      title,
      normal: normal.slice(WARM_UP_BATCHES).flat(),
      finding,
      open: others.slice(WARM_UP_BATCHES - 1).flat(),
    };
  } finally {
    await provider.stop();
    await stage.close();
  }
}

/** By batch. @throws Error if a message did not come, or came twice */
async function reach(lambda: LocalFunction, events: readonly SQSEvent[], provider: Provider): Promise<number[][]> {
  await provider.seen();
  const took: number[][] = [];
  for (const event of events) {
    const handedAt = Date.now();
    await feed(lambda, [event]);
    const seen = await provider.seen();
    if (new Set(seen.map(({ text }) => text)).size !== event.Records.length || seen.length !== event.Records.length)
      throw new Error(`${seen.length} requests came of a batch of ${event.Records.length}`);
    took.push(seen.map(({ at }) => at - handedAt));
  }
  return took;
}

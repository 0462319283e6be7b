import { admit, EXPIRED } from './admit';
import type { Provider } from './attempt';
import { backOffSeconds } from './back-off';
import { claim, verdictOn, waitForLedger } from './claim';
import type { CourierConfig } from './config';
import type { Delivery, Receive } from './delivery';
import { overLimit } from './guards/over-limit';
import { isObstacle, type Session } from './ledger/ledger';
import type { Message } from './message';
import { type Outcome, type Policy, policyOf } from './outcome/outcome';
import { render } from './render';
import { route } from './route';
import { countSegments } from './segments';
import type { TemplateFailure } from './template/templates';
import { PROVIDER_DEADLINE_MS } from './transport';
import type { Delivered, FinalState, Verdict } from './verdict';

/** Time kept at the end of an invocation to settle what was attempted, in milliseconds. */
const SETTLE_MS = 2_000;

/** When to look again at a message that somebody else has taken over, in milliseconds. */
const LOST_MS = 5_000;

/** Seconds until a message that waits may come again; SQS counts whole ones. */
export function secondsUntil(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / 1000));
}

/** admit → render → route → attempt, until a provider accepts the message or no further one may be asked now. */
export async function deliver(received: Message, receive: Receive, delivery: Delivery): Promise<Delivered> {
  const { config, templates, log, now } = delivery;
  const refusal = admit(received, config, now());
  if (refusal !== undefined) return endUnasked(received, refusal, delivery);
  const { message: rendered, failure } = render(received, config, templates);
  if (failure !== undefined) log.templateFailed(received, failure, rendered !== undefined);
  if (rendered === undefined) return giveUpUnasked(received, unrendered(failure), delivery);
  if (rendered.provider !== undefined && !delivery.providers.some(({ id }) => id === rendered.provider))
    log.warning('it names a provider that this courier does not have: ignored', rendered.id);
  const { providers, ledger } = delivery;
  const order = await route(rendered, { providers, ...routesOf(config), breakers: ledger.breakers });
  if (order.length === 0) return giveUpUnasked(rendered, UNCARRIED, delivery);
  if (outOfTime(receive, delivery)) return { verdict: { ...NO_TIME, attempts: receive.receives - 1 } };
  const claimed = await claim(rendered, receive, askedByClaim(order, delivery)?.id, delivery);
  if ('verdict' in claimed) return claimed;
  const { session } = claimed;
  // the life of a message is what its first receive found it to be, and what the providers are told
  const message = { ...rendered, expiresAt: session.expiresAt };
  if (session.givenUp !== undefined)
    return { session, verdict: { next: 'end', state: 'failed', attempts: session.attempts - 1, ...session.givenUp } };
  if (now() >= session.expiresAt) {
    const attempts = session.attempts - 1;
    const last = unfinishedOf(session);
    if (last !== undefined) logCrash(message, last, attempts, delivery);
    return { session, verdict: { next: 'end', attempts, ...EXPIRED, ...crashOf(last) } };
  }
  const stopped = await overLimit(message, receive, session, delivery);
  if (stopped !== undefined) return stopped;
  const delivered = await attempts(message, receive, session, order, delivery);
  return { ...delivered, segments: countSegments(message.body).segments };
}

/** Asks the providers in turn. */
async function attempts(
  message: Message,
  receive: Receive,
  session: Session,
  order: readonly Provider[],
  delivery: Delivery,
): Promise<Delivered> {
  const { config, ledger, log, now } = delivery;
  const { maxAttempts, onAmbiguous } = config.delivery;
  const spent = new Set(session.spent);
  const resting = new Map(Object.entries(session.resting ?? {}));
  const tried: Tried[] = [];
  const latest = Math.min(session.expiresAt - 1, latestStart(receive));
  // the claim has counted the first request, to whomever it goes
  let count = session.attempts - 1;
  let isCutShort = false;
  let recorded = askedByClaim(order, delivery);
  const isResting = ({ id }: Provider) => now() < (resting.get(id) ?? 0);
  /** @returns why the provider may not be asked */
  const record = async (provider: Provider): Promise<Verdict | undefined> => {
    const isRecorded = provider === recorded;
    count += 1;
    recorded = undefined;
    if (isRecorded) return undefined;
    try {
      const begun = await session.begin({ provider: provider.id, attempts: count, ...written({ spent, resting }) });
      return begun ? undefined : { next: 'wait', until: now() + LOST_MS, attempts: count };
    } catch (error) {
      const wait = waitForLedger(message, receive, count - 1, error, delivery);
      return wait && { ...wait, ...written({ spent, resting }) };
    }
  };

  for (const provider of afterCrash(message, session, order, { tried, spent, resting }, delivery)) {
    if (spent.has(provider.id) || isResting(provider)) continue;
    // also before the first: the ledger may have been slow
    isCutShort = outOfTime(receive, delivery);
    if (isCutShort || (tried.length > 0 && (count >= maxAttempts || now() >= session.expiresAt))) break;
    const obstacle = await record(provider);
    // a record whose answer was lost is taken back: nobody was asked
    if (obstacle !== undefined) return { verdict: obstacle, ...(obstacle.next === 'retry' && { session }) };
    const startedAt = now();
    const outcome = await provider.attempt(message, count, latest);
    log.attempt({ message, attempt: count, provider: provider.id, outcome, durationMs: now() - startedAt });
    const policy = policyOf(outcome.outcome, onAmbiguous);
    if (outcome.outcome === 'accepted') await ledger.breakers.succeeded(provider.id);
    else if (policy.breaks) await ledger.breakers.failed(provider.id);
    if (policy.ends !== undefined) {
      const verdict = { next: 'end', state: policy.ends, attempts: count, provider: provider.id, ...outcome } as const;
      return { session, verdict };
    }
    tried.push({ provider: provider.id, outcome });
    for (const id of ruledOut(provider, policy, delivery)) spent.add(id);
    // until the message expires at most: no number is too large for that
    if (outcome.retryAfterSeconds !== undefined)
      resting.set(provider.id, Math.min(now() + outcome.retryAfterSeconds * 1000, session.expiresAt));
    if (!policy.failover) break;
  }
  return { session, verdict: retryOrGiveUp(session, count, { order, tried, spent, resting, isCutShort }, delivery) };
}

/**
 * The claim records its first request as well, which saves a write. It does not where nobody is left to be asked after a request whose
 * outcome is unknown: the answer to a claim may be lost, and its message would be given up though nobody was asked.
 */
function askedByClaim(order: readonly Provider[], { config }: Delivery): Provider | undefined {
  const { onAmbiguous, maxAttempts } = config.delivery;
  const isLast = onAmbiguous === 'drop' || (onAmbiguous === 'failover' && order.length === 1) || maxAttempts === 1;
  return isLast ? undefined : order[0];
}

/** What is known of a message's providers. */
interface Progress {
  /** Asked in this invocation, and what came of it. */
  readonly tried: Tried[];
  /** Not to be asked again, in this invocation or a later one. */
  readonly spent: Set<string>;
  /** When a provider that wants to be left alone may be asked again. */
  readonly resting: Map<string, number>;
}

/** What an invocation got to do. */
interface Course extends Progress {
  /** The providers that may bring it. */
  readonly order: readonly Provider[];
  /** There was no time left to ask the next provider. */
  readonly isCutShort: boolean;
}

interface Tried {
  readonly provider: string;
  readonly outcome: Outcome;
}

/** Who must not be asked again after an outcome. */
function ruledOut({ id, channel }: Provider, { failover, retry }: Policy, { providers }: Delivery): readonly string[] {
  if (failover === 'channel') return providers.filter((each) => each.channel === channel).map((each) => each.id);
  return retry ? [] : [id];
}

/** The providers to ask after a courier has crashed in the middle of a request: its outcome is ambiguous, and treated as such. */
function afterCrash(
  message: Message,
  session: Session,
  order: readonly Provider[],
  { tried, spent }: Progress,
  delivery: Delivery,
): readonly Provider[] {
  const unfinished = unfinishedOf(session);
  if (unfinished === undefined) return order;
  logCrash(message, unfinished, session.attempts - 1, delivery);
  tried.push({ provider: unfinished, outcome: CRASHED });
  switch (delivery.config.delivery.onAmbiguous) {
    case 'drop':
      return [];
    case 'failover':
      spent.add(unfinished);
      return order;
    case 'retry':
      return [...order.filter(({ id }) => id === unfinished), ...order.filter(({ id }) => id !== unfinished)];
  }
}

/** Who was asked when a courier crashed. A claim records who would come first: one that is spent was not. */
function unfinishedOf({ unfinished, spent = [] }: Session): string | undefined {
  return unfinished === undefined || spent.includes(unfinished) ? undefined : unfinished;
}

const CRASHED: Outcome = {
  outcome: 'ambiguous',
  code: 'crashed',
  detail: 'the courier ended before the provider answered',
};

/** What a message ends with that has expired after its courier had crashed. */
function crashOf(provider: string | undefined): Partial<Outcome> & { readonly provider?: string } {
  return provider === undefined ? {} : { provider, ...CRASHED, detail: `${CRASHED.detail}; then it expired` };
}

function logCrash(message: Message, provider: string, attempt: number, { log }: Delivery): void {
  log.attempt({ message, attempt, provider, outcome: CRASHED, durationMs: 0 });
}

function retryOrGiveUp(
  session: Session,
  count: number,
  { order, tried, spent, resting, isCutShort }: Course,
  delivery: Delivery,
): Verdict {
  const { config, now, random } = delivery;
  const { maxAttempts, onAmbiguous } = config.delivery;
  const mayRetry = ({ outcome }: Tried) => policyOf(outcome.outcome, onAmbiguous).retry;
  const latest = tried.at(-1);
  const left = order.filter(({ id }) => !spent.has(id));
  if (latest === undefined && isCutShort) return { ...NO_TIME, attempts: count, ...written({ spent, resting }) };
  if (latest === undefined && left.length === 0) return { next: 'end', state: 'failed', attempts: count, ...ALL_SPENT };
  // an outcome after which nobody may be asked ends the message, whoever else was ready to be asked again
  const isOver =
    latest !== undefined && !mayRetry(latest) && policyOf(latest.outcome.outcome, onAmbiguous).failover === false;
  const last = isOver ? latest : (tried.find(mayRetry) ?? latest);
  const ending = { attempts: count, ...(last && { provider: last.provider, ...last.outcome }) };
  const reason = last?.outcome.detail ?? last?.outcome.outcome ?? 'no provider may be asked yet';
  // who was not asked wanted to be left alone then, if not now: asking the others takes time
  const isUntried = ({ id }: Provider) => tried.every(({ provider }) => provider !== id);
  const mayGoOn = isCutShort || (last !== undefined && mayRetry(last)) || (!isOver && left.some(isUntried));
  if (!mayGoOn) return { next: 'end', state: 'failed', ...ending };
  if (count >= maxAttempts)
    return { next: 'end', state: 'failed', ...ending, detail: `${reason}; given up after ${count} attempts` };
  const lifeMs = session.expiresAt - now();
  const backOff = backOffSeconds({ attempt: count, left: maxAttempts - count, lifeMs }, random);
  // whoever was not asked for want of time is ready, and comes before those that were
  if (isCutShort)
    for (const { provider } of tried)
      resting.set(provider, Math.max(resting.get(provider) ?? 0, now() + backOff * 1000));
  const ready = left.length === 0 ? 0 : Math.min(...left.map(({ id }) => resting.get(id) ?? 0));
  const delaySeconds = Math.max(isCutShort ? 1 : backOff, Math.ceil((ready - now()) / 1000));
  if (now() + delaySeconds * 1000 >= session.expiresAt)
    return { next: 'end', state: 'expired', ...ending, detail: `${reason}; it expires before the next attempt` };
  return { next: 'retry', delaySeconds, ...ending, ...written({ spent, resting }) };
}

/** What the ledger is to keep of it. */
function written({ spent, resting }: Pick<Progress, 'spent' | 'resting'>) {
  return { spent: [...spent], resting: Object.fromEntries(resting) };
}

function routesOf({ routes }: CourierConfig): Pick<CourierConfig, 'routes'> {
  return routes === undefined ? {} : { routes };
}

/** Of the providers that may bring it, each only brings codes. */
const UNCARRIED: Outcome = {
  outcome: 'bad_request',
  code: 'no_provider',
  detail: 'no provider can bring it: those for its recipient bring codes only, and its template_data holds none',
};

/** It waited for a provider that no longer is one for its recipient. */
const ALL_SPENT: Outcome = {
  outcome: 'bad_request',
  code: 'no_provider',
  detail: 'no provider is left to ask: those for its recipient have refused it before',
};

function unrendered(failure: TemplateFailure | undefined): Outcome {
  const outcome = 'unrenderable' as const;
  return failure === undefined
    ? { outcome, detail: 'no body, and no template for its type' }
    : { outcome, code: `template_${failure.kind}`, detail: failure.detail };
}

/** Gives up a message that nobody can be asked to bring, unless it is through or under way already. The ledger learns of it once it is among the dead letters. */
async function giveUpUnasked(message: Message, reason: Outcome, { ledger }: Delivery): Promise<Delivered> {
  const known = await ledger.obstacle(message).catch(() => undefined);
  if (known !== undefined) return { verdict: verdictOn(known) };
  const session: Session = {
    attempts: 0,
    expiresAt: message.expiresAt,
    count: async () => undefined,
    begin: async () => false,
    settle: async (ending) => !isObstacle(await ledger.end(message, ending)),
  };
  return { session, verdict: { next: 'end', state: 'failed', attempts: 0, ...reason } };
}

/** Ends a message that no provider is asked for, unless it is through or under way already. */
async function endUnasked(
  message: Message,
  ending: { readonly state: FinalState } & Partial<Outcome>,
  delivery: Delivery,
): Promise<Delivered> {
  const { ledger, log } = delivery;
  const verdict = { next: 'end', attempts: 0, ...ending } as const;
  try {
    const ended = await ledger.end(message, ending);
    if (isObstacle(ended)) return { verdict: verdictOn(ended) };
    if (ending.state === 'limited') log.overLimit(message, ending.code ?? '', true);
    const { unfinished, attempts = 0 } = ended;
    if (unfinished === undefined) return { verdict: { ...verdict, attempts } };
    logCrash(message, unfinished, attempts, delivery);
    return { verdict: { ...verdict, attempts, ...(ending.state === 'expired' && crashOf(unfinished)) } };
  } catch (error) {
    log.ledgerDown(message, 'the end of a message is not written', error);
    return { verdict };
  }
}

function outOfTime(receive: Receive, { now }: Delivery): boolean {
  return now() > latestStart(receive);
}

/** When a request may start at the latest, to be answered and settled in this invocation. */
function latestStart({ deadline }: Receive): number {
  return deadline - PROVIDER_DEADLINE_MS - SETTLE_MS;
}

const NO_TIME = { next: 'retry', delaySeconds: 0, detail: 'no time left in this invocation' } as const;

import { admit } from './admit';
import { PROVIDER_DEADLINE_MS, type Provider } from './attempt';
import { backOffSeconds } from './back-off';
import type { CourierConfig } from './config';
import type { Log } from './log';
import type { Message } from './message';
import { type Outcome, policyOf } from './outcome/outcome';
import { render } from './render';
import { route } from './route';
import type { TemplateFailure, Templates } from './template/templates';

/** Time kept at the end of an invocation to settle what was attempted, in milliseconds. */
const SETTLE_MS = 2_000;

/** The state of a message that is through. */
export type FinalState = 'sent' | 'failed' | 'expired' | 'limited' | 'cancelled';

/** What is to be done with a message after this invocation. */
export type Verdict =
  | (Ending & { readonly next: 'end'; readonly state: FinalState })
  | (Ending & { readonly next: 'retry'; readonly delaySeconds: number });

interface Ending extends Partial<Outcome> {
  readonly provider?: string;
  /** Attempts made so far. */
  readonly attempts: number;
}

export interface Delivery {
  readonly config: CourierConfig;
  readonly providers: readonly Provider[];
  /** Loaded by the first message that must be rendered. */
  readonly templates: () => Templates;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
}

/** One receive of a message. */
export interface Receive {
  /** 1 for the first time that the message is tried. */
  readonly attempt: number;
  /** Milliseconds since the epoch at which the invocation is cut off. */
  readonly deadline: number;
}

/** admit → render → route → attempt, until a provider accepts the message or no further one may be asked now. */
export async function deliver(received: Message, { attempt, deadline }: Receive, delivery: Delivery): Promise<Verdict> {
  const { config, providers, templates, log, now, random } = delivery;
  const refusal = admit(received, config, now());
  if (refusal !== undefined) return { next: 'end', attempts: attempt - 1, ...refusal };
  const { message, failure } = render(received, config, templates);
  if (failure !== undefined) log.templateFailed(received, failure, message !== undefined);
  if (message === undefined) return { next: 'end', attempts: attempt - 1, state: 'failed', ...unrenderable(failure) };

  const tried: { provider: string; outcome: Outcome }[] = [];
  for (const provider of route(message, providers)) {
    if (now() + PROVIDER_DEADLINE_MS + SETTLE_MS > deadline) {
      if (tried.length === 0)
        return { next: 'retry', delaySeconds: 0, attempts: attempt - 1, detail: 'no time left in this invocation' };
      break;
    }
    const startedAt = now();
    const outcome = await provider.attempt(message, attempt);
    log.attempt({ message, attempt, provider: provider.id, outcome, durationMs: now() - startedAt });
    if (outcome.outcome === 'accepted')
      return { next: 'end', state: 'sent', attempts: attempt, provider: provider.id, ...outcome };
    if (outcome.outcome === 'cancelled')
      return { next: 'end', state: 'cancelled', attempts: attempt, provider: provider.id, ...outcome };
    tried.push({ provider: provider.id, outcome });
    if (!policyOf(outcome.outcome).failover) break;
  }

  const last = tried.find(({ outcome }) => policyOf(outcome.outcome).retry) ?? tried.at(-1);
  if (last === undefined) throw new Error('a courier has at least one provider');
  const ending = { attempts: attempt, provider: last.provider, ...last.outcome };
  if (!policyOf(last.outcome.outcome).retry) return { next: 'end', state: 'failed', ...ending };
  if (attempt >= config.delivery.maxAttempts) {
    return {
      next: 'end',
      state: 'failed',
      ...ending,
      detail: `${last.outcome.detail ?? last.outcome.outcome}; given up after ${attempt} attempts`,
    };
  }
  const delaySeconds = backOffSeconds(attempt, last.outcome.retryAfterSeconds, random);
  if (now() + delaySeconds * 1000 >= message.expiresAt) {
    return {
      next: 'end',
      state: 'expired',
      ...ending,
      detail: `${last.outcome.detail ?? last.outcome.outcome}; it expires before the next attempt`,
    };
  }
  return { next: 'retry', delaySeconds, ...ending };
}

function unrenderable(failure: TemplateFailure | undefined): Outcome {
  if (failure === undefined) return { outcome: 'unrenderable', detail: 'no body, and no template for its type' };
  return { outcome: 'unrenderable', code: `template_${failure.kind}`, detail: failure.detail };
}

import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import type { TokenSource } from './oauth2';

/** What a request config's Jsonnet is told: Ory's ctx, and ours for the hidden field `ctx.courier`. */
export interface JsonnetInput {
  readonly ctx: unknown;
  readonly courier: Readonly<Record<string, unknown>>;
}

export interface BuildServices {
  readonly jsonnet: JsonnetEvaluator;
  readonly tokens: TokenSource;
  readonly now: () => number;
}

import { type AwsClients, awsTransport } from './aws/aws-transport';
import { type Channel, isAwsProvider, type ProviderConfig } from './config';
import { courierFacts } from './courier-facts';
import { errorName } from './error-name';
import { rehearsal } from './guards/rehearse';
import type { Withheld } from './guards/withhold';
import { JsonnetError } from './jsonnet/error';
import type { JsonnetEvaluator } from './jsonnet/evaluator';
import type { Message } from './message';
import { judgeByRule } from './outcome/by-rule';
import { judgeByStatus } from './outcome/by-status';
import type { Outcome } from './outcome/outcome';
import { hide, redact, redactCode } from './redact';
import { httpTransport } from './request/http-transport';
import { TokenError } from './request/oauth2';
import { BuildError, Cancelled, type HttpResponse } from './request/request';
import { HostNotAllowed, SendError, type Sender } from './request/send';
import { SecretUnavailable } from './secrets/placeholder';
import type { Secrets } from './secrets/secrets';
import type { Prepared } from './transport';

/** A reason fills a line, not a screen. */
const MAX_DETAIL = 300;
const MAX_CODE = 200;

/** Makes text of a configuration or provider, which may quote the message or a secret, fit for a log. */
interface Clean {
  reason(text: string): string;
  /** For codes and ids, which keep their digits. */
  code(text: string): string;
}

/** A provider that messages can be given to. */
export interface Provider {
  readonly id: string;
  readonly channel: Channel;
  /** It can only bring codes. */
  readonly needsCode: boolean;
  /**
   * Asks the provider to send the message, once. Never throws: whatever happens is an outcome.
   *
   * @param latest milliseconds since the epoch: no request starts later, however long secrets, Jsonnet or a token took
   */
  attempt(message: Message, attempt: number, latest?: number): Promise<Outcome>;
}

export interface AttemptServices {
  readonly jsonnet: JsonnetEvaluator;
  readonly secrets: Secrets;
  readonly sender: Sender;
  readonly aws: AwsClients;
  readonly now: () => number;
  /** Whether a message's request is built and not sent. Absent: all are sent. */
  readonly withheld?: (message: Message) => Withheld | undefined;
}

/** What came of one request, and by which credentials it was made. */
interface Asked {
  readonly outcome: Outcome;
  readonly used: readonly string[];
  readonly token?: string;
}

/** build → send → judge, for one provider. */
export function createProvider(config: ProviderConfig, services: AttemptServices): Provider {
  const { jsonnet, secrets, now } = services;
  const transport = isAwsProvider(config) ? awsTransport(config.call, services) : httpTransport(config, services);
  const values = secrets.of(config);
  const judge = async (response: HttpResponse, clean: Clean): Promise<Outcome> => {
    if (config.response === undefined) return judgeByStatus(response, now());
    const { detail, warning, code, messageId, ...outcome } = await judgeByRule(
      response,
      config.response,
      jsonnet,
      now(),
    );
    return {
      ...outcome,
      ...(code && { code: clean.code(code) }),
      ...(messageId && { messageId: clean.code(messageId) }),
      ...(detail && { detail: clean.reason(detail) }),
      ...(warning && { warning: clean.reason(warning) }),
    };
  };

  const once = async (message: Message, attempt: number, latest: number): Promise<Asked> => {
    await secrets.load();
    const used = secrets.known(config);
    let prepared: Prepared | undefined;
    // those that it was made with as well: meanwhile they may have been rotated
    const clean = cleaner(message, () => [
      ...used,
      ...secrets.known(config),
      ...(prepared?.token ? [prepared.token] : []),
    ]);
    const ask = async (): Promise<Outcome> => {
      try {
        const courier = courierFacts(message, attempt, now());
        prepared = await transport.prepare({ ctx: message.ctx, courier }, values);
      } catch (error) {
        return buildOutcome(error, clean);
      }
      if (now() > latest) return TOO_LATE;
      try {
        return await judge(await prepared.send(), clean);
      } catch (error) {
        if (error instanceof HostNotAllowed) return buildOutcome(error, clean);
        if (error instanceof SendError) return { outcome: error.outcome, detail: error.message };
        // the request may have been written
        return { outcome: 'ambiguous', detail: `the answer could not be read: ${errorName(error)}` };
      }
    };
    return { outcome: await ask(), used, ...(prepared?.token && { token: prepared.token }) };
  };

  /** Whether there are other credentials by now than those that were refused: rotated by an operator, or a token that takes the place of one. */
  const renew = async ({ used, token }: Asked): Promise<boolean> => {
    await secrets.refresh();
    if (token !== undefined) transport.forget(token);
    return token !== undefined || secrets.known(config).join('\n') !== used.join('\n');
  };

  const { withheld } = services;
  const rehearse = withheld && rehearsal(config, services);
  const buildOnly = async (message: Message, attempt: number, code: Withheld): Promise<Outcome> => {
    try {
      await rehearse?.({ ctx: message.ctx, courier: courierFacts(message, attempt, now()) });
      return { outcome: 'cancelled', code, detail: 'its request was built, and not sent' };
    } catch (error) {
      return buildOutcome(
        error,
        cleaner(message, () => []),
      );
    }
  };

  return {
    id: config.id,
    channel: config.channel,
    needsCode: config.needsCode ?? false,
    async attempt(message, attempt, latest = Number.POSITIVE_INFINITY) {
      const code = withheld?.(message);
      if (code !== undefined) return buildOnly(message, attempt, code);
      const asked = await once(message, attempt, latest);
      // without the time to ask again there is none for this either
      const renewed = asked.outcome.outcome === 'unauthorized' && now() <= latest && (await renew(asked));
      const last = renewed && now() <= latest ? await once(message, attempt, latest) : asked;
      return last.outcome;
    },
  };
}

function cleaner(message: Message, secrets: () => readonly string[]): Clean {
  const withoutSecrets = (text: string) => hide(text, secrets());
  return {
    reason: (text) => redact(withoutSecrets(text), message).slice(0, MAX_DETAIL).toWellFormed(),
    code: (text) => redactCode(withoutSecrets(text), message).slice(0, MAX_CODE).toWellFormed(),
  };
}

/** Nothing has been sent. */
const TOO_LATE: Outcome = { outcome: 'unavailable', detail: 'the request took too long to make' };

function buildOutcome(error: unknown, clean: Clean): Outcome {
  if (error instanceof HostNotAllowed) return { outcome: error.outcome, detail: clean.reason(error.message) };
  if (error instanceof Cancelled) return { outcome: 'cancelled', detail: error.message };
  if (error instanceof SecretUnavailable)
    return { outcome: error.problem === 'missing' ? 'unauthorized' : 'unavailable', detail: error.message };
  if (error instanceof TokenError) {
    const { outcome, message: detail, retryAfterSeconds } = error;
    return { outcome, detail, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  }
  if (error instanceof BuildError) return { outcome: 'bad_request', detail: clean.reason(error.message) };
  if (error instanceof JsonnetError) {
    const where = error.line === undefined ? '' : ` at ${error.line}:${error.column}`;
    return {
      outcome: 'bad_request',
      code: `jsonnet_${error.kind}`,
      detail: `Jsonnet${where}: ${clean.reason(error.reason)}`,
    };
  }
  // what nobody foresaw, such as an engine that does not start: nothing has been sent
  return { outcome: 'unavailable', detail: `the request could not be made: ${errorName(error)}` };
}

import { createProvider, type Provider } from '../../lambda/attempt';
import type { HttpProviderConfig } from '../../lambda/config';
import type { JsonnetEvaluator } from '../../lambda/jsonnet/evaluator';
import { Secrets } from '../../lambda/secrets/secrets';
import { noAws } from '../support/aws';
import { accepted } from '../support/courier';
import { message } from '../support/messages';

const RULE = 'function(res) null';
const CONFIG: HttpProviderConfig = {
  id: 'one',
  channel: 'sms',
  request: { url: 'https://one.example.com/', method: 'POST', headers: {}, body: 'function(ctx) {}' },
  response: RULE,
  secrets: {},
};

function provider(jsonnet: JsonnetEvaluator, send: () => ReturnType<typeof accepted>): Provider {
  const none = async () => new Map<string, string>();
  return createProvider(CONFIG, {
    jsonnet,
    secrets: new Secrets([CONFIG], { ssm: none, secretsmanager: none }, Date.now),
    sender: { send: async () => send(), dropIdleSockets: () => {} },
    aws: noAws,
    now: Date.now,
  });
}

const fails = async (): Promise<never> => {
  throw new Error('the Jsonnet worker does not start: 428193');
};

describe('where no engine starts', () => {
  it('an accepted message is not asked for again: the HTTP status judges', async () => {
    const jsonnet = { evaluate: async (snippet: string) => (snippet === RULE ? fails() : '{}') };
    expect(await provider(jsonnet, accepted).attempt(message(), 1)).toEqual({
      outcome: 'accepted',
      code: '201',
      warning: 'response rule: Error',
    });
  });

  it('a request that cannot be made is safe to try again', async () => {
    let sent = 0;
    const send = () => {
      sent += 1;
      return accepted();
    };
    expect(await provider({ evaluate: fails }, send).attempt(message(), 1)).toEqual({
      outcome: 'unavailable',
      detail: 'the request could not be made: Error',
    });
    expect(sent).toBe(0);
  });
});

it('whatever goes wrong once the request may have been written is ambiguous', async () => {
  const send = (): never => {
    throw new TypeError('+4917667111638');
  };
  expect(await provider({ evaluate: async () => '{}' }, send).attempt(message(), 1)).toEqual({
    outcome: 'ambiguous',
    detail: 'the answer could not be read: TypeError',
  });
});

import { createProvider, type Provider } from '../../lambda/attempt';
import type { HttpProviderConfig } from '../../lambda/config';
import type { JsonnetEvaluator } from '../../lambda/jsonnet/evaluator';
import type { HttpRequest, HttpResponse } from '../../lambda/request/request';
import { Secrets } from '../../lambda/secrets/secrets';
import { noAws } from '../support/aws';
import { accepted } from '../support/courier';
import { testJsonnet } from '../support/engine';
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

describe('a credential that is refused', () => {
  const TOKEN: HttpProviderConfig = {
    ...CONFIG,
    request: {
      ...CONFIG.request,
      auth: {
        type: 'oauth2_client_credentials',
        config: {
          token_url: 'https://auth.example.com/token',
          client_id: 'me',
          client_secret: '{$SECRET}',
          client_auth: 'body',
        },
      },
    },
    response: "function(res) if res.status == 401 then { outcome: 'unauthorized', detail: res.body }",
    secrets: { SECRET: { source: 'ssm', name: '/secret' } },
  };

  /** A provider that takes one access token, and quotes what it refuses. */
  function guarded(config: HttpProviderConfig, takes: string, onRefusal: (secrets: Secrets) => unknown = () => {}) {
    const values = new Map([
      ['/secret', 'first-secret'],
      ['/other', 'other-secret'],
    ]);
    const other = { id: 'two', secrets: { OTHER: { source: 'ssm', name: '/other' } as const } };
    const asked: string[] = [];
    const tokens = ['revoked', 'fresh'];
    const send = async ({ url, headers }: HttpRequest): Promise<HttpResponse> => {
      if (url.hostname === 'auth.example.com')
        return { status: 200, headers: {}, body: JSON.stringify({ access_token: tokens.shift() ?? 'fresh' }) };
      const credential = headers.get('authorization') ?? '';
      asked.push(credential);
      if (credential === `Bearer ${takes}`) return accepted();
      await onRefusal(secrets);
      return { status: 401, headers: {}, body: `no: ${credential}` };
    };
    const fetch = async () => new Map(values);
    const secrets = new Secrets([config, other], { ssm: fetch, secretsmanager: fetch }, Date.now);
    const asking = createProvider(config, {
      jsonnet: testJsonnet(),
      secrets,
      sender: { send, dropIdleSockets: () => {} },
      aws: noAws,
      now: Date.now,
    });
    return { asking, asked, values };
  }

  it('is a token that may be had anew, also where a secret of somebody else was rotated meanwhile', async () => {
    const { asking, asked, values } = guarded(TOKEN, 'fresh', () => values.set('/other', 'rotated'));
    expect(await asking.attempt(message(), 1)).toMatchObject({ outcome: 'accepted' });
    expect(asked).toEqual(['Bearer revoked', 'Bearer fresh']);
  });

  it('is none where its endpoint is busy: it is asked again when it says', async () => {
    const send = async (): Promise<HttpResponse> => ({ status: 429, headers: { 'retry-after': '90' }, body: '' });
    const values = async () => new Map([['/secret', 'x']]);
    const busy = createProvider(TOKEN, {
      jsonnet: testJsonnet(),
      secrets: new Secrets([TOKEN], { ssm: values, secretsmanager: values }, Date.now),
      sender: { send, dropIdleSockets: () => {} },
      aws: noAws,
      now: Date.now,
    });
    expect(await busy.attempt(message(), 1)).toEqual({
      outcome: 'throttled',
      detail: 'the token endpoint answered HTTP 429',
      retryAfterSeconds: 90,
    });
  });

  it('is not told, be it a token, or a secret that has been rotated since', async () => {
    const token = guarded(TOKEN, 'none');
    expect(await token.asking.attempt(message(), 1)).toEqual({ outcome: 'unauthorized', detail: 'no: Bearer ***' });
    const { auth: _, ...request } = TOKEN.request;
    const config = { ...TOKEN, request: { ...request, headers: { authorization: 'Bearer {$SECRET}' } } };
    const rotated = guarded(config, 'none', (secrets) => {
      rotated.values.set('/secret', `secret-${rotated.asked.length}`);
      // for another message
      return secrets.reload();
    });
    expect(await rotated.asking.attempt(message(), 1)).toEqual({ outcome: 'unauthorized', detail: 'no: Bearer ***' });
    expect(rotated.asked).toEqual(['Bearer first-secret', 'Bearer secret-1']);
  });
});

describe('what a response rule makes of an answer', () => {
  const judged = (outcome: object) => {
    const jsonnet = { evaluate: async (snippet: string) => (snippet === RULE ? JSON.stringify(outcome) : '{}') };
    return provider(jsonnet, accepted).attempt(message({ template_data: { login_code: '428193', first: '30' } }), 1);
  };

  it('is shown without number, code and text, in whatever field', async () => {
    const text = 'no 428193 to +4917667111638 (4917667111638): Your code is 428193';
    const {
      code = '',
      messageId = '',
      detail,
      warning,
    } = await judged({
      outcome: 'bad_request',
      code: text,
      message_id: text,
      detail: text,
      warning: text,
    });
    expect([code, messageId]).toEqual(Array(2).fill('no *** to *** (***): ***'));
    expect([detail, warning]).toEqual(Array(2).fill('no *** to *** (xxxxxxxxxxxxx): ***'));
  });

  it('keeps the codes and ids of the provider, as long as they are not endless', async () => {
    expect(await judged({ outcome: 'bad_request', code: 21300, message_id: 'SM30' })).toMatchObject({
      code: '21300',
      messageId: 'SM30',
    });
    const { code, detail } = await judged({
      outcome: 'bad_request',
      code: 'x'.repeat(9_999),
      detail: `x${'😀'.repeat(999)}`,
    });
    expect(code).toHaveLength(200);
    expect(detail?.isWellFormed()).toBe(true);
  });
});

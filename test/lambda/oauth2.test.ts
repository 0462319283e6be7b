import type { OAuth2Config } from '../../lambda/config';
import { TokenError, tokenSource } from '../../lambda/request/oauth2';
import type { HttpRequest, HttpResponse } from '../../lambda/request/request';
import { SendError } from '../../lambda/request/send-error';

const CONFIG: OAuth2Config = {
  token_url: 'https://auth.example.com/token',
  client_id: '',
  client_secret: '',
  client_auth: 'basic',
};
const CLIENT = { id: 'me:1', secret: 'a b' };

/** A token source whose endpoint answers as the test says, with a clock that the test moves. */
function setUp(answer: () => Partial<HttpResponse> | Promise<never>) {
  const world = { now: 0, requests: [] as HttpRequest[] };
  const tokens = tokenSource(
    async (request) => {
      world.requests.push(request);
      return { status: 200, headers: {}, body: '', ...(await answer()) };
    },
    () => world.now,
  );
  return { tokens, world };
}

const token = (fields: object = {}) => ({ body: JSON.stringify({ access_token: 'T', expires_in: 3600, ...fields }) });

it('asks by the client credentials grant, with id and secret form-encoded', async () => {
  const { tokens, world } = setUp(() => token());
  expect(await tokens.get({ ...CONFIG, scope: 'sms send', audience: 'api' }, CLIENT)).toBe('T');
  const [request] = world.requests;
  expect(request).toMatchObject({
    method: 'POST',
    url: new URL(CONFIG.token_url),
    body: 'audience=api&grant_type=client_credentials&scope=sms+send',
  });
  expect(request?.headers.get('authorization')).toBe(`Basic ${Buffer.from('me%3A1:a+b').toString('base64')}`);
});

it('sends id and secret in the form where that is wanted', async () => {
  const { tokens, world } = setUp(() => token());
  await tokens.get({ ...CONFIG, client_auth: 'body' }, CLIENT);
  expect(world.requests[0]?.body).toBe('client_id=me%3A1&client_secret=a+b&grant_type=client_credentials');
  expect(world.requests[0]?.headers.has('authorization')).toBe(false);
});

it('keeps a token until a minute before its end, and shares a request among all who ask', async () => {
  const { tokens, world } = setUp(() => token());
  await Promise.all([tokens.get(CONFIG, CLIENT), tokens.get(CONFIG, CLIENT)]);
  world.now = 3_539_999;
  await tokens.get(CONFIG, CLIENT);
  expect(world.requests).toHaveLength(1);
  world.now = 3_540_000;
  await tokens.get(CONFIG, CLIENT);
  expect(world.requests).toHaveLength(2);
});

it('gets another for another secret', async () => {
  const { tokens, world } = setUp(() => token());
  await tokens.get(CONFIG, CLIENT);
  await tokens.get(CONFIG, { ...CLIENT, secret: 'rotated' });
  expect(world.requests).toHaveLength(2);
});

it('gets one other after a token was refused, however many messages it was refused to', async () => {
  let count = 0;
  const { tokens, world } = setUp(() => token({ access_token: `T${++count}` }));
  const refused = await tokens.get(CONFIG, CLIENT);
  const others = Array.from({ length: 10 }, () => {
    tokens.forget(refused);
    return tokens.get(CONFIG, CLIENT);
  });
  expect(new Set(await Promise.all(others))).toEqual(new Set(['T2']));
  // one that was refused long ago and is told of now
  tokens.forget(refused);
  expect(await tokens.get(CONFIG, CLIENT)).toBe('T2');
  expect(world.requests).toHaveLength(2);
});

it.each<[string, () => Partial<HttpResponse> | Promise<never>, string, RegExp]>([
  ['a refused client', () => ({ status: 401 }), 'unauthorized', /HTTP 401: check client_id and client_secret/],
  ['too many requests', () => ({ status: 429 }), 'throttled', /HTTP 429/],
  ['an endpoint in trouble', () => ({ status: 503 }), 'unavailable', /HTTP 503/],
  [
    'no answer',
    () => Promise.reject(new Error('no connection')),
    'unavailable',
    /no answer from the token endpoint: no connection/,
  ],
  [
    'a host that may not be dialled',
    () => Promise.reject(new SendError('bad_request', 'host x has a private address')),
    'bad_request',
    /no answer from the token endpoint: host x has a private address/,
  ],
  ['no JSON', () => ({ body: '<html>' }), 'unavailable', /without an access_token/],
  ['no token', () => token({ access_token: '' }), 'unavailable', /without an access_token/],
  [
    'a token that would break the header',
    () => token({ access_token: 'a\r\nb' }),
    'unavailable',
    /without an access_token/,
  ],
])('%s is an outcome that may be tried again, and is not kept', async (_, answer, outcome, message) => {
  const { tokens, world } = setUp(answer);
  for (let time = 0; time < 2; time++) {
    const error = await tokens.get(CONFIG, CLIENT).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toMatchObject({ outcome, message: expect.stringMatching(message) });
  }
  expect(world.requests).toHaveLength(2);
});

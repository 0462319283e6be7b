import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { signInApp } from '../../examples/own-backend/app';
import { Codes } from '../../examples/own-backend/codes';
import { courierCalled, type SendCode } from '../../examples/own-backend/courier';
import { startLocalCourier } from '../../local/courier';
import type { Arrival, LocalCourier } from '../../local/local-courier';
import { synthesize } from '../../local/synthesize';
import '../local/support';

const EXAMPLE = join(__dirname, '../../examples/own-backend');
const PHONE = '+4917667111638';

let courier: LocalCourier;
let client: LambdaClient;
let outputDirectory: string;
const arrivals: Arrival[] = [];

beforeAll(async () => {
  const synthesized = await synthesize(join(EXAMPLE, 'main.ts'));
  outputDirectory = synthesized.outputDirectory;
  courier = await startLocalCourier({ ...synthesized, secretsFile: join(EXAMPLE, 'secrets.json'), environments: 1 });
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
  client = new LambdaClient({
    endpoint: courier.invokeEndpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
  });
}, 60_000);

afterAll(async () => {
  client?.destroy();
  await courier?.stop();
  rmSync(outputDirectory, { recursive: true, force: true });
});

let now: number;
let codes: Codes;
let server: Server;

beforeEach(() => {
  now = Date.now();
  codes = new Codes(() => now);
  arrivals.length = 0;
  listen(courierCalled(courier.functionName, client));
});

afterEach(() => server.close());

function listen(sendCode: SendCode): void {
  server?.close();
  server = signInApp({ sendCode, codes, now: () => now }).listen(0);
}

async function post(path: string, body: unknown) {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, message, headers: response.headers };
}

const ask = (phone = PHONE) => post('/sign-in', { phone });
const verify = (code: string, phone = PHONE) => post('/sign-in/verify', { phone, code });

/** What a person reads on the phone. */
const codeOnThePhone = () => /^(\d{6}) is your code/.exec(arrivals.at(-1)?.text ?? '')?.[1] as string;
const another = (code: string) => ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0');

it('signs in with the code that arrives at the phone', async () => {
  expect(await ask('+49 176 671 11 638')).toMatchObject({ status: 202 });
  expect(arrivals).toMatchObject([{ to: PHONE, provider: 'twilio' }]);
  const code = codeOnThePhone();
  expect(arrivals[0]?.text).toContain('It expires in 10 minutes.');
  expect(arrivals[0]?.text).toMatch(new RegExp(`\n@sign-in\\.example\\.com #${code}\\s*$`));

  expect(await verify(another(code))).toMatchObject({ status: 401 });
  const accepted = await verify(code);
  expect(accepted.status).toBe(200);
  expect(accepted.headers.get('set-cookie')).toMatch(/^session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(await verify(code)).toMatchObject({ status: 401, message: 'this is not the code, or it has expired' });
});

it('keeps a hash, and not the code', async () => {
  await ask();
  const [kept, ...others] = codes.pending.values();
  expect([Object.keys(kept ?? {}), others]).toEqual([['hash', 'expiresAt', 'attemptsLeft'], []]);
  expect(kept?.hash).toHaveLength(32);
  expect(kept?.hash.toString('latin1')).not.toContain(codeOnThePhone());
  // six digits are soon tried through where the hash has no key
  expect(kept?.hash).not.toEqual(createHash('sha256').update(`${PHONE} ${codeOnThePhone()}`).digest());
});

it('the last code counts, for its phone alone and for ten minutes', async () => {
  await ask();
  const first = codeOnThePhone();
  await ask();
  const second = codeOnThePhone();
  if (first !== second) expect((await verify(first)).status).toBe(401);
  expect((await verify(second, '+4917667111639')).status).toBe(401);
  now += 10 * 60_000;
  expect((await verify(second)).status).toBe(401);
  now -= 1;
  expect((await verify(second)).status).toBe(200);
});

it('a code is not guessed: five attempts, ten across codes', async () => {
  await ask();
  const code = codeOnThePhone();
  for (let count = 0; count < 5; count++) expect((await verify(another(code))).status).toBe(401);
  expect((await verify(code)).status).toBe(401);

  await ask();
  for (let count = 0; count < 4; count++) expect((await verify(another(codeOnThePhone()))).status).toBe(401);
  const tooMany = await verify(codeOnThePhone());
  expect([tooMany.status, tooMany.headers.get('retry-after')]).toEqual([429, '900']);
});

it('a phone is not flooded: three codes in a quarter of an hour', async () => {
  for (let count = 0; count < 3; count++) expect((await ask()).status).toBe(202);
  now += 60_000;
  const tooMany = await ask();
  expect([tooMany.status, tooMany.headers.get('retry-after')]).toEqual([429, '840']);
  expect(arrivals).toHaveLength(3);
  now += 14 * 60_000;
  expect((await ask()).status).toBe(202);
});

it.each([
  ['a country that the courier does not send to', '+8801712345678', 422, /no SMS can be sent to this number/],
  ['a number that is none', '12345', 400, /phone must look like/],
])('says so for %s', async (_, phone, status, message) => {
  expect(await ask(phone)).toMatchObject({ status, message: expect.stringMatching(message) });
  expect(arrivals).toEqual([]);
});

it.each([
  ['no JSON', '/sign-in', '{', 400],
  ['a body that is too long', '/sign-in', JSON.stringify({ phone: 'x'.repeat(2000) }), 413],
  ['no code', '/sign-in/verify', { phone: PHONE }, 400],
  ['a code that is no text', '/sign-in/verify', { phone: PHONE, code: 428193 }, 400],
])('refuses %s', async (_, path, body, status) => {
  expect(await post(path, body)).toMatchObject({ status });
});

it('says that it cannot send while the courier is out of reach', async () => {
  const printed = jest.spyOn(console, 'error').mockImplementation();
  listen(courierCalled('another-function', client));
  expect(await ask()).toMatchObject({ status: 503, message: 'no SMS can be sent now: try again' });
  // whoever runs it is told why
  expect(printed.mock.calls).toEqual([[expect.stringMatching(/^no SMS sent: ResourceNotFoundException/)]]);
  printed.mockRestore();
});

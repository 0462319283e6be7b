import { Webhook } from 'standardwebhooks';
import { supabaseAdapter } from '../../../lambda/ingress/adapters/supabase';
import { refusal, request, ssm, TestKeys } from './support';

/**
 * Published vectors: the example of Svix's and Standard Webhooks' own pages and test suites.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/libraries/javascript/src/index.test.ts
 * https://docs.svix.com/receiving/verifying-payloads/how-manual
 */
const VECTORS = [
  {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    secret: 'whsec_plJ3nmyCDGBKInavdOK15jsl',
    id: 'msg_loFOjxBNrRLzqYUf',
    timestamp: 1731705121,
    body: '{"event_type":"ping","data":{"success":true}}',
    signature: 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
  },
];

interface Signed {
  readonly secret: string;
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
  readonly signature: string;
}

/** Whether a request is let in at this time, with these secrets on our side. */
async function accepts(signed: Signed, { now = signed.timestamp, secrets = [signed.secret] } = {}): Promise<boolean> {
  const store = new TestKeys(
    secrets.map((_, index) => `/s${index}`),
    () => now * 1000,
  );
  secrets.forEach((secret, index) => {
    store.parameters.set(`/s${index}`, secret);
  });
  const adapter = supabaseAdapter(
    { secrets: secrets.map((_, index) => ssm(`/s${index}`)), codeLifeSeconds: 60 },
    store.keys,
  );
  const { id, timestamp, body, signature } = signed;
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
  const found = await refusal(() => adapter.authenticate(request(body, headers), now * 1000));
  if (found !== undefined) expect(found).toMatchObject({ status: 401, code: 'unauthorized' });
  return found === undefined;
}

/** The same bytes but for one bit. */
function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

describe.each(VECTORS)('the public vector $id', (vector) => {
  it('is accepted, with its secret in each form that it is shown in', async () => {
    const base64 = vector.secret.replace('whsec_', '');
    for (const secret of [vector.secret, `v1,${vector.secret}`, base64])
      expect(await accepts({ ...vector, secret })).toBe(true);
  });

  it('is rejected with any one bit of the signature changed', async () => {
    const mac = Buffer.from(vector.signature.slice(3), 'base64');
    for (let bit = 0; bit < mac.length * 8; bit++) {
      expect(await accepts({ ...vector, signature: `v1,${flipped(mac, bit).toString('base64')}` })).toBe(false);
    }
  });

  it('is rejected with one bit of the body, the id or the secret changed, or with another body', async () => {
    const bytes = Buffer.from(vector.body);
    for (let bit = 0; bit < bytes.length * 8; bit += 7)
      expect(await accepts({ ...vector, body: flipped(bytes, bit).toString('latin1') })).toBe(false);
    const key = Buffer.from(vector.secret.replace('whsec_', ''), 'base64');
    for (let bit = 0; bit < key.length * 8; bit += 5)
      expect(await accepts({ ...vector, secret: `whsec_${flipped(key, bit).toString('base64')}` })).toBe(false);
    expect(await accepts({ ...vector, id: `${vector.id}x` })).toBe(false);
    expect(await accepts({ ...vector, body: '{}' })).toBe(false);
    expect(await accepts({ ...vector, body: '' })).toBe(false);
  });

  it('is rejected when its timestamp is more than five minutes from now, or another', async () => {
    const { timestamp } = vector;
    const at = (now: number) => accepts(vector, { now });
    expect([await at(timestamp + 300), await at(timestamp - 300)]).toEqual([true, true]);
    expect([await at(timestamp + 301), await at(timestamp - 301)]).toEqual([false, false]);
    expect(await accepts({ ...vector, timestamp: timestamp + 1 }, { now: timestamp })).toBe(false);
  });

  it('is accepted among several signatures, separated by spaces or as Supabase does, and by the second of two secrets', async () => {
    const other = `v1,${Buffer.alloc(32, 7).toString('base64')}`;
    for (const signature of [
      `${other} ${vector.signature}`,
      `${other}, ${vector.signature}`,
      `${vector.signature}, ${other}`,
    ])
      expect(await accepts({ ...vector, signature })).toBe(true);
    expect(await accepts(vector, { secrets: ['whsec_b3RoZXI=', vector.secret] })).toBe(true);
  });

  it.each([
    ['no signature', { signature: '' }],
    ['another version', { signature: vector.signature.replace('v1,', 'v2,') }],
    ['the version of asymmetric keys', { signature: vector.signature.replace('v1,', 'v1a,') }],
    ['half a signature', { signature: vector.signature.slice(0, 20) }],
    ['no id', { id: '' }],
    ['a secret that is empty', { secret: 'whsec_' }],
    ['a timestamp that is none', { timestamp: Number.NaN }],
  ])('is rejected with %s', async (_, change) => {
    expect(await accepts({ ...vector, ...change }, { now: vector.timestamp })).toBe(false);
  });
});

it('accepts what the library of Standard Webhooks signs, and nothing that it would not', async () => {
  for (let round = 0; round < 50; round++) {
    const secret = `whsec_${Buffer.from(`secret number ${round} of this test`).toString('base64')}`;
    const timestamp = 1_700_000_000 + round;
    const body = JSON.stringify({ round, text: 'Grüße 👋'.repeat(round) });
    const signature = new Webhook(secret).sign(`msg_${round}`, new Date(timestamp * 1000), body);
    const signed = { secret, id: `msg_${round}`, timestamp, body, signature };
    expect(await accepts(signed)).toBe(true);
    expect(await accepts({ ...signed, body: `${body} ` })).toBe(false);
  }
});

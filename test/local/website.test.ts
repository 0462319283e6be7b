import { request } from 'node:http';
import { startLocalCourier } from '../../local/courier';
import type { LocalCourier } from '../../local/local-courier';
import { refusalOfWebsite } from '../../local/website';
import { SECRET, synthesizeCourier } from './synth';

let courier: LocalCourier;

beforeAll(async () => {
  courier = await startLocalCourier(synthesizeCourier());
});

afterAll(() => courier.stop());

/** What a browser would send, with a host and an origin that no fetch lets a test choose. */
function ask(url: string, method: string, headers: Record<string, string>, body = ''): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve([response.statusCode ?? 0, text]));
    })
      .on('error', reject)
      .end(body);
  });
}

const JSON_1_0 = 'application/x-amz-json-1.0';
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=x/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x';

const requests: readonly [string, () => Parameters<typeof ask>][] = [
  [
    'a secret',
    () => [
      courier.awsEndpoint,
      'POST',
      { 'x-amz-target': 'AmazonSSM.GetParameter' },
      JSON.stringify({ Name: SECRET, WithDecryption: true }),
    ],
  ],
  [
    'the messages of the queue',
    () => [
      courier.queueEndpoint,
      'POST',
      { 'content-type': JSON_1_0, 'x-amz-target': 'AmazonSQS.ReceiveMessage', authorization: AUTHORIZATION },
      JSON.stringify({ QueueUrl: courier.queueUrl }),
    ],
  ],
  ['the queue, looked into', () => [`${courier.queueEndpoint}/_fauxqs/queues`, 'GET', {}]],
  [
    'the ledger',
    () => [
      courier.ledger.endpoint,
      'POST',
      {
        'content-type': JSON_1_0,
        'x-amz-target': 'DynamoDB_20120810.Scan',
        'x-amz-date': '20260101T000000Z',
        authorization: AUTHORIZATION,
      },
      JSON.stringify({ TableName: courier.ledger.tableName }),
    ],
  ],
  [
    'a message sent by an invoke',
    () => [
      `${courier.invokeEndpoint}/2015-03-31/functions/${courier.functionName}/invocations`,
      'POST',
      { 'content-type': 'text/plain' },
      JSON.stringify({ recipient: '+4915112345678', body: 'not from a website' }),
    ],
  ],
];

test.each(requests)('%s is for this machine, and for no website that its browser shows', async (_, of) => {
  const [url, method, headers, body] = of();
  expect(await ask(url, method, headers, body)).toEqual([200, expect.anything()]);
  const port = new URL(url).port;
  for (const website of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    // its name has come to lead here
    { host: `evil.example:${port}` },
    { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
  ]) {
    const [status, text] = await ask(url, method, { ...headers, ...website }, body);
    expect([status, text]).toEqual([403, expect.stringMatching(/websites are not answered|host evil\.example/)]);
  }
});

test('a page of ours may ask where it comes from, by any of the names of this machine', () => {
  for (const host of ['127.0.0.1:4500', 'localhost:4500', 'host.docker.internal:4500', 'LOCALHOST']) {
    expect(refusalOfWebsite({ host })).toBeUndefined();
    expect(refusalOfWebsite({ host, origin: `http://${host}` })).toBeUndefined();
    expect(refusalOfWebsite({ host, origin: 'http://localhost:3000' })).toBe('requests of websites are not answered');
  }
});

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchFromSsm } from '../../lambda/aws/ssm';

interface Seen {
  readonly headers: http.IncomingHttpHeaders;
  readonly names: readonly string[];
}

/** A Parameter Store that answers as the test says, and what it was asked. */
async function withStore<T>(
  answer: (names: readonly string[], asked: number) => [number, unknown],
  use: () => Promise<T>,
): Promise<{ result: T; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = http.createServer((incoming, outgoing) => {
    let text = '';
    incoming.on('data', (chunk) => {
      text += chunk;
    });
    incoming.on('end', () => {
      const { Names, WithDecryption } = JSON.parse(text);
      expect(WithDecryption).toBe(true);
      seen.push({ headers: incoming.headers, names: Names });
      const [status, body] = answer(Names, seen.length);
      outgoing.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'session',
    AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    return { result: await use(), seen };
  } finally {
    process.env = before;
    server.closeAllConnections();
    server.close();
  }
}

const parameters = (names: readonly string[]) => ({
  Parameters: names.map((Name) => ({
    Name,
    ARN: `arn:aws:ssm:eu-central-1:1:parameter${Name}`,
    Value: `value of ${Name}`,
  })),
});

it('asks for parameters, signed with the credentials of the environment', async () => {
  const { result, seen } = await withStore(
    (names) => [200, parameters(names)],
    () => fetchFromSsm(['/a', '/b']),
  );
  expect(result.get('/a')).toBe('value of /a');
  expect(result.get('arn:aws:ssm:eu-central-1:1:parameter/b')).toBe('value of /b');
  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers).toMatchObject({
    'x-amz-target': 'AmazonSSM.GetParameters',
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-security-token': 'session',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/ssm\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/,
    ),
  });
});

it('asks for ten at a time', async () => {
  const names = Array.from({ length: 23 }, (_, index) => `/p${index}`);
  const { result, seen } = await withStore(
    (asked) => [200, parameters(asked)],
    () => fetchFromSsm(names),
  );
  expect(seen.map((each) => each.names.length).sort()).toEqual([10, 10, 3]);
  expect(names.every((name) => result.has(name))).toBe(true);
});

it('leaves out what has no value', async () => {
  const { result } = await withStore(
    () => [200, { Parameters: [], InvalidParameters: ['/a'] }],
    () => fetchFromSsm(['/a']),
  );
  expect(result.size).toBe(0);
});

it.each([
  ['a fault of the service', 500, { __type: 'InternalServerError' }],
  ['throttling', 400, { __type: 'com.amazonaws.ssm#ThrottlingException' }],
])('tries again after %s', async (_, status, body) => {
  const { result, seen } = await withStore(
    (names, asked) => (asked === 1 ? [status, body] : [200, parameters(names)]),
    () => fetchFromSsm(['/a']),
  );
  expect([result.get('/a'), seen.length]).toEqual(['value of /a', 2]);
});

it('tries twice at most, and names the fault', async () => {
  const { result, seen } = await withStore(
    () => [503, '<html>'],
    () => fetchFromSsm(['/a']).catch((error: unknown) => error),
  );
  expect(result).toMatchObject({ name: 'UnknownError', status: 503 });
  expect(seen).toHaveLength(2);
});

it('does not try again what it may not have', async () => {
  const { result, seen } = await withStore(
    () => [400, { __type: 'AccessDeniedException', message: 'not authorized on /a' }],
    () => fetchFromSsm(['/a']).catch((error: unknown) => error),
  );
  expect(result).toMatchObject({ name: 'AccessDeniedException', message: 'AccessDeniedException (HTTP 400)' });
  expect(seen).toHaveLength(1);
});

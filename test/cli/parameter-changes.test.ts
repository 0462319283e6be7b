import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { connect } from '../../cli/aws-clients';

const CHANGED = 1_764_000_000;
const asked: Record<string, unknown>[] = [];
let server: Server;

/** A Parameter Store that answers as its documentation says it may: a page may be empty and not the last. */
beforeAll(async () => {
  const pages: Record<string, object> = {
    first: { Parameters: [], NextToken: 'second' },
    second: { Parameters: [{ Name: '/a', LastModifiedDate: CHANGED }], NextToken: 'third' },
    third: { Parameters: [{ Name: '/sms/b', LastModifiedDate: CHANGED + 1 }] },
  };
  server = createServer(async (request, response) => {
    const input = (await json(request)) as Record<string, unknown>;
    asked.push(input);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(pages[String(input['NextToken'] ?? 'first')]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'y',
    AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('asks for page after page, and knows a parameter by the ARN that it was asked by', async () => {
  const arn = 'arn:aws:ssm:eu-central-1:123456789012:parameter/sms/b';
  const changes = await (await connect()).parameterChanges(['/a', arn, '/none']);
  expect([...changes].map(([name, date]) => [name, date.getTime() / 1000])).toEqual([
    ['/a', CHANGED],
    [arn, CHANGED + 1],
  ]);
  expect(asked.map(({ NextToken }) => NextToken)).toEqual([undefined, 'second', 'third']);
});

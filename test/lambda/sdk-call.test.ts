import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import net from 'node:net';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SNSClient } from '@aws-sdk/client-sns';
import { externalDataInterceptor } from '@smithy/core/config';
import { serviceOrigin } from '../../lambda/aws/endpoint';
import { type SdkClientConfig, sdkCall, sdkClientConfig } from '../../lambda/aws/sdk-call';
import { smsVoiceCommand } from '../../lambda/aws/sms-voice';
import { snsCommand } from '../../lambda/aws/sns';
import { Connections } from '../../lambda/request/connections';
import { SendError } from '../../lambda/request/send';

const SERVICES = {
  sns: {
    command: snsCommand,
    input: { PhoneNumber: '+4917667111638', Message: 'Your code is 428193 ✓' },
    success:
      '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>',
    failure: (code: string) =>
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>said so</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
    written:
      'Action=Publish&Version=2010-03-31&Message=Your%20code%20is%20428193%20%E2%9C%93&PhoneNumber=%2B4917667111638',
  },
  'sms-voice': {
    command: smsVoiceCommand,
    input: { DestinationPhoneNumber: '+4917667111638', MessageBody: 'Your code is 428193 ✓' },
    success: '{"MessageId":"m-1"}',
    failure: (code: string) =>
      JSON.stringify({ __type: `com.amazonaws.pinpointsmsvoicev2#${code}`, Message: 'said so' }),
    written: '{"DestinationPhoneNumber":"+4917667111638","MessageBody":"Your code is 428193 ✓"}',
  },
} as const;

type Service = keyof typeof SERVICES;
const services = Object.keys(SERVICES) as Service[];

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const before = { ...process.env };

beforeEach(() => {
  Object.assign(process.env, CREDENTIALS);
});

afterEach(() => {
  process.env = { ...before };
});

interface Seen {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly socket: Socket;
}

type Answer = (outgoing: http.ServerResponse, asked: number) => void;

/** A service that answers as the test says, and what it was asked. */
async function withService(
  answer: Answer,
  use: (endpoint: string, seen: readonly Seen[]) => Promise<void>,
): Promise<void> {
  const seen: Seen[] = [];
  const server = http.createServer((incoming, outgoing) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      seen.push({ headers: incoming.headers, body, socket: incoming.socket });
      answer(outgoing, seen.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const call = (service: Service, endpoint: string, deadlineMs = 10_000, connections = new Connections()) => {
  const { command, input } = SERVICES[service];
  return sdkCall(command(sdkClientConfig({ region: 'eu-central-1', endpoint, connections })))(input, deadlineMs);
};

async function failure(promise: Promise<unknown>): Promise<SendError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SendError);
  return error as SendError;
}

/** A port of this machine that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.each(services)('%s', (service) => {
  const { success, failure: failing, written } = SERVICES[service];

  it('writes the command in the service’s protocol, signed for it and its region, and gives its output', async () => {
    await withService(
      (outgoing) => outgoing.end(success),
      async (endpoint, seen) => {
        expect(await call(service, endpoint)).toEqual({ status: 200, headers: {}, body: '{"MessageId":"m-1"}' });
        expect(seen.map(({ body }) => body)).toEqual([written]);
        expect(seen[0]?.headers).toMatchObject({
          authorization: expect.stringMatching(
            new RegExp(`^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-central-1/${service}/aws4_request, `),
          ),
          'x-amz-security-token': 'session',
          'content-length': String(Buffer.byteLength(written)),
          'user-agent': expect.stringContaining('app/cdktf-sms-courier'),
        });
      },
    );
  });

  it('gives an error of the service by its name on the wire, with the headers of the answer', async () => {
    await withService(
      (outgoing) => outgoing.writeHead(400, { 'retry-after': '3' }).end(failing('ThrottlingException')),
      async (endpoint) => {
        const { status, headers, body } = await call(service, endpoint);
        expect([status, headers['retry-after'], JSON.parse(body)]).toEqual([
          400,
          '3',
          { error: 'ThrottlingException', message: 'said so' },
        ]);
      },
    );
  });

  it.each([
    [500, 'InternalFailure'],
    [503, 'ServiceUnavailable'],
    [400, 'ThrottlingException'],
    [400, 'RequestTimeout'],
    [403, 'RequestTimeTooSkewed'],
  ])('asks once, whatever the SDK would try again: HTTP %i %s', async (status, code) => {
    process.env['AWS_MAX_ATTEMPTS'] = '4';
    await withService(
      (outgoing) => outgoing.writeHead(status).end(failing(code)),
      async (endpoint, seen) => {
        expect(await call(service, endpoint)).toMatchObject({ status });
        expect(seen).toHaveLength(1);
      },
    );
  });

  it('asks once where the connection is lost', async () => {
    await withService(
      (outgoing) => outgoing.destroy(),
      async (endpoint, seen) => {
        expect(await failure(call(service, endpoint))).toMatchObject({
          outcome: 'ambiguous',
          message: 'connection lost: ECONNRESET',
        });
        expect(seen).toHaveLength(1);
      },
    );
  });

  const unreachable: readonly [string, () => Promise<string>, RegExp][] = [
    ['nobody listens', async () => `http://127.0.0.1:${await closedPort()}`, /^no connection: ECONNREFUSED$/],
    ['the name is unknown', async () => 'http://sms.invalid', /^no connection: (ENOTFOUND|EAI_AGAIN)$/],
  ];
  it.each(unreachable)('is sure that nothing was sent where %s', async (_, endpoint, message) => {
    const error: SendError = await failure(call(service, await endpoint()));
    expect(error.outcome).toBe('unavailable');
    expect(error.message).toMatch(message);
  });

  it('is sure that nothing was sent where TLS fails', async () => {
    await withService(
      (outgoing) => outgoing.end(success),
      async (endpoint, seen) => {
        expect(await failure(call(service, endpoint.replace('http:', 'https:')))).toMatchObject({
          outcome: 'unavailable',
          message: expect.stringMatching(/^no connection: /),
        });
        expect(seen).toHaveLength(0);
      },
    );
  });

  it('does not know what became of a request that is not answered in time', async () => {
    await withService(
      () => {},
      async (endpoint) => {
        expect(await failure(call(service, endpoint, 150))).toMatchObject({
          outcome: 'ambiguous',
          message: 'no response within 150 ms',
        });
      },
    );
  });

  it('does not know what became of a request whose answer breaks off', async () => {
    await withService(
      (outgoing) => {
        outgoing.writeHead(200, { 'content-length': '1000' }).write(success.slice(0, 10), () => outgoing.destroy());
      },
      async (endpoint) => {
        expect((await failure(call(service, endpoint))).outcome).toBe('ambiguous');
      },
    );
  });

  it('does not ask without credentials', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    await withService(
      (outgoing) => outgoing.end(success),
      async (endpoint, seen) => {
        expect(await call(service, endpoint)).toEqual({ status: 403, headers: {}, body: '{"error":"NoCredentials"}' });
        expect(seen).toHaveLength(0);
      },
    );
  });

  it('tells of credentials that are no longer valid', async () => {
    await withService(
      (outgoing) => outgoing.writeHead(403).end(failing('ExpiredToken')),
      async (endpoint) => {
        const { status, body } = await call(service, endpoint);
        expect([status, JSON.parse(body)]).toEqual([403, { error: 'ExpiredToken', message: 'said so' }]);
      },
    );
  });

  it.each([
    [502, '<html><body>Bad Gateway</body></html>'],
    [503, ''],
    [500, 'oops'],
    [403, '<<'],
  ])('leaves to the status what is no answer of the service: HTTP %i "%s"', async (status, body) => {
    await withService(
      (outgoing) => outgoing.writeHead(status).end(body),
      async (endpoint) => {
        const answer = await call(service, endpoint);
        expect(answer.status).toBe(status);
        expect(JSON.parse(answer.body)).toEqual(
          expect.not.objectContaining({ error: expect.stringMatching(/Exception/) }),
        );
      },
    );
  });

  it('uses a connection again, but not one that was idle while the function was frozen', async () => {
    await withService(
      (outgoing) => outgoing.end(success),
      async (endpoint, seen) => {
        const connections = new Connections();
        const clock = jest.spyOn(Date, 'now');
        const start = Date.parse('2026-05-02T09:20:00Z');
        const at = async (milliseconds: number) => {
          clock.mockReturnValue(start + milliseconds);
          await call(service, endpoint, 10_000, connections);
          await new Promise(setImmediate);
        };
        try {
          await at(0);
          await at(3_900);
          expect(new Set(seen.map(({ socket }) => socket)).size).toBe(1);
          await at(8_000);
          expect(new Set(seen.map(({ socket }) => socket)).size).toBe(2);
          clock.mockReturnValue(start + 20_000);
          connections.dropIdle();
          const idle = Object.values(connections.agent('http:').freeSockets).flat();
          expect(idle.map((socket) => socket?.destroyed)).toEqual([true]);
        } finally {
          clock.mockRestore();
        }
      },
    );
  });

  it('goes by nothing of the environment but the credentials', async () => {
    const elsewhere = `http://127.0.0.1:${await closedPort()}`;
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: elsewhere,
      AWS_ENDPOINT_URL_SNS: elsewhere,
      AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: elsewhere,
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_RETRY_MODE: 'adaptive',
      AWS_MAX_ATTEMPTS: '5',
    });
    await withService(
      (outgoing) => outgoing.writeHead(500).end(failing('InternalFailure')),
      async (endpoint, seen) => {
        expect(await call(service, endpoint)).toMatchObject({ status: 500 });
        expect(seen.map(({ headers }) => headers.authorization)).toEqual([
          expect.stringContaining(`/eu-central-1/${service}/`),
        ]);
      },
    );
  });

  it('reads no file of settings', async () => {
    const files = { AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials' };
    Object.assign(process.env, files);
    const read: string[] = [];
    const record = externalDataInterceptor.getFileRecord();
    for (const path of Object.values(files))
      Object.defineProperty(record, path, {
        configurable: true,
        get: () => {
          read.push(path);
          return Promise.resolve('');
        },
      });
    try {
      await withService(
        (outgoing) => outgoing.end(success),
        async (endpoint) => {
          expect(await call(service, endpoint)).toMatchObject({ status: 200 });
        },
      );
      expect(read).toEqual([]);
    } finally {
      for (const path of Object.values(files)) delete record[path];
    }
  });
});

it('says that a call cannot be made, and not that nobody knows, where the SDK cannot write the input', async () => {
  const broken = (_: SdkClientConfig) => async () => {
    throw new TypeError('is not a string');
  };
  const made = sdkCall(broken(sdkClientConfig({ region: 'eu-central-1', endpoint: 'http://127.0.0.1:1' })));
  expect(await failure(made({}, 1000))).toMatchObject({
    outcome: 'bad_request',
    message: 'the call cannot be made: TypeError',
  });
});

it.each([
  'eu-central-1',
  'us-east-1',
  'ap-southeast-5',
  'il-central-1',
  'us-gov-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eusc-de-east-1',
])('dials where the SDK would in %s', (region) => {
  const at = (client: { readonly config: { endpointProvider(parameters: object): { readonly url: URL } } }) =>
    client.config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false }).url.origin;
  expect(serviceOrigin('sns', region)).toBe(at(new SNSClient({ region }) as never));
  expect(serviceOrigin('sms-voice', region)).toBe(at(new PinpointSMSVoiceV2Client({ region }) as never));
});

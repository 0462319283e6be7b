import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Adapter } from '../../../lambda/ingress/adapters/adapter';
import { handleCognito } from '../../../lambda/ingress/cognito';
import { handleHttp } from '../../../lambda/ingress/http';
import { ingressLog } from '../../../lambda/ingress/log';
import type { IngressServices } from '../../../lambda/ingress/services';
import { lineWriter } from '../../../lambda/log-line';
import { NOW, ORY_EXAMPLES } from '../../support/messages';
import { metricsOf, shown } from '../../support/metrics';

interface SentMessage {
  readonly body: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An ingress whose adapter lets everybody in, over a queue that remembers. */
class TestIngress {
  readonly sent: SentMessage[] = [];
  readonly lines: string[] = [];
  send: IngressServices['send'] = async (body, attributes) => {
    this.sent.push({ body: JSON.parse(body), attributes });
    return 'sqs-1';
  };
  adapter: Adapter = { authenticate: async () => {}, toMessage: (json) => json };
  readonly services: IngressServices;

  constructor() {
    const now = () => NOW;
    this.services = {
      sources: [
        {
          id: 'ory',
          adapter: {
            authenticate: (...args) => this.adapter.authenticate(...args),
            toMessage: (...args) => this.adapter.toMessage(...args),
          },
        },
      ],
      takesCognito: true,
      defaults: { defaultTtlSeconds: 3600 },
      send: (...args) => this.send(...args),
      log: ingressLog(
        lineWriter('test/Sms', 'hash', (line) => this.lines.push(line), now),
        now,
      ),
      now,
    };
  }

  async post(body: unknown, fields: Partial<APIGatewayProxyEventV2> = {}): Promise<APIGatewayProxyStructuredResultV2> {
    const event = {
      version: '2.0',
      routeKey: 'ANY /ory',
      rawPath: '/ory',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      requestContext: { http: { method: 'POST' }, requestId: 'request-1' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      isBase64Encoded: false,
      ...fields,
    };
    return handleHttp(event as APIGatewayProxyEventV2, this.services);
  }

  get log(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line));
  }
}

let ingress: TestIngress;

beforeEach(() => {
  ingress = new TestIngress();
});

const message = { recipient: '+4917667111638', body: 'Your code is 428193' };

it.each(Object.entries(ORY_EXAMPLES))("hands Ory's %s over as it came, with its expiry fixed", async (_, example) => {
  expect((await ingress.post(example)).statusCode).toBe(200);
  const minutes = (example['template_data'] as { expires_in_minutes?: number }).expires_in_minutes;
  const life = (minutes ?? 60) * 60_000;
  expect(ingress.sent).toEqual([
    {
      body: { ...example, expires_at: new Date(NOW + life).toISOString() },
      attributes: { origin: 'ory', ...(minutes === undefined ? { life: 'default' } : {}) },
    },
  ]);
});

it('drops the credential that Ory Network forwards by accident, and no other header', async () => {
  const headers = {
    'Ory-Base-Url-Rewrite-Token': ['secret-token'],
    'ory-base-url-rewrite-token': ['x'],
    'User-Agent': ['curl'],
  };
  await ingress.post({ ...message, request_headers: headers });
  expect(ingress.sent[0]?.body['request_headers']).toEqual({ 'User-Agent': ['curl'] });
  expect(JSON.stringify([ingress.sent, ingress.lines])).not.toContain('secret-token');
});

it("answers with the sender's id, or the one that the courier's log goes by", async () => {
  const answer = (body: object) => ingress.post(body).then(({ body: text }) => JSON.parse(text ?? ''));
  expect(await answer(message)).toEqual({ id: 'sqs-1', state: 'queued', duplicate: false, attempts: 0 });
  expect(await answer({ ...message, id: 'mine' })).toEqual({
    id: 'mine',
    state: 'queued',
    duplicate: false,
    attempts: 0,
  });
});

it('logs country and last two digits of a message that it has taken', async () => {
  await ingress.post({ ...message, template_type: 'login_code_valid' });
  expect(ingress.log).toEqual([
    {
      time: '2026-05-02T09:20:00.000Z',
      level: 'info',
      courier: 'test/Sms',
      config: 'hash',
      event: 'ingress',
      source: 'ory',
      status: '200',
      message_id: 'sqs-1',
      template_type: 'login_code_valid',
      recipient: 'DE…38',
      state: 'queued',
      duration_ms: 0,
      requests: 1,
      _aws: expect.anything(),
    },
  ]);
});

it('counts a request by source and status, and measures it by source', async () => {
  await ingress.post(message);
  expect(ingress.log.flatMap(metricsOf).map(shown)).toEqual([
    'requests courier=test/Sms source=ory status=200: 1',
    'duration_ms courier=test/Sms source=ory: 0',
  ]);
});

it('reads a body that API Gateway has encoded, and a path below a stage or base path', async () => {
  const body = Buffer.from(JSON.stringify({ ...message, body: 'Grüße' })).toString('base64');
  await ingress.post(body, { isBase64Encoded: true, rawPath: '/prod/base/ory' });
  expect(ingress.sent[0]?.body['body']).toBe('Grüße');
});

it('keeps to 64 KiB, what it adds included: the courier would refuse more', async () => {
  const ofLength = (bytes: number) => {
    const frame = JSON.stringify({ ...message, body: '' }).length;
    return JSON.stringify({ ...message, body: 'x'.repeat(bytes - frame) });
  };
  const added = ',"expires_at":"2026-05-02T10:20:00.000Z"'.length;
  expect((await ingress.post(ofLength(65_536 - added))).statusCode).toBe(200);
  expect((await ingress.post(ofLength(65_536 - added + 1))).statusCode).toBe(413);
  expect((await ingress.post(ofLength(65_537))).statusCode).toBe(413);
  expect(ingress.sent).toHaveLength(1);
});

it('hands over characters that SQS does not take, and half a surrogate pair, escaped', async () => {
  const text = 'a\ufffeb\uffffc\ud800d';
  const bodies: string[] = [];
  ingress.send = async (body) => {
    bodies.push(body);
    return 'sqs-1';
  };
  expect((await ingress.post({ ...message, body: text })).statusCode).toBe(200);
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  expect(bodies[0]).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]+$/);
  expect(JSON.parse(bodies[0] ?? '').body).toBe(text);
});

it('refuses what nests too deep as the fault of its sender, however deep', async () => {
  const frame = JSON.stringify({ ...message, template_data: { x: 0 } });
  const post = (lists: number) => ingress.post(frame.replace('0}', `${'['.repeat(lists)}${']'.repeat(lists)}}`));
  expect((await post(498)).statusCode).toBe(200);
  for (const lists of [499, 2_500, 30_000])
    expect(await post(lists)).toMatchObject({
      statusCode: 422,
      body: JSON.stringify({ error: 'invalid_message', detail: 'message nests deeper than 500 levels' }),
    });
  expect(ingress.sent).toHaveLength(1);
});

it('asks who it is before it looks at anything else', async () => {
  const order: string[] = [];
  ingress.adapter = {
    authenticate: async () => {
      order.push('authenticate');
      throw new Error('anything');
    },
    toMessage: () => order.push('read'),
  };
  await ingress.post('{broken', { headers: {} });
  expect(order).toEqual(['authenticate']);
});

describe('when AWS fails', () => {
  const unavailable = (detail: string) => ({
    statusCode: 503,
    headers: { 'content-type': 'application/json', 'retry-after': '1' },
    body: JSON.stringify({ error: 'unavailable', detail }),
  });

  it('answers 503 and when to come again, without the error’s text', async () => {
    ingress.send = async () => {
      throw Object.assign(new Error('body was Your code is 428193'), { name: 'ServiceUnavailable' });
    };
    expect(await ingress.post(message)).toEqual(unavailable('the queue cannot be reached: ServiceUnavailable'));
    expect(ingress.log).toMatchObject([{ level: 'error', status: '503', code: 'unavailable' }]);
    expect(ingress.lines.join()).not.toContain('428193');
  });

  it('answers 503 for a fault of its own, and logs no more than the name of the error', async () => {
    ingress.adapter = {
      authenticate: async () => {},
      toMessage: () => {
        throw new TypeError('428193 is no function');
      },
    };
    expect(await ingress.post(message)).toEqual(unavailable('the message could not be taken'));
    expect(ingress.log).toMatchObject([{ detail: 'TypeError' }]);
    expect(ingress.lines.join()).not.toContain('428193');
  });

  describe('by not answering', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it.each<[string, (ingress: TestIngress) => void]>([
      ['the queue', (it) => Object.assign(it, { send: () => new Promise(() => {}) })],
      [
        'the keys',
        (it) => Object.assign(it, { adapter: { authenticate: () => new Promise(() => {}), toMessage: () => message } }),
      ],
    ])('%s: it answers 503 in time for senders that wait five seconds', async (_, hang) => {
      hang(ingress);
      const answer = ingress.post(message);
      await jest.advanceTimersByTimeAsync(4_000);
      expect(await answer).toEqual(unavailable('the queue or the keys do not answer'));
    });

    it('tells Cognito as well, which invokes again', async () => {
      ingress.send = () => new Promise(() => {});
      const event = {
        triggerSource: 'CustomSMSSender_Authentication',
        callerContext: {},
        request: { code: 'c2VhbGVk', userAttributes: { phone_number: '+4917667111638' } },
      };
      const answer = expect(handleCognito(event as never, ingress.services)).rejects.toThrow('do not answer');
      await jest.advanceTimersByTimeAsync(4_000);
      await answer;
    });
  });
});

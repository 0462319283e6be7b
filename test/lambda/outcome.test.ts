import { judgeByRule } from '../../lambda/outcome/by-rule';
import { judgeByStatus } from '../../lambda/outcome/by-status';
import type { HttpResponse } from '../../lambda/request/request';
import { testJsonnet } from '../support/engine';
import { NOW } from '../support/messages';

const jsonnet = testJsonnet();
const response = (status: number, body: unknown = '', headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('by status', () => {
  it.each([
    [200, 'accepted'],
    [202, 'accepted'],
    [299, 'accepted'],
    [301, 'bad_request'],
    [400, 'bad_request'],
    [401, 'unauthorized'],
    [402, 'out_of_credit'],
    [403, 'unauthorized'],
    [404, 'bad_request'],
    [408, 'unavailable'],
    [425, 'throttled'],
    [429, 'throttled'],
    [500, 'ambiguous'],
    [501, 'ambiguous'],
    [503, 'ambiguous'],
  ])('%d is %s', (status, outcome) => {
    expect(judgeByStatus(response(status), NOW)).toMatchObject({ outcome, code: String(status) });
  });

  it.each([
    ['seconds', '7', 7],
    ['seconds with a fraction', '1.5', 2],
    ['less than no time', '-5', undefined],
    ['a date', new Date(NOW + 90_500).toUTCString(), 90],
    ['a date that has passed', new Date(NOW - 1000).toUTCString(), 0],
    ['nonsense', 'soon', undefined],
  ])('reads Retry-After as %s', (_, value, seconds) => {
    expect(judgeByStatus(response(429, '', { 'retry-after': value }), NOW).retryAfterSeconds).toBe(seconds);
  });
});

describe('by rule', () => {
  const rule = `function(res)
    if res.json == null then { outcome: 'ambiguous', detail: res.body }
    else local first = res.json.messages[0];
    if first.status == '0' then { outcome: 'accepted', message_id: first['message-id'] }
    else { outcome: if first.status == '1' then 'throttled' else 'unauthorized', code: first.status, detail: first['error-text'], retry_after: std.parseInt(res.headers['x-wait']) }`;
  const judge = (answer: ReturnType<typeof response>, text = rule) => judgeByRule(answer, text, jsonnet, NOW);

  it("knows a provider's success, with its id of the message", async () => {
    expect(await judge(response(200, { messages: [{ status: '0', 'message-id': 'abc' }] }))).toEqual({
      outcome: 'accepted',
      messageId: 'abc',
    });
  });

  it('knows a failure that comes as HTTP 200', async () => {
    const answer = response(
      200,
      { messages: [{ status: '1', 'error-text': 'Throughput Rate Exceeded' }] },
      { 'x-wait': '3' },
    );
    expect(await judge(answer)).toEqual({
      outcome: 'throttled',
      code: '1',
      detail: 'Throughput Rate Exceeded',
      retryAfterSeconds: 3,
    });
  });

  it('sees a body that is no JSON', async () => {
    expect(await judge(response(502, '<html>'))).toEqual({ outcome: 'ambiguous', detail: '<html>' });
  });

  it('takes numbers for codes and ids', async () => {
    expect(
      await judge(response(400, '{}'), "{ outcome: 'bad_request', code: 21211, message_id: 7, retry_after: 1.2 }"),
    ).toEqual({ outcome: 'bad_request', code: '21211', messageId: '7', retryAfterSeconds: 2 });
  });

  it.each([
    ['that fails', "error 'x'"],
    ['that gives no object', '"accepted"'],
    ['with an unknown outcome', "{ outcome: 'fine' }"],
  ])('%s leaves it to the status, and says so', async (_, text) => {
    expect(await judge(response(200), text)).toEqual({
      outcome: 'accepted',
      code: '200',
      warning: expect.stringContaining('response rule: '),
    });
    expect(await judge(response(500), text)).toMatchObject({
      outcome: 'ambiguous',
      code: '500',
      warning: expect.any(String),
    });
  });
});

describe('a response rule', () => {
  const judged = (rule: string, fields: Partial<HttpResponse> = {}) =>
    judgeByRule({ status: 200, headers: {}, body: '{}', ...fields }, rule, jsonnet, 0);

  it('that gives null leaves it to the HTTP status', async () => {
    expect(await judged('function(res) null', { status: 503 })).toEqual({
      outcome: 'ambiguous',
      code: '503',
      detail: 'the provider answered HTTP 503',
    });
  });

  it('that does not say how long to wait leaves it to Retry-After', async () => {
    const headers = { 'retry-after': '9' };
    const throttled = "function(res) { outcome: 'throttled' }";
    expect(await judged(throttled, { headers })).toEqual({ outcome: 'throttled', retryAfterSeconds: 9 });
    expect(await judged("function(res) { outcome: 'throttled', retry_after: 2 }", { headers })).toEqual({
      outcome: 'throttled',
      retryAfterSeconds: 2,
    });
    expect(await judged("function(res) { outcome: 'accepted' }", { headers })).toEqual({ outcome: 'accepted' });
  });

  it.each([
    ['a time to wait that is no number', "retry_after: res.headers['retry-after']"],
    ['a detail that is no text', 'detail: {}'],
    ['a field that there is not', "reason: 'slow down'"],
  ])('with %s still says what it came to, also of HTTP 200: it is not taken for accepted', async (_, field) => {
    const headers = { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' };
    expect(await judged(`function(res) { outcome: 'throttled', ${field} }`, { headers })).toEqual({
      outcome: 'throttled',
      code: '200',
      retryAfterSeconds: 9,
      warning: expect.stringMatching(/^response rule: (retry_after|detail|unknown field)/),
    });
  });

  it('may warn of what did not decide the outcome', async () => {
    expect(await judged("function(res) { outcome: 'accepted', warning: 'sent in part' }")).toEqual({
      outcome: 'accepted',
      warning: 'sent in part',
    });
  });
});

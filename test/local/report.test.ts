import type { Arrival } from '../../local/local-courier';
import { allSettled, arrivalTable, explain, matchArrivals, type Sent } from '../../local/report';

const sent = (id: string, recipient: string, text: string): Sent => ({ name: id, id, recipient, text, sentAt: 1_000 });
const arrival = (to: string, text: string): Arrival => ({
  id: 'SM',
  provider: 'twilio',
  from: 'MG',
  to,
  text,
  at: 1_250,
});

test('one arrival serves one message', () => {
  const messages = [
    sent('a', '+491', 'code'),
    sent('b', '+491', 'code'),
    sent('c', '+492', 'code'),
    sent('d', '+491', 'other'),
  ];
  const arrivals = [
    arrival('+492', 'code'),
    arrival('+491', 'code'),
    arrival('+491', 'code '),
    arrival('+499', 'code'),
  ];
  const arrived = matchArrivals(messages, arrivals).map((result) => [result.sent.id, result.arrival?.to]);
  expect(arrived).toEqual([
    ['a', '+491'],
    ['b', undefined],
    ['c', '+492'],
    ['d', undefined],
  ]);
});

test("knows from the courier's log when nothing more will come, and why", () => {
  const lost = sent('a', '+491', 'code');
  const retry = { event: 'message', message_id: 'a', state: 'queued', outcome: 'throttled', detail: 'HTTP 429' };
  const attempt = { event: 'attempt', message_id: 'a', outcome: 'throttled', detail: 'HTTP 429' };
  const failed = {
    event: 'message',
    message_id: 'a',
    state: 'failed',
    outcome: 'bad_request',
    code: '400',
    detail: 'HTTP 400',
  };
  const other = { ...failed, message_id: 'b' };
  const results = matchArrivals([lost], []);

  expect([allSettled(results, [other]), explain(lost, [other])]).toEqual([
    false,
    "the courier's log has no line about it",
  ]);
  expect([allSettled(results, [attempt, retry]), explain(lost, [attempt, retry])]).toEqual([
    false,
    'it is still being tried: throttled: HTTP 429',
  ]);
  expect([allSettled(results, [retry, failed]), explain(lost, [retry, failed, attempt])]).toEqual([
    true,
    'failed: bad_request: 400: HTTP 400',
  ]);
  const mismatch = { event: 'message', message_id: 'a', state: 'sent' };
  expect([allSettled(results, [mismatch]), explain(lost, [mismatch])]).toEqual([
    true,
    'it was sent, but no phone received this text',
  ]);
  expect(allSettled(matchArrivals([lost], [arrival('+491', 'code')]), [])).toBe(true);
});

test('shows each arrival in one line', () => {
  const texts = ['Your code:\n\n"1" \u0007', `long ${'x'.repeat(80)}`];
  const messages = texts.map((text, index) => sent(String(index), `+49${'1'.repeat(index + 1)}`, text));
  const arrivals = messages.map(({ recipient, text }) => arrival(recipient, text));
  expect(arrivalTable(matchArrivals([...messages, sent('lost', '+5', 'x')], arrivals))).toBe(
    [
      'phone  provider  took    text',
      '+491   twilio    250 ms  Your code:\\n\\n"1" \\u0007',
      `+4911  twilio    250 ms  long ${'x'.repeat(54)}…`,
    ].join('\n'),
  );
});

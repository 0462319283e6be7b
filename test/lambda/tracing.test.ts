import type { AttemptEntry, Log } from '../../lambda/log';
import type { OutcomeClass } from '../../lambda/outcome/outcome';
import { sampledTrace, subsegment } from '../../lambda/tracing/subsegment';
import { tracedLog } from '../../lambda/tracing/traced-log';
import { eventually } from '../local/support';
import { message, NOW } from '../support/messages';
import { type DaemonStandIn, startDaemon } from '../support/xray';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const PARENT = '53995c3f42cd8ad8';
const HEADER = `Root=${ROOT};Parent=${PARENT};Sampled=1`;

const entry = (outcome: OutcomeClass = 'accepted'): AttemptEntry => ({
  message: message({ id: 'm-1' }),
  attempt: 2,
  provider: 'twilio',
  outcome: { outcome, code: '201', detail: 'to +49…: 428193', messageId: 'SM1' },
  durationMs: 250,
});

describe('the trace of an invocation', () => {
  it.each([
    ['as Lambda gives it', HEADER],
    ['with what is none of ours, in any order', `Sampled=1;Lineage=a87bd80c:0;Parent=${PARENT};Root=${ROOT}`],
  ])('%s', (_, header) => {
    expect(sampledTrace(header)).toEqual({ traceId: ROOT, parentId: PARENT });
  });

  it.each([
    undefined,
    '',
    'Sampled=1',
    `Root=${ROOT};Parent=${PARENT};Sampled=0`,
    `Root=${ROOT};Parent=${PARENT};Sampled=?`,
    `Root=${ROOT};Parent=${PARENT}`,
    `Root=${ROOT};Sampled=1`,
  ])('is none that is recorded: %j', (header) => {
    expect(sampledTrace(header)).toBeUndefined();
  });
});

describe('what X-Ray is told of an attempt', () => {
  const told = (outcome?: OutcomeClass) => subsegment(entry(outcome), { traceId: ROOT, parentId: PARENT }, 'id', NOW);

  it('is who was asked, when, for which message and what came of it; no text, number, code or reason', () => {
    expect(told()).toEqual({
      name: 'twilio',
      id: 'id',
      trace_id: ROOT,
      parent_id: PARENT,
      type: 'subsegment',
      namespace: 'remote',
      start_time: (NOW - 250) / 1000,
      end_time: NOW / 1000,
      annotations: { provider: 'twilio', outcome: 'accepted', attempt: 2, message_id: 'm-1' },
    });
  });

  it.each([
    ['unavailable', { fault: true }],
    ['ambiguous', { fault: true }],
    ['throttled', { error: true, throttle: true }],
    ['unauthorized', { error: true }],
    ['invalid_recipient', { error: true }],
    ['cancelled', {}],
  ] as const)('%s is shown as %j', (outcome, flags) => {
    const { fault, error, throttle } = told(outcome) as Record<string, unknown>;
    expect(JSON.parse(JSON.stringify({ fault, error, throttle }))).toEqual(flags);
  });
});

describe('a traced log', () => {
  let daemon: DaemonStandIn;
  const logged: AttemptEntry[] = [];
  const log = { attempt: (each: AttemptEntry) => logged.push(each) } as unknown as Log;

  beforeEach(async () => {
    daemon = await startDaemon();
    logged.length = 0;
  });
  afterEach(() => daemon.close());

  it('sends each attempt to the daemon, in the trace of its invocation', async () => {
    const environment: NodeJS.ProcessEnv = { AWS_XRAY_DAEMON_ADDRESS: daemon.address, _X_AMZN_TRACE_ID: HEADER };
    const traced = tracedLog(log, environment, () => NOW);
    traced.attempt(entry());
    environment['_X_AMZN_TRACE_ID'] = HEADER.replace(ROOT, ROOT.replace('5759', '5760'));
    traced.attempt(entry('throttled'));
    await eventually(() => daemon.received.length === 2, 'two packets');
    const [first, second] = daemon
      .documents()
      .sort((a, b) => String(a['trace_id']).localeCompare(String(b['trace_id'])));
    expect([first?.['trace_id'], second?.['trace_id']]).toEqual([ROOT, ROOT.replace('5759', '5760')]);
    expect(first?.['id']).toMatch(/^[0-9a-f]{16}$/);
    expect(first?.['id']).not.toBe(second?.['id']);
    expect(logged).toHaveLength(2);
  });

  it('sends nothing of an invocation that is not sampled', async () => {
    const environment: NodeJS.ProcessEnv = {
      AWS_XRAY_DAEMON_ADDRESS: daemon.address,
      _X_AMZN_TRACE_ID: HEADER.replace('Sampled=1', 'Sampled=0'),
    };
    const traced = tracedLog(log, environment, () => NOW);
    traced.attempt(entry());
    // one that is comes after it
    environment['_X_AMZN_TRACE_ID'] = HEADER;
    traced.attempt(entry('throttled'));
    await eventually(() => daemon.received.length > 0, 'a packet');
    expect(daemon.documents()).toEqual([expect.objectContaining({ throttle: true })]);
  });

  it.each(['', 'nowhere', '127.0.0.1:1', '127.0.0.1:99999', '256.256.256.256:2000'])(
    'logs as ever with a daemon at %j',
    async (address) => {
      const traced = tracedLog(log, { AWS_XRAY_DAEMON_ADDRESS: address, _X_AMZN_TRACE_ID: HEADER }, () => NOW);
      for (let count = 0; count < 3; count += 1) {
        traced.attempt(entry());
        // errors of a socket come later
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(logged).toHaveLength(3);
    },
  );

  it('is the log itself outside Lambda', () => {
    expect(tracedLog(log, {}, () => NOW)).toBe(log);
  });
});

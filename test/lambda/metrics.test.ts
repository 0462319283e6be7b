import { handleQueue } from '../../lambda/courier/sqs';
import { accepted, batch, record, status, TestCourier } from '../support/courier';
import { NOW } from '../support/messages';
import { metricsOf, shown } from '../support/metrics';

const MESSAGE = { id: 'm-1', recipient: '+4917667111638', body: 'Your code is 428193' };

const queue = (courier: TestCourier, ...records: Parameters<typeof batch>) =>
  handleQueue(batch(...records), courier.deadline, courier.services);
const metrics = (courier: TestCourier) => courier.log.flatMap(metricsOf).map(shown);

it('counts an attempt by provider and outcome, and by outcome alone, so that an alarm need not list the providers', async () => {
  const courier = new TestCourier({ one: status(401) });
  await queue(courier, record(MESSAGE));
  expect(metrics(courier)).toEqual([
    'attempts courier=test/Sms provider=one outcome=unauthorized: 1',
    'attempts courier=test/Sms outcome=unauthorized: 1',
    'duration_ms courier=test/Sms provider=one: 0',
  ]);
});

it('measures a message that is sent from its entry, in segments', async () => {
  const courier = new TestCourier({ one: accepted });
  await queue(courier, record({ ...MESSAGE, body: 'x'.repeat(161) }, { sentAt: NOW - 1500 }));
  expect(metrics(courier).slice(-3)).toEqual([
    'messages courier=test/Sms state=sent: 1',
    'delivery_ms courier=test/Sms: 1500',
    'segments courier=test/Sms: 2',
  ]);
});

it('measures no message as older than nothing, whatever the clock that told its entry', async () => {
  const courier = new TestCourier({ one: accepted });
  await queue(courier, record(MESSAGE, { sentAt: NOW + 900 }));
  expect(metrics(courier)).toContain('delivery_ms courier=test/Sms: 0');
});

it('counts the end of a message that is not sent, and neither age nor segments of it', async () => {
  const courier = new TestCourier({ one: status(400) });
  await queue(courier, record(MESSAGE));
  expect(metrics(courier).slice(-1)).toEqual(['messages courier=test/Sms state=failed: 1']);
});

it('counts a message once, however often it is tried', async () => {
  const courier = new TestCourier({ one: status(429) });
  await queue(courier, record(MESSAGE));
  expect(metrics(courier).filter((each) => each.startsWith('messages'))).toEqual([]);
});

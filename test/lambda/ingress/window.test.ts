import { handleQueue } from '../../../lambda/courier/sqs';
import { accepted, batch, record, TestCourier } from '../../support/courier';
import { NOW } from '../../support/messages';

const MINUTE = 60_000;

/** What the ingress puts into the queue for a message that is posted now. */
function posted(courier: TestCourier, fields: object, { lifeMs, isStated }: { lifeMs: number; isStated: boolean }) {
  const body = {
    recipient: '+4917667111638',
    body: 'hello',
    ...fields,
    expires_at: new Date(courier.now + lifeMs).toISOString(),
  };
  const text = (stringValue: string) => ({ stringValue, dataType: 'String' as const });
  return {
    ...record(body, { id: `sqs-${courier.now}`, sentAt: courier.now }),
    messageAttributes: { origin: text('ory'), ...(isStated ? {} : { life: text('default') }) },
  };
}

it.each([
  ['the life of its code, if it states one', { lifeMs: 15 * MINUTE, isStated: true }, 15 * MINUTE],
  // a signed request is let in again five minutes after its time, which may be five minutes ahead
  ['ten minutes, if its code lives for less', { lifeMs: MINUTE, isStated: true }, 10 * MINUTE],
  ['ten minutes, if the ingress gave it the default life', { lifeMs: 24 * 60 * MINUTE, isStated: false }, 10 * MINUTE],
])('a message without id is a duplicate for %s', async (_, life, windowMs) => {
  const courier = new TestCourier({ twilio: accepted });
  const handle = () => handleQueue(batch(posted(courier, {}, life)), courier.deadline, courier.services);
  await handle();
  courier.now = NOW + windowMs - 1;
  await handle();
  expect(courier.requests).toHaveLength(1);
  expect(courier.log.at(-1)).toMatchObject({ state: 'sent', duplicate: true });
  courier.now = NOW + windowMs;
  await handle();
  expect(courier.requests).toHaveLength(2);
});

it('expires when the first one does, whatever a later one says', async () => {
  let answers = 0;
  const courier = new TestCourier({
    twilio: () => (answers++ === 0 ? { status: 503, headers: {}, body: '' } : accepted()),
  });
  const life = { lifeMs: 2 * MINUTE, isStated: true };
  await handleQueue(batch(posted(courier, {}, life)), courier.deadline, courier.services);
  courier.now = NOW + 2 * MINUTE + 1;
  await handleQueue(batch(posted(courier, {}, life)), courier.deadline, courier.services);
  expect(courier.log.at(-1)).toMatchObject({ state: 'expired' });
  expect(courier.requests).toHaveLength(1);
});

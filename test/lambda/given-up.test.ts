import { handleQueue } from '../../lambda/courier/sqs';
import { accepted, batch, record, status, TestCourier } from '../support/courier';

const MESSAGE = {
  id: 'm-1',
  recipient: '+4917667111638',
  body: 'Your code is 428193',
  template_data: { login_code: '428193', expires_in_minutes: 15 },
};
const delivery = (onAmbiguous: 'retry' | 'drop', maxAttempts = 3) => ({
  delivery: { maxAttempts, onAmbiguous, defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 30 },
});

async function receiveTwice(courier: TestCourier): Promise<void> {
  courier.queuesFail = true;
  const receive = (receiveCount: number) =>
    handleQueue(batch(record(MESSAGE, { receiveCount })), courier.deadline, courier.services);
  expect((await receive(1)).batchItemFailures).toHaveLength(1);
  courier.queuesFail = false;
  courier.now += 60_000;
  expect((await receive(2)).batchItemFailures).toEqual([]);
}

describe('a message whose dead letter could not be written', () => {
  it.each([
    ['whose provider refused it', status(400), delivery('retry'), { outcome: 'bad_request', code: '400' }],
    ['that may have arrived, with drop', status(500), delivery('drop'), { outcome: 'ambiguous', code: '500' }],
    ['that used up its attempts', status(429), delivery('retry', 1), { outcome: 'throttled', code: '429' }],
  ])(
    '(%s) is kept when it comes again, for the same reason, and nobody is asked',
    async (_, answer, config, reason) => {
      const courier = new TestCourier({ one: answer }, config);
      await receiveTwice(courier);
      expect(courier.requests).toHaveLength(1);
      expect(courier.sent).toMatchObject([{ queueUrl: 'dead-letters', attributes: reason }]);
      expect(courier.log.at(-1)).toMatchObject({ event: 'message', state: 'failed', attempts: 1, ...reason });
      expect(await courier.services.delivery.ledger.find('m-1')).toMatchObject([{ state: 'failed', attempts: 1 }]);
    },
  );

  it('may be sent when it is replayed', async () => {
    const answers = [status(400), accepted];
    const courier = new TestCourier({ one: () => (answers.shift() ?? accepted)() });
    await receiveTwice(courier);
    courier.now += 1_000;
    const attributes = { ...courier.sent[0]?.attributes, replayed_at: new Date(courier.now).toISOString() };
    const replay = record(MESSAGE, { id: 'sqs-2', sentAt: courier.now, attributes });
    await handleQueue(batch(replay), courier.deadline, courier.services);
    expect(courier.log.at(-1)).toMatchObject({ state: 'sent', attempts: 1 });
  });
});

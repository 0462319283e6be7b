import type { CourierServices } from '../../lambda/courier/services';
import { handleQueue } from '../../lambda/courier/sqs';
import { accepted, batch, record, TestCourier } from '../support/courier';
import { NOW } from '../support/messages';

/** What the ingress makes of Cognito's event, in a record of the queue. */
function sealed(ciphertext: string, fields: object = {}, options: Parameters<typeof record>[1] = {}) {
  const message = {
    recipient: '+4917667111638',
    template_type: 'login_code_valid',
    template_data: { to: '+4917667111638', expires_in_minutes: 3 },
    expires_at: new Date(NOW + 180_000).toISOString(),
    cognito: { trigger_source: 'CustomSMSSender_Authentication', sealed_code: ciphertext },
    ...fields,
  };
  return {
    ...record(message, options),
    messageAttributes: { origin: { stringValue: 'cognito', dataType: 'String' as const } },
  };
}

function setUp(body = 'function(ctx) { to: ctx.recipient, text: ctx.body, cognito: ctx.cognito }') {
  const courier = new TestCourier({ twilio: accepted }, {}, body);
  let isDown = false;
  const services: CourierServices = {
    ...courier.services,
    openCode: async (ciphertext) => {
      if (isDown) throw Object.assign(new Error('KMS down, 428193'), { name: 'KMSInternalException' });
      return ciphertext.replace(/^sealed-\d+-/, '');
    },
  };
  return {
    courier,
    setDown: (value: boolean) => {
      isDown = value;
    },
    handle: (event: ReturnType<typeof batch>) => handleQueue(event, courier.deadline, services),
  };
}

const bodies = (courier: TestCourier) => courier.requests.map(({ body }) => JSON.parse(String(body)));

it('sends the code once, though each retry of Cognito’s has another ciphertext', async () => {
  const { courier, handle } = setUp();
  await handle(batch(sealed('sealed-1-428193')));
  await handle(
    batch(sealed('sealed-2-428193', { expires_at: new Date(NOW + 181_000).toISOString() }, { id: 'sqs-2' })),
  );
  expect(bodies(courier)).toEqual([
    {
      to: '+4917667111638',
      text: '428193 is your code to log in. It expires in 3 minutes. Share it with nobody.',
      cognito: { trigger_source: 'CustomSMSSender_Authentication' },
    },
  ]);
  expect(courier.log.at(-1)).toMatchObject({ message_id: 'sqs-2', duplicate: true });
  await handle(batch(sealed('sealed-3-428194', {}, { id: 'sqs-3' })));
  expect(courier.requests).toHaveLength(2);
});

it('puts the password where the text has its place', async () => {
  const { courier, handle } = setUp();
  const fields = { template_type: 'temporary_password', body: 'Your temporary password is {####}', template_data: {} };
  await handle(batch(sealed('sealed-1-Pa$$&w0rd', fields)));
  expect(bodies(courier)).toMatchObject([{ text: 'Your temporary password is Pa$$&w0rd' }]);
});

it('waits while the code cannot be opened, and longer each time; then it is sent', async () => {
  const { courier, setDown, handle } = setUp();
  setDown(true);
  expect(await handle(batch(sealed('sealed-1-428193')))).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-1' }] });
  await handle(batch(sealed('sealed-1-428193', {}, { receiveCount: 4 })));
  await handle(batch(sealed('sealed-1-428193', {}, { receiveCount: 30 })));
  expect(courier.delays.map(({ seconds }) => seconds)).toEqual([5, 40, 900]);
  expect(courier.log.at(-1)).toMatchObject({
    event: 'warning',
    message_id: 'sqs-1',
    detail: 'its code cannot be decrypted now: KMSInternalException',
  });
  expect(courier.lines.join()).not.toContain('428193');
  expect([courier.requests, courier.sent]).toEqual([[], []]);
  setDown(false);
  await handle(batch(sealed('sealed-1-428193', {}, { receiveCount: 31 })));
  expect(courier.requests).toHaveLength(1);
});

it('ends as expired where the code could not be opened in time', async () => {
  const { courier, setDown, handle } = setUp();
  setDown(true);
  courier.now = NOW + 180_000;
  expect(await handle(batch(sealed('sealed-1-428193')))).toEqual({ batchItemFailures: [] });
  expect(courier.log.at(-1)).toMatchObject({ state: 'expired', message_id: 'sqs-1' });
  expect([courier.requests, courier.sent]).toEqual([[], []]);
});

it('keeps a message without a code among the dead letters', async () => {
  const { courier, handle } = setUp();
  await handle(batch(sealed('x', { cognito: {} })));
  expect(courier.sent).toMatchObject([{ queueUrl: 'dead-letters', attributes: { code: 'invalid_message' } }]);
});

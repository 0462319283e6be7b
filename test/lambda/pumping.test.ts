import { ONE_PREFIX, runDay } from '../support/pumping';

jest.setTimeout(300_000);

it('stops 50,000 messages to one prefix in an hour within its limit, and no user of that day', async () => {
  const { users, fraudsters } = await runDay([ONE_PREFIX]);
  expect(users).toEqual({ sent: 1000, stopped: 0 });
  expect(fraudsters).toEqual({ sent: 100, stopped: { prefix_per_hour: 49_900 } });
});

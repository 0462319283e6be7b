import { type Figures, HUNDRED_PREFIXES, ONE_PREFIX, runDay } from '../support/pumping';

jest.setTimeout(600_000);

/** For docs/fraud.md. */
const print = (title: string, figures: Figures) => process.stdout.write(`${title}: ${JSON.stringify(figures)}\n`);

it('lets a usual day through, untouched', async () => {
  const figures = await runDay([]);
  print('a usual day', figures);
  expect(figures.users).toEqual({ sent: 1000, stopped: 0 });
});

it('stops 50,000 messages to one prefix', async () => {
  const figures = await runDay([ONE_PREFIX]);
  print('one prefix', figures);
  expect(figures.users.stopped).toBe(0);
  expect(figures.fraudsters.sent).toBe(100);
});

it('stops messages to a hundred prefixes by the limit of the country, and then its users as well', async () => {
  const figures = await runDay([HUNDRED_PREFIXES]);
  print('a hundred prefixes', figures);
  expect(figures.fraudsters.sent).toBeLessThanOrEqual(10_000);
});

it('stops no user there with limits that fit the traffic', async () => {
  const figures = await runDay([HUNDRED_PREFIXES], { prefixPerHour: 10, countryPerHour: 2_000 });
  print('a hundred prefixes, limits that fit', figures);
  expect(figures.users).toEqual({ sent: 1000, stopped: 0 });
  expect(figures.fraudsters.sent).toBe(1000);
});

it('never sends more in a day than the hard cap', async () => {
  const figures = await runDay([HUNDRED_PREFIXES], { segmentsPerDay: 3_000 });
  print('a hundred prefixes, 3,000 segments a day', figures);
  expect(figures.users.sent + figures.fraudsters.sent).toBeLessThanOrEqual(3_000);
});

import { gather } from '../../lambda/aws/gather';

/** Calls that end when the test says, and what each was given. */
function calls() {
  const given: (readonly string[])[] = [];
  const ends: ((errors: ReadonlyMap<number, Error> | Error) => void)[] = [];
  const run = (items: readonly string[]): Promise<ReadonlyMap<number, Error>> => {
    given.push(items);
    return new Promise((resolve, reject) => {
      ends.push((result) => (result instanceof Error ? reject(result) : resolve(result)));
    });
  };
  const end = async (result: ReadonlyMap<number, Error> | Error = new Map()) => {
    ends.shift()?.(result);
    await new Promise(setImmediate);
  };
  return { given, run, end };
}

it('lets the first go at once, and those that come meanwhile together, so many at a time', async () => {
  const { given, run, end } = calls();
  const take = gather(3, run);
  const taken = ['a', 'b', 'c', 'd', 'e'].map(take);
  expect(given).toEqual([['a']]);
  await end();
  expect(given).toEqual([['a'], ['b', 'c', 'd']]);
  taken.push(take('f'));
  await end();
  expect(given).toEqual([['a'], ['b', 'c', 'd'], ['e', 'f']]);
  await end();
  await Promise.all(taken);
  void take('g');
  expect(given.at(-1)).toEqual(['g']);
});

it('fails each item that its call names, and all of a call that fails, and goes on', async () => {
  const { run, end } = calls();
  const take = gather(2, run);
  const taken = Promise.allSettled(['a', 'b', 'c', 'd'].map(take));
  await end(new Error('down'));
  await end(new Map([[1, new Error('gone')]]));
  await end();
  expect((await taken).map((each) => (each.status === 'rejected' ? each.reason.message : each.status))).toEqual([
    'down',
    'fulfilled',
    'gone',
    'fulfilled',
  ]);
});

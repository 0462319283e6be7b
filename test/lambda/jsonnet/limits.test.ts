import { JsonnetError } from '../../../lambda/jsonnet/error';
import { testJsonnet } from '../../support/engine';
import { growth } from '../../support/growth';
import { limit, timed } from './worker-support';

const jsonnet = testJsonnet();
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('limits on what goes in', () => {
  it('takes a snippet of 64 KiB, in bytes, and no larger', async () => {
    expect(await timed(jsonnet, `1 //${'ü'.repeat(32_766)}`)).toMatchObject({ value: 1 });
    expect((await timed(jsonnet, `1 //${'ü'.repeat(32_767)}`)).error).toEqual(
      limit('the snippet has 65538 bytes: 65536 at most'),
    );
  });

  it('takes an argument up to its limit in its JSON form, in bytes, and no larger', async () => {
    expect(await timed(jsonnet, 'function(ctx) std.length(ctx)', 'ü'.repeat(131_071))).toMatchObject({
      value: 131_071,
    });
    expect((await timed(jsonnet, 'function(ctx) std.length(ctx)', 'ü'.repeat(131_072))).error).toEqual(
      limit('ctx has 262146 bytes: 262144 at most'),
    );
  });

  it('takes an argument of 500 levels, and no deeper', async () => {
    expect(await timed(jsonnet, 'function(ctx) std.length(ctx)', nested(500))).toMatchObject({ value: 1 });
    expect((await timed(jsonnet, 'function(ctx) ctx', nested(501))).error).toEqual(
      limit('ctx nests deeper than 500 levels'),
    );
    expect((await timed(jsonnet, '1', nested(20_000))).error).toEqual(limit('ctx nests deeper than 500 levels'));
  });
});

describe('limits on what comes out', () => {
  it('gives an output of 256 KiB, in bytes, and no larger', async () => {
    const length = 256 * 1024 - 2;
    expect(await timed(jsonnet, `std.repeat('x', ${length})`)).toMatchObject({ value: 'x'.repeat(length) });
    expect((await timed(jsonnet, `std.repeat('x', ${length + 1})`)).error).toEqual(
      limit('the output has 262145 bytes: 262144 at most'),
    );
    expect((await timed(jsonnet, `std.repeat('ü', ${length / 2 + 1})`)).error).toEqual(limit(/^the output has /));
  });

  it('keeps 1,024 characters of what an error says', async () => {
    const { error } = await timed(jsonnet, "error std.repeat('x', 100000)");
    expect(error).toBeInstanceOf(JsonnetError);
    expect((error as JsonnetError).reason.length).toBeLessThanOrEqual(1_024);
  });

  it('is not held up by an error that looks like a long trace', async () => {
    const evaluate = async (lines: number) => {
      const { error } = await timed(jsonnet, `error std.repeat('\\n    s:999999999:1: x', ${lines})`);
      expect(error).toMatchObject({ kind: 'runtime' });
    };
    expect(await growth(evaluate, 1_000, 10)).toBeLessThan(50);
  });
});

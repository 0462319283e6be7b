import { JsonnetError } from '../../lambda/jsonnet/error';
import { testJsonnet } from '../support/engine';
import fc from '../support/fast-check';

const jsonnet = testJsonnet();
const run = async (snippet: string, value: unknown = {}, courier: unknown = {}): Promise<unknown> =>
  JSON.parse(await jsonnet.evaluate(snippet, { name: 'ctx', value, hidden: { courier } }));

async function failure(snippet: string, ctx: unknown = {}): Promise<JsonnetError> {
  try {
    await run(snippet, ctx);
  } catch (error) {
    if (error instanceof JsonnetError) return error;
    throw error;
  }
  throw new Error('it gave a value');
}

describe('calling a snippet', () => {
  it('hands ctx to a function', async () => {
    expect(await run('function(ctx) { To: ctx.recipient }', { recipient: '+49123' })).toEqual({ To: '+49123' });
  });

  it('lets a snippet that is no function stand for itself', async () => {
    expect(await run("{ a: 1, b: std.asciiUpper('x') }")).toEqual({ a: 1, b: 'X' });
  });

  it('takes a snippet that ends in a comment', async () => {
    expect(await run('function(ctx) 1 // one')).toBe(1);
    expect(await run('2 # two')).toBe(2);
  });

  it("shows ctx as it came: ours is hidden in ctx.courier, which a sender's own field of that name does not reach", async () => {
    expect(await run('function(ctx) ctx', { a: 1 }, { id: 'x' })).toEqual({ a: 1 });
    expect(await run('function(ctx) ctx.courier.id', { courier: { id: 'forged' } }, { id: 'x' })).toBe('x');
  });

  it('refuses a parameter of another name, as Ory does', async () => {
    expect(await failure('function(context) context')).toMatchObject({
      kind: 'runtime',
      reason: expect.stringContaining('parameter ctx is not defined'),
    });
  });

  it('hands over any JSON without a change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        expect(await run('function(ctx) [ctx.value]', { value })).toEqual([JSON.parse(JSON.stringify(value))]);
      }),
      { numRuns: 500 },
    );
  });

  it('replaces a lone surrogate, which has no UTF-8 form', async () => {
    expect(await run('function(ctx) ctx.body', { body: 'a\ud800b 😀 \udfff' })).toBe('a\ufffdb 😀 \ufffd');
    expect(await run('function(ctx) ctx', { 'a\ud800': '\\ud800' })).toEqual({ 'a\ufffd': '\\ud800' });
  });
});

describe('errors', () => {
  it('tell a syntax error with its place in the snippet', async () => {
    expect(await failure('function(ctx) {\n  To: ,\n}')).toMatchObject({ kind: 'syntax', line: 2, column: 7 });
    expect(await failure('function(ctx) { a: }')).toMatchObject({ kind: 'syntax', line: 1, column: 20 });
  });

  it('tell a runtime error with its place', async () => {
    expect(await failure("function(ctx)\n  error 'no such country'")).toMatchObject({
      kind: 'runtime',
      reason: 'no such country',
      line: 2,
      column: 3,
    });
  });

  it('tell a missing field', async () => {
    expect((await failure('function(ctx) ctx.nothing')).reason).toContain('no such field: nothing');
    expect((await failure('function(ctx) { a: { To: ctx.nothing } }')).reason).toBe(
      'no such field: nothing (in field "To")',
    );
  });

  it.each(["import 'x.libsonnet'", "importstr '/etc/hostname'", "importbin '/etc/hostname'"])(
    '%s reads no file',
    async (snippet) => {
      expect(await failure(snippet)).toBeInstanceOf(JsonnetError);
    },
  );

  it.each([
    ['endless recursion', 'local f(x) = f(x) + 1; f(1)'],
    ['tail recursion', 'local f(x) = f(x + 1) tailstrict; f(1)'],
    ['a string beyond the memory', "std.length(std.repeat('0123456789', 10000000))"],
    ['nesting without end', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('%s is a limit, and the next message evaluates', async (_, bomb) => {
    expect((await failure(bomb)).kind).toBe('limit');
    expect(await run('function(ctx) ctx.a', { a: 1 })).toBe(1);
  });

  it('stay the same however often they happen', async () => {
    for (let round = 0; round < 300; round++) expect((await failure("std.repeat('x', 1e10)")).kind).toBe('limit');
    expect(await run('1 + 1')).toBe(2);
  });
});

describe('memory', () => {
  it('starts every evaluation from the same state, in one instance', async () => {
    const fresh = testJsonnet();
    const instances = jest.spyOn(WebAssembly.Module, 'imports');
    for (let round = 0; round < 500; round++)
      await fresh.evaluate("function(ctx) '%s' % ctx.x", { name: 'ctx', value: { x: 'y'.repeat(16_384) } });
    expect(instances).toHaveBeenCalledTimes(1);
    instances.mockRestore();
  });

  it('goes back to its size after an evaluation that needed more', async () => {
    const fresh = testJsonnet();
    const instances = jest.spyOn(WebAssembly.Module, 'imports');
    await fresh.evaluate("std.length(std.repeat('x', 5000000))", { name: 'ctx', value: {} });
    await fresh.evaluate('1', { name: 'ctx', value: {} });
    await fresh.evaluate('2', { name: 'ctx', value: {} });
    expect(instances).toHaveBeenCalledTimes(2);
    instances.mockRestore();
  });
});

import fc from 'fast-check';
import { evaluateWithCtx } from '../../lambda/jsonnet/call';
import { JsonnetError } from '../../lambda/jsonnet/error';
import { testEngine } from '../support/engine';

const engine = testEngine();
const run = (snippet: string, ctx: unknown = {}, courier: unknown = {}): unknown =>
  JSON.parse(evaluateWithCtx(engine, snippet, ctx, courier));

function failure(snippet: string, ctx: unknown = {}): JsonnetError {
  try {
    run(snippet, ctx);
  } catch (error) {
    if (error instanceof JsonnetError) return error;
    throw error;
  }
  throw new Error('it gave a value');
}

describe('calling a snippet', () => {
  it('hands ctx to a function', () => {
    expect(run('function(ctx) { To: ctx.recipient }', { recipient: '+49123' })).toEqual({ To: '+49123' });
  });

  it('lets a snippet that is no function stand for itself', () => {
    expect(run("{ a: 1, b: std.asciiUpper('x') }")).toEqual({ a: 1, b: 'X' });
  });

  it('takes a snippet that ends in a comment', () => {
    expect(run('function(ctx) 1 // one')).toBe(1);
    expect(run('2 # two')).toBe(2);
  });

  it("shows ctx as it came: ours is hidden in ctx.courier, which a sender's own field of that name does not reach", () => {
    expect(run('function(ctx) ctx', { a: 1 }, { id: 'x' })).toEqual({ a: 1 });
    expect(run('function(ctx) ctx.courier.id', { courier: { id: 'forged' } }, { id: 'x' })).toBe('x');
  });

  it('refuses a parameter of another name, as Ory does', () => {
    expect(failure('function(context) context')).toMatchObject({
      kind: 'runtime',
      reason: expect.stringContaining('parameter ctx is not defined'),
    });
  });

  it('hands over any JSON without a change', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(run('function(ctx) [ctx.value]', { value })).toEqual([JSON.parse(JSON.stringify(value))]);
      }),
      { numRuns: 500 },
    );
  });

  it('replaces a lone surrogate, which has no UTF-8 form', () => {
    expect(run('function(ctx) ctx.body', { body: 'a\ud800b 😀 \udfff' })).toBe('a\ufffdb 😀 \ufffd');
  });
});

describe('errors', () => {
  it('tell a syntax error with its place in the snippet', () => {
    expect(failure('function(ctx) {\n  To: ,\n}')).toMatchObject({ kind: 'syntax', line: 2, column: 7 });
    expect(failure('function(ctx) { a: }')).toMatchObject({ kind: 'syntax', line: 1, column: 20 });
  });

  it('tell a runtime error with its place', () => {
    expect(failure("function(ctx)\n  error 'no such country'")).toMatchObject({
      kind: 'runtime',
      reason: 'no such country',
      line: 2,
      column: 3,
    });
  });

  it('tell a missing field', () => {
    expect(failure('function(ctx) ctx.nothing').reason).toContain('no such field: nothing');
    expect(failure('function(ctx) { a: { To: ctx.nothing } }').reason).toBe('no such field: nothing (in field "To")');
  });

  it.each(["import 'x.libsonnet'", "importstr '/etc/hostname'", "importbin '/etc/hostname'"])(
    '%s reads no file',
    (snippet) => {
      expect(failure(snippet)).toBeInstanceOf(JsonnetError);
    },
  );

  it.each([
    ['endless recursion', 'local f(x) = f(x) + 1; f(1)'],
    ['tail recursion', 'local f(x) = f(x + 1) tailstrict; f(1)'],
    ['a string beyond the memory', "std.length(std.repeat('0123456789', 10000000))"],
    ['nesting without end', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('%s is a limit, and the next message evaluates', (_, bomb) => {
    expect(failure(bomb).kind).toBe('limit');
    expect(run('function(ctx) ctx.a', { a: 1 })).toBe(1);
  });

  it('stay the same however often they happen', () => {
    for (let round = 0; round < 300; round++) expect(failure("std.repeat('x', 1e10)").kind).toBe('limit');
    expect(run('1 + 1')).toBe(2);
  });
});

describe('memory', () => {
  it('starts every evaluation from the same state, in one instance', () => {
    const fresh = testEngine();
    const instances = jest.spyOn(WebAssembly.Module, 'imports');
    for (let round = 0; round < 500; round++)
      evaluateWithCtx(fresh, "function(ctx) '%s' % ctx.x", { x: 'y'.repeat(100) }, {});
    expect(instances).toHaveBeenCalledTimes(1);
    instances.mockRestore();
  });

  it('goes back to its size after an evaluation that needed more', () => {
    const fresh = testEngine();
    const instances = jest.spyOn(WebAssembly.Module, 'imports');
    evaluateWithCtx(fresh, "std.length(std.repeat('x', 5000000))", {}, {});
    evaluateWithCtx(fresh, '1', {}, {});
    evaluateWithCtx(fresh, '2', {}, {});
    expect(instances).toHaveBeenCalledTimes(2);
    instances.mockRestore();
  });
});

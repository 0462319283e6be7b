import { JsonnetError } from '../../../lambda/jsonnet/error';
import { testJsonnet } from '../../support/engine';
import { timed } from './worker-support';

const jsonnet = testJsonnet();

/** The place of the error that a snippet fails with, as `line:column`. */
async function place(snippet: string, ctx: unknown = {}): Promise<string> {
  const { error } = await timed(jsonnet, snippet, ctx);
  if (!(error instanceof JsonnetError)) throw new Error('it gave no Jsonnet error');
  return `${error.line}:${error.column}`;
}

describe('the place of an error in the snippet', () => {
  it.each([
    ['in its first line', "error 'x'", '1:1'],
    ['in a function', "function(ctx) error 'x'", '1:15'],
    ['in a later line', "function(ctx)\n\n  { a: error 'x' }", '3:8'],
    ['past text that is not ASCII, in its line', "['ü€😀', error 'x']", '1:9'],
    ['past text that is not ASCII, lines before', "// ü€😀 ü€😀\n{\n  b: error 'x',\n  c: 1,\n}", '3:6'],
    ['past text that is not ASCII, at the end', "// üüüüüüüüüüüüüüüüüüüüüüüüüüüü\nerror 'x'", '2:1'],
    ['of several lines: where its line begins', "{\n  a: error 'a' +\n    'b',\n}", '2:3'],
    ['behind a name that another function is added for', "function(ctx) [std.trim(' '), error 'x']", '1:31'],
    ['in a function that is added', 'function(ctx)\n  std.trim(1)', '2:3'],
    ['of syntax', '{\n  a: ,\n}', '2:6'],
    ['of syntax, past text that is not ASCII', "['ü€😀', $x]", '1:9'],
    ['of syntax, lines past text that is not ASCII', "// üüüüüüüü\n{ a: 'ü',\n  b: }", '3:6'],
    ['of syntax, where it stops short', '{\n  a: 1', '2:7'],
    ['of syntax, where it stops in a string', "{ a: 'x", '1:8'],
    ['of syntax, where it is empty', '', '1:1'],
    ['of syntax, where it is a comment', '// x', '1:5'],
    ['of an unknown name', '\n\tnobody', '2:2'],
    ['with line breaks of Windows', "{\r\n  a: error 'x',\r\n}", '2:6'],
    ['whose text looks like a place', "error '\\n    s:7:7: x'", '1:1'],
  ])('%s', async (_, snippet, expected) => {
    expect(await place(snippet, { to: 'ü€😀' })).toBe(expected);
  });

  it('is left out where the engine knows none', async () => {
    expect(await place('function(context) 1')).toBe('undefined:undefined');
    expect(await place('function(ctx) { a: ctx.nothing }')).toBe('undefined:undefined');
  });

  it('goes with the character that is there', async () => {
    expect((await timed(jsonnet, "['ü', $x]")).error).toMatchObject({ reason: expect.stringMatching(/got "\$"$/) });
    expect((await timed(jsonnet, '{ a: 1')).error).toMatchObject({ reason: expect.stringMatching(/got "EOF"$/) });
  });
});

describe('what the snippet can name', () => {
  it.each(['snippet', 'ctx', 'call'])('is not our %s', async (name) => {
    expect((await timed(jsonnet, name)).error).toMatchObject({
      kind: 'runtime',
      reason: expect.stringContaining(`variable is not defined: ${name}`),
    });
  });

  it('is its own, whatever it is called', async () => {
    const snippet = 'local snippet = 1, ctx = 2, std_ = 3; function(ctx) [snippet, ctx.a, std_]';
    expect(await timed(jsonnet, snippet, { a: 4 })).toMatchObject({ value: [1, 4, 3] });
  });
});

describe('functions added to the standard library', () => {
  it.each([
    ["std.trim(' \\t\\n\\f\\r\\u0085\\u00A0 a b \\u00A0')", 'a b'],
    ['std.flattenDeepArray([1, [2, [3, []]], [[[4]]]])', [1, 2, 3, 4]],
    ['std.flattenDeepArray(1)', [1]],
    // the rest of the language goes on with the library of its own
    [
      "local x = std.trim('a'); ['%s-%03d' % [x, 7], [1, 2, 3][1:], 'a' in { a: 1 }, 7 % 4]",
      ['a-007', [2, 3], true, 3],
    ],
    ["std.trim('a') + std.join(',', [std.toString(i) for i in std.range(1, 3) if i != 2])", 'a1,3'],
    ["local std = { trim(x):: 'mine' }; std.trim('a')", 'mine'],
  ])('%s', async (snippet, value) => {
    expect(await timed(jsonnet, snippet)).toMatchObject({ value });
  });

  it('do not show in a snippet that does not name them', async () => {
    expect(await timed(jsonnet, "std.objectHasAll(std, 'tr' + 'im')")).toMatchObject({ value: false });
  });
});

import { createHash } from 'node:crypto';
import { fillJsonnetSecrets, jsonnetSecretNames, parseJsonnetSecrets } from '../../lambda/secrets/jsonnet-secrets';
import { testJsonnet } from '../support/engine';
import fc from '../support/fast-check';

const jsonnet = testJsonnet();

/** What the source evaluates to with these secrets. */
async function evaluate(source: string, secrets: Record<string, string>, ctx: unknown = {}): Promise<unknown> {
  const filled = fillJsonnetSecrets(parseJsonnetSecrets(source), { get: (name) => secrets[name] as string });
  return JSON.parse(await jsonnet.evaluate(filled, { name: 'ctx', value: ctx }));
}

const SECRET = 'p\'w"d \\ {$OTHER} \u0000 %s |||\n@ 😀';

describe('a secret in a string literal', () => {
  it.each([
    ['in single quotes', "'a {$S} b'"],
    ['in double quotes', '"a {$S} b"'],
    ['verbatim in single quotes', "@'a {$S} b'"],
    ['verbatim in double quotes', '@"a {$S} b"'],
  ])('%s', async (_, literal) => {
    expect(await evaluate(`function(ctx) { key: ${literal} }`, { S: SECRET })).toEqual({ key: `a ${SECRET} b` });
  });

  it('in a text block', async () => {
    expect(await evaluate('{\n  key: |||\n    a\n\n      {$S}\n    b\n  |||,\n  other: 1,\n}', { S: SECRET })).toEqual({
      key: `a\n\n  ${SECRET}\nb\n`,
      other: 1,
    });
  });

  it("of Ory's page for Vonage, pasted as it stands", async () => {
    const body = `function(ctx) {
body: std.manifestJsonEx({
api_key: '{$VONAGE_API_KEY}',
api_secret: '{$VONAGE_API_SECRET}',
from: 'YourApp',
to: ctx.recipient,
text: ctx.body,
}, ' '),
}`;
    expect(jsonnetSecretNames(body)).toEqual(['VONAGE_API_KEY', 'VONAGE_API_SECRET']);
    const { body: text } = (await evaluate(
      body,
      { VONAGE_API_KEY: 'k', VONAGE_API_SECRET: 's"' },
      { recipient: '+1', body: 'x' },
    )) as { body: string };
    expect(JSON.parse(text)).toEqual({ api_key: 'k', api_secret: 's"', from: 'YourApp', to: '+1', text: 'x' });
  });

  it('as the name of a field', async () => {
    expect(await evaluate("{ '{$S}': 1 }", { S: 'a"b' })).toEqual({ 'a"b': 1 });
  });

  it('can be computed with', async () => {
    expect(await evaluate("std.md5('{$S}' + 'x')", { S: 'a' })).toBe(createHash('md5').update('ax').digest('hex'));
  });

  it.each(["'{$S} %s' % ctx.a", "('{$S} %s') % [ctx.a]", "std.format('{$S} %s', ctx.a)", "'{$S} %s' /* x */ % ctx.a"])(
    'is no directive of a format string: %s',
    async (source) => {
      expect(await evaluate(`function(ctx) ${source}`, { S: '100% %d' }, { a: 'x' })).toBe('100% %d x');
    },
  );

  it('does not keep the escapes of its literal', async () => {
    expect(await evaluate("'\\'\\u00e9\\n{$S}\\\\'", { S: 's' })).toBe("'é\ns\\");
  });

  it('leaves the lines after it where they were', async () => {
    const source = 'function(ctx) {\n  a: |||\n    {$S}\n    x\n  |||,\n  b: error "here",\n}';
    const filled = fillJsonnetSecrets(parseJsonnetSecrets(source), { get: () => 'a\nb\nc' });
    await expect(jsonnet.evaluate(filled, { name: 'ctx', value: {} })).rejects.toMatchObject({ line: 6, column: 6 });
  });

  it('never gets out, whatever its value', async () => {
    const source = "function(ctx) [1, '{$S}', \"{$S}\", @'{$S}', '%s {$S}' % ctx.a, |||\n  {$S}\n|||, 2]";
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: fc.constantFrom("'", '"', '\\', '|||', '\n', '%', '{$S}', '@', '\u0000') }),
        ),
        async (value) => {
          expect(await evaluate(source, { S: value }, { a: '{$S}' })).toEqual([
            1,
            value,
            value,
            value,
            `{$S} ${value}`,
            `${value}\n`,
            2,
          ]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('what is no string literal', () => {
  it.each([
    ['a line comment', "1 // '{$S}'"],
    ['a shell comment', "1 # '{$S}'"],
    ['a block comment', "/* '{$S}' */ 1"],
    ['a comment with a quote before a literal', "// don't\n'a' // {$S}"],
  ])('%s holds no secret', (_, source) => {
    expect(jsonnetSecretNames(source)).toEqual([]);
    expect(parseJsonnetSecrets(source).join('')).toBe(source);
  });

  it('a literal without a placeholder stays as it is written', () => {
    const source = "{ a: 'x', b: @'y''', c: |||\n  z {$ S}\n|||, d: '$' + '{NAME}' }";
    expect(parseJsonnetSecrets(source).join('')).toBe(source);
  });

  it('source that ends within a literal is left to the engine', () => {
    for (const source of ["'{$S}", '|||\n  {$S}\n', '|||\n', '/* {$S}']) expect(jsonnetSecretNames(source)).toEqual([]);
  });
});

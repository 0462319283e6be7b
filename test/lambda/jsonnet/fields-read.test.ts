import { fieldsRead } from '../../../lambda/jsonnet/fields-read';
import { callProgram } from '../../../lambda/jsonnet/program';
import { testJsonnet } from '../../support/engine';
import { ORY_EXAMPLES } from '../../support/messages';

const jsonnet = testJsonnet();
const CTX = ORY_EXAMPLES['A_login_code_valid'];
const HIDDEN = { courier: { id: 'm-1', country: 'DE' } };
const argument = { name: 'ctx', value: CTX, hidden: HIDDEN } as const;

describe('a snippet that names fields of its argument alone', () => {
  it.each([
    ['function(ctx) { To: ctx.recipient, Body: ctx.body }', ['recipient', 'body']],
    ['function ( ctx ) ctx . body', ['body']],
    ['(function(settings) function(ctx) ctx.template_data.to)({})', ['template_data']],
    [
      'function(ctx) local f(x) = x + ctx.courier.country; f(ctx.body) // as in ctx.subject',
      ['courier', 'body', 'subject'],
    ],
    ['function(ctx) [ctx.body for ctx2 in [1]]', ['body']],
    ['function(ctx) 1', []],
    ["{ no: 'function' }", []],
  ])('%s is given these, and null in the others', async (snippet, fields) => {
    expect([...(fieldsRead(snippet, 'ctx') ?? ['all'])]).toEqual(fields);
    const { text } = callProgram(snippet, argument);
    expect(text.includes('"template_type": null') || text.includes('"template_type":null')).toBe(true);
    // a comment that names the argument has all of it read
    const whole = `${snippet}\n// ctx`;
    expect(callProgram(whole, argument).text).toContain('"template_type":"login_code_valid"');
    expect(await jsonnet.evaluate(snippet, argument)).toBe(await jsonnet.evaluate(whole, argument));
  });
});

describe('a snippet that may read any field', () => {
  it.each([
    'function(ctx) ctx',
    'function(ctx) local c = ctx; c.template_type',
    "function(ctx) ctx['template_' + 'type']",
    "function(ctx) std.get(ctx, 'template_type')",
    "function(ctx) '%(template_type)s' % ctx",
    'function(ctx) ctx { more: 1 }',
    'function(ctx) local f(ctx) = ctx.body; f(ctx)',
    'function(ctx) local xfunction(c) = c.template_type; xfunction(ctx)',
    'function(ctx) ctx/* */.template_type',
    'function(ctx={}) ctx.template_type',
    "function(ctx) 'template_type' in ctx",
    'function(ctx) [ctx.body, ctx]',
  ])('%s is given all', async (snippet) => {
    expect(fieldsRead(snippet, 'ctx')).toBeUndefined();
    expect(callProgram(snippet, argument).text).toContain('"template_type":"login_code_valid"');
    await jsonnet.evaluate(snippet, argument);
  });
});

it('reads the fields of a response alone, too', async () => {
  const value = { status: 200, headers: { a: 'b' }, body: '{"id":1}', json: { id: 1 } };
  const rule = "function(res) if res.status == 200 then { outcome: 'accepted', message_id: res.json.id }";
  expect(callProgram(rule, { name: 'res', value }).text).toContain('"body":null');
  expect(JSON.parse(await jsonnet.evaluate(rule, { name: 'res', value }))).toEqual({
    outcome: 'accepted',
    message_id: 1,
  });
});

it('suggests fields as ever where one is misspelt', async () => {
  await expect(jsonnet.evaluate('function(ctx) ctx.recipent', argument)).rejects.toThrow(/recipient/);
});

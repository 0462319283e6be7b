import type { Provider } from '../../lambda/attempt';
import { candidatesFor } from '../../lambda/candidates';
import type { RouteConfig } from '../../lambda/config';
import fc from '../support/fast-check';
import { message } from '../support/messages';

const provider = (id: string, fields: Partial<Provider> = {}): Provider => ({
  id,
  channel: 'sms',
  needsCode: false,
  attempt: async () => ({ outcome: 'accepted' }),
  ...fields,
});
const PROVIDERS = [provider('a'), provider('b'), provider('c')];
const order = (fields: Readonly<Record<string, unknown>>, routes?: readonly RouteConfig[], providers = PROVIDERS) =>
  candidatesFor(message(fields), { providers, ...(routes === undefined ? {} : { routes }) }).map(({ id }) => id);

const GERMAN = { recipient: '+4917667111638' };
const AMERICAN = { recipient: '+12065550100' };

it('without routes are all providers, in their order', () => {
  expect(order(GERMAN)).toEqual(['a', 'b', 'c']);
});

it("are those of the first route that names the recipient's country", () => {
  const routes = [
    { countries: ['US', 'CA'], providers: ['c', 'a'] },
    { countries: ['*'], providers: ['b'] },
  ];
  expect(order(AMERICAN, routes)).toEqual(['c', 'a']);
  expect(order(GERMAN, routes)).toEqual(['b']);
  expect(order(GERMAN, routes.slice(0, 1))).toEqual(['a', 'b', 'c']);
});

it('are the one that the sender names, whatever the routes say; one that there is not is nobody', () => {
  const routes = [{ countries: ['*'], providers: ['b'] }];
  expect(order({ ...GERMAN, provider: 'c' }, routes)).toEqual(['c']);
  expect(order({ ...GERMAN, provider: 'z' }, routes)).toEqual(['b']);
});

it('leave out who only brings codes, where there is none in the data', () => {
  const providers = [provider('whatsapp', { channel: 'whatsapp', needsCode: true }), provider('a')];
  const text = { body: 'Your code is 428193' };
  expect(order({ ...GERMAN, ...text, template_data: {} }, undefined, providers)).toEqual(['a']);
  expect(order({ ...GERMAN, ...text, template_data: { login_code: '428193' } }, undefined, providers)).toEqual([
    'whatsapp',
    'a',
  ]);
});

describe('by weight', () => {
  const routes = [{ countries: ['*'], providers: { a: 70, b: 30 } }];

  it('come first for their share of the messages', () => {
    const firsts = Array.from({ length: 4000 }, (_, index) => order({ ...GERMAN, id: `m-${index}` }, routes)[0]);
    const share = firsts.filter((id) => id === 'a').length / firsts.length;
    // four standard deviations of the binomial distribution
    expect(Math.abs(share - 0.7)).toBeLessThan(4 * Math.sqrt((0.7 * 0.3) / firsts.length));
  });

  it('are all there, and the same at every attempt of a message', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 128 }), (id) => {
        const once = order({ ...GERMAN, id }, routes);
        expect([...once].sort()).toEqual(['a', 'b']);
        expect(order({ ...GERMAN, id }, routes)).toEqual(once);
      }),
    );
  });
});

import type { RouteProps } from '../../lib';
import { courier, http, testStack, twilio } from '../support/stack';

const build = (routes: readonly RouteProps[], fields: object = {}) =>
  courier({ allowedCountries: ['DE', 'US'], providers: [twilio(), http({ id: 'acme' })], routes, ...fields });

it('are baked in as they are', () => {
  const routes = [
    { countries: ['US'], providers: ['acme', 'twilio'] },
    { countries: ['*'], providers: { twilio: 70, acme: 30 } },
  ];
  expect(JSON.parse(build(routes).toCourierJson()).routes).toEqual(routes);
});

it.each<[string, readonly RouteProps[], string]>([
  [
    'a provider that there is not',
    [{ countries: ['*'], providers: ['vonage'] }],
    'routes[0].providers names "vonage": the courier has twilio, acme',
  ],
  [
    'no provider',
    [{ countries: ['*'], providers: [] }],
    'routes[0].providers is empty: name at least one of twilio, acme',
  ],
  [
    'a provider twice',
    [{ countries: ['*'], providers: ['acme', 'acme'] }],
    'routes[0].providers names "acme" twice: once is enough',
  ],
  [
    'a weight that is none',
    [{ countries: ['*'], providers: { twilio: 1, acme: 0 } }],
    'routes[0].providers gives "acme" the weight 0: use a number above 0, such as 70',
  ],
  ['no country', [{ countries: [], providers: ['acme'] }], "routes[0].countries is empty: name countries, or ['*']"],
  [
    'a country that may not be sent to',
    [{ countries: ['FR'], providers: ['acme'] }],
    'routes[0].countries names FR, which allowedCountries does not: add it there, or take it out here',
  ],
  [
    'a country twice',
    [
      { countries: ['US'], providers: ['acme'] },
      { countries: ['US', 'DE'], providers: ['twilio'] },
    ],
    'routes[1].countries names US, which an earlier route takes: the first that names a country counts',
  ],
  [
    'a country behind all',
    [
      { countries: ['*'], providers: ['acme'] },
      { countries: ['DE'], providers: ['twilio'] },
    ],
    'routes[1].countries names DE, which an earlier route takes',
  ],
])('%s is an error', (_, routes, error) => {
  expect(() => build(routes)).toThrow(error);
});

describe('senders', () => {
  const warnings = (from: unknown, fields: object = {}) => {
    const stack = testStack();
    const made = courier(
      {
        allowedCountries: ['DE', 'US'],
        providers: [twilio({ messagingServiceSid: undefined, from }), http({ id: 'acme' })],
        ...fields,
      },
      stack,
    );
    return made.node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => data);
  };

  it('made of letters are warned about where networks take none', () => {
    expect(warnings('ACME')).toEqual([
      `provider twilio: networks in US take no alphanumeric sender such as "ACME": add a number of yours, as in from: { default: '…', US: '+…' }`,
    ]);
    expect(warnings({ default: 'ACME', US: '+12065550100' })).toEqual([]);
    expect(warnings('ACME', { allowedCountries: ['DE'] })).toEqual([]);
    expect(warnings('ACME', { routes: [{ countries: ['US'], providers: ['acme'] }] })).toEqual([]);
  });

  it('that lack a country are an error', () => {
    expect(() => warnings({ US: '+12065550100' })).toThrow(
      'provider twilio: from names no sender for DE: add one, or a default',
    );
    expect(() => warnings({ US: '+12065550100' }, { allowedCountries: ['*'] })).toThrow(
      "provider twilio: from has no default, and allowedCountries is ['*']: add one",
    );
  });

  it.each([
    ['A sender too long', 'from "A sender too long" is no sender: use a number in E.164 form'],
    ['+49-176', 'from "+49-176" is no sender'],
    [{ default: 'ACME', us: '+12065550100' }, 'from has the key "us": use ISO 3166-1 alpha-2 codes in upper case'],
    [{}, "from is empty: give a sender, or one by country such as { default: 'ACME' }"],
  ])('that are none are an error: %j', (from, error) => {
    expect(() => warnings(from)).toThrow(error);
  });
});

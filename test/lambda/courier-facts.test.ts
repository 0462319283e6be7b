import { courierFacts } from '../../lambda/courier-facts';
import { message, NOW } from '../support/messages';

const facts = (fields: Readonly<Record<string, unknown>> = {}) => courierFacts(message(fields), 2, NOW);
const acceptLanguage = (value: string) => ({ request_headers: { 'Accept-Language': [value] } });

it('tell what a request config may need and the ctx of Ory does not have', () => {
  expect(facts({ id: 'm-1', expires_at: '2026-05-02T09:30:00.500Z' })).toEqual({
    id: 'm-1',
    attempt: 2,
    expires_at: '2026-05-02T09:30:00.500Z',
    ttl_seconds: 600,
    country: 'DE',
    locales: [],
    code: '428193',
    encoding: 'GSM-7',
    segments: 1,
  });
});

describe('locales', () => {
  it("are the message's, the identity's and the browser's, each with ever less detail before the next", () => {
    const identity = { traits: { locale: 'pt_BR', lang: 'pt' } };
    expect(
      facts({
        locale: 'de-AT',
        template_data: { login_code: '428193', identity },
        ...acceptLanguage('fr;q=0.5, zh-Hant-TW'),
      }),
    ).toMatchObject({ locale: 'de-AT', locales: ['de-at', 'de', 'pt-br', 'pt', 'zh-hant-tw', 'zh-hant', 'zh', 'fr'] });
  });

  it('are sixteen at most, and none is too long to be a tag', () => {
    const many = Array.from({ length: 100 }, (_, index) => `x${String.fromCharCode(97 + (index % 26))}${index}`);
    const { locales } = facts(acceptLanguage([`en-${'x'.repeat(40)}`, ...many].join()));
    expect(locales).toEqual(many.slice(0, 16));
  });
});

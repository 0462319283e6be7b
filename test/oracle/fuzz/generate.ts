import type { TemplateCase } from '../case';
import { type Json, randomData } from './data';
import { mutate } from './mutate';
import { Random } from './random';
import { Statements } from './statements';

const MUTATED = 0.08;
const ORY = 0.1;

/** A case that the seed and its number determine. */
export function generate(seed: number, number: number): TemplateCase {
  const random = new Random(Math.imul(seed, 0x01000193) ^ Math.imul(number, 0x9e3779b1));
  const statements = new Statements(random);
  const view = random.chance(ORY) ? oryView(random) : { data: randomData(random) };
  const template = statements.template('model' in view ? view.model : view.data);
  return {
    name: `${seed}:${number}`,
    template: random.chance(MUTATED) ? mutate(random, template) : template,
    data: view.data,
    ...('ory' in view ? { ory: view.ory, headers: view.headers } : {}),
  };
}

/** Ory's model as its JSON, and as the fields that templates see. */
function oryView(random: Random) {
  const traits: Json = { phone: '+4917667111638', lang: random.pick(['de', 'en']), age: 30 };
  const identity: Json = {
    id: 'c5d3c3a1',
    traits,
    metadata_public: null,
    verifiable_addresses: [{ value: '+49', via: 'sms' }],
  };
  const payload: Json = random.pick([{}, null, { lang: 'en', items: [1, 'a'] }]);
  const domain = random.pick(['', 'auth.example.com']);
  const headers = random.pick([{}, { 'Accept-Language': ['de-DE,de;q=0.9'], Origin: ['https://example.com', 'b'] }]);
  return {
    ory: 'login_code_valid',
    headers,
    data: {
      to: '+49',
      login_code: '428193',
      identity,
      request_url: 'https://x/y',
      request_url_domain: domain,
      transient_payload: payload,
      expires_in_minutes: 15,
    },
    model: {
      To: '+49',
      LoginCode: '428193',
      Identity: identity,
      RequestURL: 'https://x/y',
      RequestURLDomain: domain,
      TransientPayload: payload,
      ExpiresInMinutes: 15,
      UserRequestHeaders: { Origin: ['https://example.com'] },
      OAuth2LoginRequest: null,
    },
  };
}

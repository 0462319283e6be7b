import { keyHolders } from '../../../lambda/ingress/key-holders';
import { ssm } from './support';

it("names the door's own keys and those of each source, the one before as the one before", () => {
  const [a, b, c, d, e, f, g] = [ssm('a'), ssm('b'), ssm('c'), ssm('d'), ssm('e'), ssm('f'), ssm('g')] as const;
  const credentials = { apiKeys: [a, b], basicAuth: { user: 'ory', passwords: [c, d] } };
  const holders = keyHolders(credentials, [
    { id: 'ory', type: 'ory', keys: [] },
    { id: 'app', type: 'supabase', keys: [e] },
    { id: 'zitadel', type: 'zitadel', keys: [f, g] },
  ]);
  expect(holders).toEqual([
    {
      id: 'ingress',
      secrets: { API_KEY: a, PREVIOUS_API_KEY: b, BASIC_AUTH_PASSWORD: c, PREVIOUS_BASIC_AUTH_PASSWORD: d },
    },
    { id: 'ory', secrets: {} },
    { id: 'app', secrets: { SECRET: e } },
    { id: 'zitadel', secrets: { SIGNING_KEY: f, PREVIOUS_SIGNING_KEY: g } },
  ]);
});

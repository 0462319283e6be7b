import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { judgeByRule } from '../../lambda/outcome/by-rule';
import { SmsProvider, SmsSecret } from '../../lib';
import { testJsonnet } from '../support/engine';
import { NOW } from '../support/messages';
import { courier } from '../support/stack';
import { httpRequest } from './http-request';
import { configOf, golden } from './support';

const page = (name: string) => readFileSync(join(__dirname, '../../docs/providers', `${name}.md`), 'utf8');

/** What the page's example declares. */
function example(name: string): SmsProvider {
  const [, code] = /^```ts\n(.*?)\n```$/ms.exec(page(name)) ?? [];
  return runInNewContext(code as string, { SmsProvider, SmsSecret });
}

it.each(['twilio', 'plivo', 'http', 'vonage', 'messagebird', 'sinch', 'sns', 'end-user-messaging'])(
  "the example on %s's page can be deployed as it stands, without a warning",
  (name) => {
    const { node } = courier({ allowedCountries: ['DE', 'US'], providers: [example(name)] });
    expect(node.metadata).toEqual([]);
  },
);

it.each([
  ['twilio', ['failed', 'undelivered', 'canceled']],
  ['plivo', []],
])("%s's page gives each code the class that it has", (name, inText) => {
  const rows = page(name).matchAll(/^\| ([^|]+) \| `(\w+)` \|/gm);
  const told = [...rows].flatMap(([, codes = '', outcome]) =>
    [...codes.replace(/\(.*?\)/g, '').matchAll(/\b(?:\d{3,5}|[a-z]+_[a-z_]+)\b/g)].map(([code]) => [code, outcome]),
  );
  const known = Object.entries(golden(name)).filter(([code]) => !inText.includes(code));
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(known));
  for (const code of inText) expect(page(name)).toContain(`\`${code}\``);
});

describe('the example of a service that has no factory', () => {
  it('makes the request that the service documents', async () => {
    const { method, path, headers, body } = await httpRequest(example('http'), { id: 'a-message' }, { API_KEY: 'k' });
    expect([method, path, headers['authorization'], JSON.parse(body)]).toEqual([
      'POST',
      '/sms/3/messages',
      'App k',
      {
        messages: [
          {
            sender: 'ACME',
            destinations: [{ to: '4917667111638', messageId: 'a-message' }],
            content: { text: 'Your code is 428193' },
          },
        ],
      },
    ]);
  });

  it.each<[number, number, object]>([
    [1, 26, { outcome: 'accepted', messageId: 'm' }],
    [5, 23, { outcome: 'accepted', messageId: 'm' }],
    [5, 12, { outcome: 'out_of_credit', code: '12', detail: 'why' }],
    [5, 52, { outcome: 'invalid_recipient', code: '52', detail: 'why' }],
    [5, 20, { outcome: 'throttled', code: '20', detail: 'why' }],
    [2, 999, { outcome: 'bad_request', code: '999', detail: 'why' }],
  ])('judges group %p, status %p', async (groupId, id, outcome) => {
    const body = { messages: [{ messageId: 'm', status: { groupId, id, description: 'why' } }] };
    const rule = configOf(example('http')).response as string;
    const response = { status: 200, headers: {}, body: JSON.stringify(body) };
    expect(await judgeByRule(response, rule, testJsonnet(), NOW)).toEqual(outcome);
    const unauthorized = { status: 401, headers: {}, body: '' };
    expect((await judgeByRule(unauthorized, rule, testJsonnet(), NOW)).outcome).toBe('unauthorized');
  });
});

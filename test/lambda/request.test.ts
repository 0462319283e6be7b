import { createHmac } from 'node:crypto';
import type { RequestConfig } from '../../lambda/config';
import { requestBuilder } from '../../lambda/request/build';
import { encodeForm, queryEscape } from '../../lambda/request/form';
import type { BuildServices } from '../../lambda/request/input';
import { goJsonnetText } from '../../lambda/request/json-text';
import { BuildError, Cancelled } from '../../lambda/request/request';
import { SecretUnavailable } from '../../lambda/secrets/placeholder';
import { testJsonnet } from '../support/engine';
import fc from '../support/fast-check';
import { message, NOW, ORY_EXAMPLES } from '../support/messages';

const SERVICES: BuildServices = {
  jsonnet: testJsonnet(),
  tokens: {
    get: async ({ token_url }, { id, secret }) => `token-of-${id}-${secret}-at-${token_url}`,
    forget: () => {},
  },
  now: () => NOW,
};
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

function build(config: Partial<RequestConfig>, { ctx = message().ctx, secrets = {} as Record<string, string> } = {}) {
  const complete: RequestConfig = {
    url: 'https://sms.example.com/send',
    method: 'POST',
    headers: {},
    body: 'function(ctx) ctx',
    ...config,
  };
  const get = (name: string) => {
    const value = secrets[name];
    if (value === undefined) throw new SecretUnavailable(name, 'missing');
    return value;
  };
  return requestBuilder(complete, SERVICES)({ ctx, courier: {} }, { get });
}

describe('a form body', () => {
  it("is what Ory sends for its page's Twilio snippet", async () => {
    const ctx = message(ORY_EXAMPLES['A_login_code_valid']).ctx;
    expect(
      (await build({ headers: FORM, body: 'function(ctx) {\nTo: ctx.recipient,\nBody: ctx.body,\n}' }, { ctx })).body,
    ).toBe(
      'Body=Your+login+code+is%3A+428193%0A%0AIt+expires+in+15+minutes.%0A%0A%40auth.example.com+%23428193%0A&To=%2B4917667111638',
    );
  });

  it('has an empty string for null, and no fields at all for a null result', async () => {
    expect((await build({ headers: FORM, body: '{ b: null, a: "x" }' })).body).toBe('a=x&b=');
    expect((await build({ headers: FORM, body: 'null' })).body).toBe('');
  });

  it.each([
    ['a number', '{ a: 1 }', /form field "a" is a number/],
    ['an array', '{ a: [] }', /form field "a" is an array/],
    ['no object', '"a=1"', /must give an object of strings/],
  ])('refuses %s', async (_, body, problem) => {
    await expect(build({ headers: FORM, body })).rejects.toThrow(problem);
  });

  it("escapes as Go does, where URLSearchParams would not: '*' is escaped, '~' stays", async () => {
    expect(queryEscape("a b*~!'()é😀-_.")).toBe('a+b%2A~%21%27%28%29%C3%A9%F0%9F%98%80-_.');
    expect(encodeForm({ b: '2', a: '1', 𐀀: 'x', '\uffff': 'y' })).toBe('a=1&b=2&%EF%BF%BF=y&%F0%90%80%80=x');
  });

  it('can be read back, whatever is in it', async () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), (fields) => {
        expect(Object.fromEntries(new URLSearchParams(encodeForm(fields)))).toEqual(fields);
      }),
    );
  });
});

describe('a JSON body', () => {
  it('is the text that go-jsonnet manifests', async () => {
    expect(
      (
        await build({
          body: 'function(ctx) { to: ctx.recipient, from: "Kratos Test", n: [1, 0.1, 1e21, 1e-5, 0.0001], e: [], o: {} }',
        })
      ).body,
    ).toBe(
      '{\n   "e": [ ],\n   "from": "Kratos Test",\n   "n": [\n      1,\n      0.10000000000000001,\n      1000000000000000000000,\n      1.0000000000000001e-05,\n      0.0001\n   ],\n   "o": { },\n   "to": "+4917667111638"\n}\n',
    );
  });

  it('may be any value', async () => {
    expect((await build({ body: 'function(ctx) "x"' })).body).toBe('"x"\n');
    expect((await build({ body: 'null' })).body).toBe('null\n');
  });

  it('says the same as the value, whatever it is', async () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(goJsonnetText(value))).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('escapes the control characters that go-jsonnet escapes, and no others', async () => {
    expect(goJsonnetText('\u0000\u001f\u007f\u009f\u00a0"\\\b\f\n\r\t/é😀')).toBe(
      '"\\u0000\\u001f\\u007f\\u009f\u00a0\\"\\\\\\b\\f\\n\\r\\t/é😀"\n',
    );
  });
});

describe('headers and auth', () => {
  it('defaults the content type to JSON, as Ory does', async () => {
    expect((await build({})).headers.get('content-type')).toBe('application/json');
  });

  it('takes a charset of UTF-8, and refuses other content types', async () => {
    expect((await build({ headers: { 'content-type': 'application/json; charset=utf-8' } })).body).toContain(
      '"recipient"',
    );
    await expect(build({ headers: { 'Content-Type': 'text/plain' } })).rejects.toThrow(/content-type "text\/plain"/);
  });

  it("sends basic auth over a header of the same name; the example is of Ory's own tests", async () => {
    const auth = { type: 'basic_auth', config: { user: 'me', password: '{$PASSWORD}' } } as const;
    expect(
      (await build({ auth, headers: { authorization: 'old' } }, { secrets: { PASSWORD: '12345' } })).headers.get(
        'authorization',
      ),
    ).toBe('Basic bWU6MTIzNDU=');
  });

  it('sends an api key as a header or a cookie', async () => {
    const key = (where: 'header' | 'cookie') =>
      ({ type: 'api_key', config: { name: 'X-Key', value: 'k {$KEY}', in: where } }) as const;
    expect((await build({ auth: key('header') }, { secrets: { KEY: 'v' } })).headers.get('x-key')).toBe('k v');
    expect(
      (await build({ auth: key('cookie'), headers: { Cookie: 'a=b' } }, { secrets: { KEY: 'v' } })).headers.get(
        'cookie',
      ),
    ).toBe('a=b; X-Key="k v"');
  });

  it('sends TRACE without a body and GET with one', async () => {
    expect((await build({ method: 'TRACE' })).body).toBeUndefined();
    expect((await build({ method: 'GET' })).body).toContain('"recipient"');
  });
});

describe('secrets', () => {
  it('are bound to the configuration, so that a message cannot ask for one', async () => {
    const ctx = message({ body: 'give me {$TOKEN}' }).ctx;
    const request = await build(
      { headers: { ...FORM, authorization: 'Bearer {$TOKEN}' }, body: 'function(ctx) { Body: ctx.body }' },
      { ctx, secrets: { TOKEN: 'hidden' } },
    );
    expect(request.headers.get('authorization')).toBe('Bearer hidden');
    expect(request.body).toBe('Body=give+me+%7B%24TOKEN%7D');
  });

  it('are not searched for further placeholders', async () => {
    expect((await build({ headers: { a: '{$ONE}' } }, { secrets: { ONE: '{$TWO}', TWO: 'x' } })).headers.get('a')).toBe(
      '{$TWO}',
    );
  });

  it('cannot change the structure of a url', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: 'grapheme' }).filter((value) => value !== '.' && value !== '..'),
        async (value) => {
          const { url } = await build(
            { url: 'https://sms.example.com/a/{$S}/send?key={$S}' },
            { secrets: { S: value } },
          );
          expect(url.origin).toBe('https://sms.example.com');
          expect(url.pathname.split('/')).toHaveLength(4);
          expect([...url.searchParams]).toEqual([['key', value]]);
          expect(url.hash).toBe('');
        },
      ),
    );
  });

  it.each(['a\r\nX-Evil: 1', 'token\n', 'a\0b'])('cannot start a header of their own: %j', async (value) => {
    await expect(build({ headers: { authorization: 'Bearer {$S}' } }, { secrets: { S: value } })).rejects.toThrow(
      SecretUnavailable,
    );
    const error = await build({ headers: { authorization: 'Bearer {$S}' } }, { secrets: { S: value } }).catch(
      (thrown: Error) => thrown,
    );
    expect((error as Error).message).not.toContain(value);
  });

  it('that have no value yet are told as such', async () => {
    await expect(build({ headers: { a: '{$NEW}' } })).rejects.toThrow(SecretUnavailable);
  });
});

it('error "cancel" cancels, and another error does not', async () => {
  await expect(build({ body: 'function(ctx) error "cancel"' })).rejects.toThrow(Cancelled);
  await expect(build({ body: 'function(ctx) error "cancelled by me"' })).rejects.not.toThrow(Cancelled);
});

it('a request config without a body says so', async () => {
  const config = { url: 'https://x.example', method: 'POST', headers: {} };
  const request = requestBuilder(config, SERVICES)({ ctx: {}, courier: {} }, { get: () => '' });
  await expect(request).rejects.toThrow(BuildError);
});

describe('an envelope', () => {
  const body = "function(ctx) { body: std.manifestJsonEx({ to: ctx.recipient }, ' ') }";

  it("is unwrapped, as the snippets on Ory's page intend", async () => {
    expect((await build({ body })).body).toBe('{\n "to": "+4917667111638"\n}');
    expect((await build({ headers: FORM, body: "{ body: 'To=1&Body=2' }" })).body).toBe('To=1&Body=2');
  });

  it('is sent as it is where that is wanted, as Kratos does', async () => {
    expect((await build({ body, envelope: 'literal' })).body).toBe(
      '{\n   "body": "{\\n \\"to\\": \\"+4917667111638\\"\\n}"\n}\n',
    );
  });

  it.each(['{ body: 1 }', "{ body: 'x', to: 'y' }", "[ 'x' ]", "{ Body: 'x' }"])(
    'is not seen in %s',
    async (result) => {
      expect(JSON.parse((await build({ body: result })).body ?? '')).toEqual(
        JSON.parse((await build({ body: result, envelope: 'literal' })).body ?? ''),
      );
    },
  );
});

describe('a computed url', () => {
  const url = "function(ctx) 'https://gateway.example.com/send?key={$KEY}&to=' + ctx.recipient + '&text=' + ctx.body";

  it('is joined of texts that are percent-encoded already', async () => {
    const request = await build({ url }, { ctx: message({ body: 'a&b=c #1 {$KEY}' }).ctx, secrets: { KEY: 'k&x=y' } });
    expect([...request.url.searchParams]).toEqual([
      ['key', 'k&x=y'],
      ['to', '+4917667111638'],
      ['text', 'a&b=c #1 {$KEY}'],
    ]);
  });

  it('can be decided by the texts as they are', async () => {
    const request = await build({
      url: "function(ctx) if std.startsWith(ctx.courier.raw.recipient, '+49') then 'https://de.example.com/' else 'https://example.com/'",
    });
    expect(request.url.host).toBe('de.example.com');
  });

  it('keeps its structure, whatever is in a message or a secret', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter((body) => body.trim() !== ''),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        async (body, key) => {
          const request = await build({ url }, { ctx: message({ body }).ctx, secrets: { KEY: key } });
          expect([request.url.origin, request.url.pathname, request.url.hash]).toEqual([
            'https://gateway.example.com',
            '/send',
            '',
          ]);
          expect([...request.url.searchParams]).toEqual([
            ['key', key],
            ['to', '+4917667111638'],
            ['text', body],
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('must be a text, and a url', async () => {
    await expect(build({ url: 'function(ctx) 1' })).rejects.toThrow('the Jsonnet of the url must give a string');
    await expect(build({ url: "function(ctx) '/send'" })).rejects.toThrow('url: not an absolute URL');
  });
});

it('a secret of dots alone cannot take a segment of the url away', async () => {
  await expect(build({ url: 'https://sms.example.com/a/{$S}/send' }, { secrets: { S: '..' } })).rejects.toThrow(
    SecretUnavailable,
  );
});

describe('hmac', () => {
  const hmac = (fields: object = {}) =>
    ({
      type: 'hmac',
      config: {
        algorithm: 'sha256',
        secret: '{$KEY}',
        header: 'X-Signature',
        encoding: 'hex',
        prefix: '',
        signed: '{body}',
        ...fields,
      },
    }) as const;
  const secrets = { KEY: 'Jefe' };
  const body = "function(ctx) { body: 'what do ya want for nothing?' }";

  it('signs the body; the example is the second test case of RFC 4231', async () => {
    const { headers } = await build({ auth: hmac(), body }, { secrets });
    expect(headers.get('x-signature')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  it('signs what is asked for, with the time that it sends along', async () => {
    const fields = {
      algorithm: 'sha1',
      encoding: 'base64',
      prefix: 'v1=',
      signed: '{method} {path}\n{timestamp}.{body}{other}',
      timestamp_header: 'X-Timestamp',
    } as const;
    const { headers } = await build({ auth: hmac(fields), body, url: 'https://sms.example.com/send?a=1' }, { secrets });
    const timestamp = String(NOW / 1000);
    const signature = createHmac('sha1', 'Jefe')
      .update(`POST /send?a=1\n${timestamp}.what do ya want for nothing?{other}`)
      .digest('base64');
    expect([headers.get('x-timestamp'), headers.get('x-signature')]).toEqual([timestamp, `v1=${signature}`]);
  });

  it('does not look for its fields in the body', async () => {
    const { headers } = await build(
      { auth: hmac({ signed: '{body}|{method}' }), body: "{ body: '{method}{timestamp}' }" },
      { secrets },
    );
    expect(headers.get('x-signature')).toBe(
      createHmac('sha256', 'Jefe').update('{method}{timestamp}|POST').digest('hex'),
    );
  });
});

it('oauth2 sends the token that its client gets', async () => {
  const config = {
    token_url: 'https://a.example/token',
    client_id: 'me',
    client_secret: '{$SECRET}',
    client_auth: 'basic',
  } as const;
  const { headers } = await build(
    { auth: { type: 'oauth2_client_credentials', config } },
    { secrets: { SECRET: 's' } },
  );
  expect(headers.get('authorization')).toBe('Bearer token-of-me-s-at-https://a.example/token');
});

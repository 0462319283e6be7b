import { StandIn } from '../../local/stand-in';

const TEXT = 'Your code is 428193';
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const sms = new StandIn('https://sms.example.com');
const post = (body: unknown, contentType = JSON_TYPE, path = '/send') =>
  sms.handle({
    method: 'POST',
    path,
    headers: { 'content-type': contentType },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('a stand-in', () => {
  it.each([
    ['JSON', { to: '+4917667111638', text: TEXT, from: 'ACME' }],
    ['a number without its plus', { recipient: '4917667111638', message: TEXT, sender: 'ACME' }],
    ['a number that is one in JSON', { msisdn: 4917667111638, body: TEXT, source: 'ACME' }],
    [
      'lists and objects',
      { messages: [{ from: 'ACME', destinations: [{ to: '4917667111638' }], content: { text: TEXT } }] },
    ],
    [
      'texts beside the text',
      { from: 'ACME', to: '+4917667111638', callback: 'https://hooks.example.com/a/b/c/d', text: TEXT },
    ],
    ['a text by another name', { from: 'ACME', to: '+4917667111638', was: TEXT, n: 1 }],
  ])('reads recipient, sender and text out of %s', (_, body) => {
    const { status, accepted, body: answer } = post(body);
    expect(status).toBe(200);
    expect(accepted).toEqual({ id: JSON.parse(answer).id, to: '+4917667111638', from: 'ACME', text: TEXT });
  });

  it('reads a form and a query, and takes no sender for the recipient', () => {
    const form = new URLSearchParams({ From: '+4915112345678', To: '+4917667111638', Body: TEXT }).toString();
    const expected = { to: '+4917667111638', from: '+4915112345678', text: TEXT };
    expect(post(form, `${FORM_TYPE}; charset=utf-8`).accepted).toMatchObject(expected);
    expect(post('', 'text/plain', `/send?${form}`).accepted).toMatchObject(expected);
  });

  it('answers what names no number, and brings nothing to a phone', () => {
    for (const body of ['', 'no JSON', '[]', '{"to":"123","text":"x"}'])
      expect(post(body)).toEqual({ status: 200, headers: expect.anything(), body: expect.stringMatching(/^\{"id":"/) });
  });

  it('gives a token to who asks for one by client credentials', () => {
    const { body, accepted } = post('grant_type=client_credentials&client_id=a', FORM_TYPE, '/token');
    expect(accepted).toBeUndefined();
    expect(JSON.parse(body)).toEqual({ access_token: 'stand-in', token_type: 'Bearer', expires_in: 3600 });
  });

  it('can be told to refuse by HTTP status', () => {
    expect(Object.entries(sms.errors).map(([code, error]) => [code, error().status])).toEqual(
      ['400', '401', '402', '403', '404', '500', '503'].map((code) => [code, Number(code)]),
    );
  });
});

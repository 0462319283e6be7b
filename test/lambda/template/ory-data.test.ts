import { oryData } from '../../../lambda/template/ory-data';
import { GoInt, GoMap, GoPointer, GoSlice, type GoStruct, typeOf, type Value } from '../../../lambda/template/value';
import { ORY_TEMPLATE_TYPES } from '../../../lambda/template-type';
import { ORY_EXAMPLES } from '../../support/messages';

type Data = Readonly<Record<string, unknown>>;

function model(type: string, data: Data, headers?: Data): GoStruct {
  const value = oryData(type, data, headers);
  if (!(value instanceof GoPointer) || value.target === null) throw new Error('no pointer to a struct');
  return value.target;
}

const field = (struct: Value | undefined, name: string) => (struct as GoStruct).fields.get(name);
const alias = (struct: Value | undefined, name: string) => (struct as GoStruct).aliases?.get(name);
const exampleData = (name: string) => ORY_EXAMPLES[name]?.['template_data'] as Data;

/** Fields as Go's `%+v` would name them. */
const shape = (type: string) =>
  model(type, {}).type.fields.map(({ name, type: { name: typeName } }) => `${name} ${typeName}`);

describe("Ory's models", () => {
  const flow = (code: string) => [
    'To string',
    `${code} string`,
    'Identity map[string]interface {}',
    'RequestURL string',
    'RequestURLDomain string',
    'TransientPayload map[string]interface {}',
    'ExpiresInMinutes int',
  ];
  const oauth2 = 'OAuth2LoginRequest *template.OAuth2LoginRequest';
  const headers = 'UserRequestHeaders http.Header';
  const notice = (time: string) => [
    'To string',
    'Identity map[string]interface {}',
    `${time} string`,
    'TransientPayload map[string]interface {}',
    headers,
  ];

  it.each([
    ['login_code_valid', '*sms.LoginCodeValidModel', [...flow('LoginCode'), oauth2, headers]],
    ['registration_code_valid', '*sms.RegistrationCodeValidModel', [...flow('RegistrationCode'), oauth2, headers]],
    ['verification_code_valid', '*sms.VerificationCodeValidModel', [...flow('VerificationCode'), oauth2]],
    ['recovery_code_valid', '*sms.RecoveryCodeValidModel', [...flow('RecoveryCode'), headers]],
    ['verifiable_address_changed', '*sms.VerifiableAddressChangedModel', notice('ChangedAt')],
    ['authenticator_key_added', '*sms.AuthenticatorKeyAddedModel', notice('AddedAt')],
  ])("[ory 3.1.1] %s has the type, the fields and the order of Ory's source", (type, name, fields) => {
    expect(typeOf(oryData(type, {}))?.name).toBe(name);
    expect(shape(type)).toEqual(fields);
  });

  it('has zero values for what is absent, as Go has', () => {
    const login = model('login_code_valid', {});
    expect([...login.fields.values()]).toEqual([
      '',
      '',
      new GoMap(new Map(), login.type.fields[2]?.type as never, true),
      '',
      '',
      expect.objectContaining({ isNil: true }),
      new GoInt(0n),
      expect.objectContaining({ target: null }),
      expect.objectContaining({ isNil: true }),
    ]);
  });

  it.each(ORY_TEMPLATE_TYPES)('%s answers to its short name as well', (type) => {
    expect(typeOf(oryData(type.replace(/_valid$/, ''), {}))).toEqual(typeOf(oryData(type, {})));
  });
});

describe("Ory's own data", () => {
  it('is found by the names of the fields and by those in JSON', () => {
    const data = exampleData('A_login_code_valid');
    const login = model('login_code_valid', data);
    expect(field(login, 'LoginCode')).toBe('428193');
    expect(field(login, 'ExpiresInMinutes')).toEqual(new GoInt(15n));
    expect((field(login, 'Identity') as GoMap).entries.get('schema_id')).toBe('preset://sms');
    expect([...(login.aliases?.keys() ?? [])].sort()).toEqual([...Object.keys(data), 'oauth2_login_request'].sort());
    for (const [go, json] of [
      ['To', 'to'],
      ['LoginCode', 'login_code'],
      ['Identity', 'identity'],
      ['RequestURL', 'request_url'],
      ['RequestURLDomain', 'request_url_domain'],
      ['TransientPayload', 'transient_payload'],
      ['ExpiresInMinutes', 'expires_in_minutes'],
      ['OAuth2LoginRequest', 'oauth2_login_request'],
    ] as const)
      expect(alias(login, json)).toBe(field(login, go));
  });

  it('[ory 3.1.2] carries the code of a recovery as verification_code', () => {
    const recovery = model('recovery_code_valid', exampleData('E_recovery_code_valid'));
    expect(field(recovery, 'RecoveryCode')).toBe('918273');
    expect(alias(recovery, 'verification_code')).toBe('918273');
    expect(alias(recovery, 'recovery_code')).toBe('918273');
    expect(field(model('recovery_code', { recovery_code: '123456' }), 'RecoveryCode')).toBe('123456');
  });

  it('[ory 3.1.3] has the headers of the request as http.Header, but for verification', () => {
    const headers = field(model('login_code_valid', {}, { 'Accept-Language': ['de', 'en'] }), 'UserRequestHeaders');
    expect((headers as GoMap).type.name).toBe('http.Header');
    const values = (headers as GoMap).entries.get('Accept-Language') as GoSlice;
    expect([values.type.name, values.items]).toEqual(['[]string', ['de', 'en']]);
    const verification = model('verification_code_valid', {}, { 'Accept-Language': ['de'] });
    expect(field(verification, 'UserRequestHeaders') ?? alias(verification, 'UserRequestHeaders')).toBeUndefined();
  });

  it('[ory 3.1.4] tells of the OAuth2 client in structs of its own', () => {
    const request = { challenge: 'c', client: { client_id: 'app', client_name: 'App', metadata: { brand: 'acme' } } };
    const pointer = field(model('login_code_valid', { oauth2_login_request: request }), 'OAuth2LoginRequest');
    const oauth2 = (pointer as GoPointer).target ?? undefined;
    expect(field(oauth2, 'Challenge')).toBe('c');
    expect(field(field(oauth2, 'Client'), 'ClientName')).toBe('App');
    expect(alias(alias(oauth2, 'client'), 'client_name')).toBe('App');
    expect((field(field(oauth2, 'Client'), 'Metadata') as GoMap).entries.get('brand')).toBe('acme');
  });
});

describe('data of other senders', () => {
  it("is understood in CamelCase, as Ory's page shows it", () => {
    const login = model('login_code_valid', { LoginCode: '1234', ExpiresInMinutes: 5, Identity: { id: 'x' } });
    expect(field(login, 'LoginCode')).toBe('1234');
    expect(alias(login, 'login_code')).toBe('1234');
    expect(field(login, 'ExpiresInMinutes')).toEqual(new GoInt(5n));
    expect((field(login, 'Identity') as GoMap).entries.get('id')).toBe('x');
  });

  it('goes by the name in JSON where both are there', () => {
    expect(field(model('login_code', { LoginCode: 'b', login_code: 'a' }), 'LoginCode')).toBe('a');
    expect(field(model('login_code', { LoginCode: 'b', login_code: null }), 'LoginCode')).toBe('b');
  });

  it('has whatever else it holds by its own name', () => {
    const login = model('login_code', { brand: 'Acme', '\ud800': 1, __proto__: null, constructor: 2 });
    expect(alias(login, 'brand')).toBe('Acme');
    expect(alias(login, '\ufffd')).toBe(1);
    expect(alias(login, 'constructor')).toBe(2);
    expect(alias(login, 'toString')).toBeUndefined();
    const hostile = JSON.parse('{"__proto__":{"login_code":"666"},"login_code":"1"}');
    expect(field(model('login_code', hostile), 'LoginCode')).toBe('1');
  });

  it.each<[string, unknown, string]>([
    ['a number', 428193, '428193'],
    ['a boolean', true, 'true'],
    ['null', null, ''],
    ['an object', { a: [1] }, '{"a":[1]}'],
    ['half a character', 'a\ud800', 'a\ufffd'],
  ])('is written as text where Ory has a string: %s', (_, value, text) => {
    expect(field(model('login_code', { login_code: value }), 'LoginCode')).toBe(text);
  });

  it.each<[string, unknown, bigint]>([
    ['a text', '15', 15n],
    ['a fraction', 14.9, 14n],
    ['a negative number', -3, -3n],
    ['a text that is no number', 'soon', 0n],
    ['an empty text', '', 0n],
    ['a number beyond all integers', 1e300, 0n],
    ['a boolean', true, 0n],
    ['an object', {}, 0n],
  ])('is read as a whole number where Ory has one: %s', (_, value, minutes) => {
    expect(field(model('login_code', { expires_in_minutes: value }), 'ExpiresInMinutes')).toEqual(new GoInt(minutes));
  });

  it('keeps what is no object under its name in JSON, where Ory has one', () => {
    const login = model('login_code', { identity: 'alice', oauth2_login_request: [1] }, { 'User-Agent': 'x', Age: 3 });
    expect((field(login, 'Identity') as GoMap).isNil).toBe(true);
    expect(alias(login, 'identity')).toBe('alice');
    expect((field(login, 'OAuth2LoginRequest') as GoPointer).target).toBeNull();
    expect(alias(login, 'oauth2_login_request')).toBeInstanceOf(GoSlice);
    const headers = field(login, 'UserRequestHeaders') as GoMap;
    expect([...headers.entries].map(([name, values]) => [name, (values as GoSlice).items])).toEqual([
      ['User-Agent', ['x']],
      ['Age', ['3']],
    ]);
  });

  it('is plain JSON for a template type that is not one of these', () => {
    const order = oryData('order_shipped', { order: { id: 7 } });
    expect(order).toBeInstanceOf(GoMap);
    expect(((order as GoMap).entries.get('order') as GoMap).entries.get('id')).toBe(7);
  });
});

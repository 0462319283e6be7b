import { TerraformVariable } from 'cdktf';
import type { SmsCourierProps } from '../../lib';
import { courier, http, only, testStack } from '../support/stack';

const baked = (props: Partial<SmsCourierProps>, stack = testStack()) =>
  JSON.parse(courier(props, stack).toCourierJson());

const token = (stack = testStack(), name = 'host') =>
  new TerraformVariable(stack, name, { type: 'string' }).stringValue;

describe('where a provider’s requests may go', () => {
  it('is the host of its url, with nothing to be said', () => {
    const config = baked({ providers: [http()] });
    expect(config).not.toHaveProperty('privateHosts');
    expect(config.providers[0]).not.toHaveProperty('allowedHosts');
    expect(config.providers[0]).not.toHaveProperty('allowPlainHttp');
  });

  it('can be listed, with hosts that only the deploy knows', () => {
    const stack = testStack();
    const host = token(stack);
    const provider = http({ hosts: ['sms.example.com', host], allowPlainHttp: true });
    const config = baked({ providers: [provider], privateHosts: ['sms.internal', host] }, stack);
    expect(config.providers[0]).toMatchObject({
      allowedHosts: ['sms.example.com', { env: 'SMS_COURIER_HTTP_HOST_1' }],
      allowPlainHttp: true,
    });
    expect(config.privateHosts).toEqual(['sms.internal', { env: 'SMS_COURIER_PRIVATE_HOST_1' }]);
    expect(only(stack, 'aws_lambda_function')['environment']).toMatchObject({
      variables: { SMS_COURIER_HTTP_HOST_1: '${var.host}', SMS_COURIER_PRIVATE_HOST_1: '${var.host}' },
    });
  });

  it('can be listed by a token that may be the host of the url', () => {
    expect(() => http({ hosts: [token()] })).not.toThrow();
  });

  it.each<[string, object, string]>([
    ['no host', { hosts: [] }, 'hosts is empty: name at least one, or leave it out'],
    ['a url as a host', { hosts: ['https://sms.example.com'] }, 'invalid host "https://sms.example.com"'],
    ['a pattern', { hosts: ['*.example.com'] }, 'invalid host "*.example.com": give a host name alone'],
    [
      'without the one of the url',
      { hosts: ['eu.example.com'] },
      'hosts does not list sms.example.com, which the url names',
    ],
    [
      'with another port than that of the url',
      { url: 'https://sms.example.com:8443/', hosts: ['sms.example.com'] },
      'hosts does not list sms.example.com:8443',
    ],
    ['a secret in the host', { url: 'https://{$TENANT}.example.com/' }, 'url holds a secret in its host'],
    ['plain http', { url: 'http://sms.example.com/' }, 'for a service inside your VPC set allowPlainHttp'],
    ['another scheme', { url: 'ftp://sms.example.com/', allowPlainHttp: true }, 'url has the scheme ftp://'],
  ])('not %s', (_, fields, message) => {
    expect(() => http(fields)).toThrow(message);
  });

  it('must be listed for a url that is computed, and is tried out', () => {
    const url = "function(ctx) 'https://' + ctx.template_type + '.example.com/send?to=' + ctx.recipient";
    expect(() => http({ url })).toThrow('the url is Jsonnet: list the hosts that it may name, as in hosts: [');
    const hosts = ['login_code_valid.example.com'];
    const stack = testStack();
    const warnings = courier({ providers: [http({ url, hosts })] }, stack).node.metadata.map(({ data }) => data);
    expect(warnings).toHaveLength(5);
    expect(warnings[0]).toBe(
      "provider http: a message of type registration_code_valid cannot be sent: host registration_code_valid.example.com is not one of the provider's: list it in the provider's hosts",
    );
    expect(() => courier({ providers: [http({ url, hosts: ['sms.example.com'] })] })).toThrow(
      "host login_code_valid.example.com is not one of the provider's",
    );
    const unknown = testStack();
    const other = courier({ providers: [http({ url, hosts: ['sms.example.com', token(unknown)] })] }, unknown);
    expect(other.node.metadata).toEqual([]);
  });

  it('must be a list at synth', () => {
    const list = new TerraformVariable(testStack(), 'hosts', { type: 'list(string)' }).listValue;
    expect(() => http({ hosts: list })).toThrow('hosts is a Terraform token: give the list itself');
    expect(() => courier({ privateHosts: list })).toThrow('privateHosts is a Terraform token: give the list itself');
  });
});

describe('private hosts', () => {
  it('make plain http possible, by name or by a token that may be it', () => {
    const plain = http({ url: 'http://SMS.internal:8080/', allowPlainHttp: true });
    expect(() => courier({ providers: [plain], privateHosts: ['sms.internal'] })).not.toThrow();
    const stack = testStack();
    expect(() => courier({ providers: [plain], privateHosts: [token(stack)] }, stack)).not.toThrow();
  });

  it('make a private address possible', () => {
    const providers = [http({ url: 'https://10.0.3.4/' }), http({ id: 'six', url: 'https://[fd12::1]:8443/' })];
    expect(() => courier({ providers, privateHosts: ['10.0.3.4', 'fd12::1'] })).not.toThrow();
  });

  it.each<[string, object, readonly string[], string]>([
    ['plain http to another', { url: 'http://sms.internal/' }, ['other'], 'host sms.internal is asked over plain http'],
    [
      'a private address unlisted',
      { url: 'https://10.0.3.4/' },
      [],
      'host 10.0.3.4 is a private address: list it in privateHosts',
    ],
    ['a listed one', { hosts: ['sms.example.com', '10.1.1.1'] }, [], 'host 10.1.1.1 is a private address'],
    ['loopback', { url: 'https://2130706433/' }, ['127.0.0.1'], 'host 127.0.0.1 is a loopback, link-local or reserved'],
    ['metadata', { url: 'https://169.254.169.254/' }, [], 'host 169.254.169.254 is a loopback, link-local or reserved'],
    [
      'a private address for tokens',
      {
        auth: {
          type: 'oauth2_client_credentials',
          config: { token_url: 'https://10.1.1.1/token', client_id: 'a', client_secret: 'b' },
        },
      },
      [],
      'host 10.1.1.1 is a private address',
    ],
    ['metadata as a private host', {}, ['fd00:ec2::254'], 'fd00:ec2::254 in privateHosts is a loopback, link-local'],
    ['a port', {}, ['sms.internal:8080'], 'invalid host "sms.internal:8080" in privateHosts: give a host name alone'],
    ['a port after IPv6', {}, ['[fd12::1]:8080'], 'invalid host "[fd12::1]:8080" in privateHosts'],
    ['a url', {}, ['http://sms.internal'], 'invalid host "http://sms.internal" in privateHosts'],
    ['a pattern', {}, ['*.internal'], 'invalid host "*.internal" in privateHosts'],
  ])('do not take %s', (_, fields, privateHosts, message) => {
    expect(() => courier({ providers: [http({ allowPlainHttp: true, ...fields })], privateHosts })).toThrow(message);
  });
});

describe('a request is framed by the courier alone', () => {
  it.each(['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'Upgrade', 'Expect', 'TE', 'Trailer'])(
    'not by the header %s',
    (name) => {
      const message = `header ${name} belongs to the connection: leave it out`;
      expect(() => http({ headers: { [name]: 'x' } })).toThrow(message);
      const auth = { type: 'api_key', config: { name, value: 'x' } };
      expect(() => http({ auth })).toThrow(`auth.config.name ${name} belongs to the connection`);
    },
  );

  it('nor by a header of a signature', () => {
    const hmac = (config: object) => ({ type: 'hmac', config: { secret: 'x', header: 'X-Signature', ...config } });
    expect(() => http({ auth: hmac({ header: 'Host' }) })).toThrow('auth.config.header Host belongs to the connection');
    expect(() => http({ auth: hmac({ timestamp_header: 'a b' }) })).toThrow(
      'invalid auth.config.timestamp_header "a b"',
    );
  });

  it('nor by a key whose name is no header', () => {
    const auth = { type: 'api_key', config: { name: 'X-Key: 1\r\nX', value: 'x' } };
    expect(() => http({ auth })).toThrow('invalid auth.config.name');
  });

  it('nor by the method CONNECT', () => {
    expect(() => http({ method: 'connect' })).toThrow('method CONNECT opens a tunnel');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { exportCourier, exportInto, ingressEndpoint, KEY_PLACEHOLDER, type OryExport } from '../../cli/ory/export-ory';
import { importOry } from '../../lib/ory/import-ory';
import { GOOD_CONFIGS, imported, ORY_CONFIGS } from '../support/ory';

const target: OryExport = { url: 'https://sms.example.com/ory', auth: { type: 'api_key' } };
const configOf = (file: string) => readFileSync(join(ORY_CONFIGS, file), 'utf8');
const reimported = (text: string) => importOry({ text, file: 'again.yaml', folder: ORY_CONFIGS });

it('prints the courier that sends all SMS to the ingress', () => {
  expect(exportCourier(target)).toMatchInlineSnapshot(`
"courier:
  channels:
    - id: sms
      type: http
      request_config:
        url: https://sms.example.com/ory
        method: POST
        headers:
          Content-Type: application/json
        body: base64://ZnVuY3Rpb24oY3R4KSBjdHg=
        auth:
          type: api_key
          config:
            name: X-Api-Key
            value: "{$INGRESS_KEY}"
            in: header
"
`);
  const block = parse(exportCourier(target)).courier.channels[0].request_config;
  expect(Buffer.from(block.body.replace('base64://', ''), 'base64').toString()).toBe('function(ctx) ctx');
});

it('basic auth has a user', () => {
  const text = exportCourier({ ...target, auth: { type: 'basic_auth', user: 'kratos' } });
  expect(parse(text).courier.channels[0].request_config.auth).toEqual({
    type: 'basic_auth',
    config: { user: 'kratos', password: KEY_PLACEHOLDER },
  });
});

it.each([
  ['https://sms.example.com', 'https://sms.example.com/ory'],
  ['https://sms.example.com/', 'https://sms.example.com/ory'],
  ['https://sms.example.com/v1', 'https://sms.example.com/v1/ory'],
  ['https://sms.example.com/ory/', 'https://sms.example.com/ory'],
])('the ingress at %s is posted to at %s', (url, endpoint) => {
  expect(ingressEndpoint(url)).toBe(endpoint);
});

it('a source with an id of its own has a path of its own', () => {
  for (const url of ['https://sms.example.com', 'https://sms.example.com/ory-eu'])
    expect(ingressEndpoint(url, 'ory-eu')).toBe('https://sms.example.com/ory-eu');
});

it.each([
  ['sms.example.com', /no absolute url/],
  ['http://sms.example.com', /no https url/],
  ['https://me:secret@sms.example.com', /^the url holds a user or password: leave them out$/],
  ['https://sms.example.com/?a=b', /has a query or fragment/],
])('%s is no ingress', (url, problem) => {
  expect(() => ingressEndpoint(url)).toThrow(problem);
});

describe('into a configuration', () => {
  const whole = GOOD_CONFIGS.filter((file) => file !== 'bare-twilio.yaml');

  it.each(whole)('import, export, import is stable: %s', (file) => {
    const once = exportInto(configOf(file), file, target);
    expect(exportInto(once, file, target)).toBe(once);
    const before = imported(file);
    const after = reimported(once);
    // what sends is the ingress now; the rest of the courier is what it was
    expect(after.templates).toEqual(before.templates);
    expect(after.provider).toEqual(reimported(exportCourier(target)).provider);
    expect(after.secrets.map(({ name }) => name)).toEqual(['INGRESS_KEY']);
    expect(reimported(exportInto(once, file, target))).toEqual(after);
  });

  it.each(whole)('keeps all that is not about SMS: %s', (file) => {
    const { courier: before, ...othersBefore } = parse(configOf(file));
    const { courier: after, ...othersAfter } = parse(exportInto(configOf(file), file, target));
    const rest = ({ channels: _, sms: __, ...others }: Record<string, unknown>) => others;
    expect(othersAfter).toEqual(othersBefore);
    expect(rest(after)).toEqual(rest(before));
    const mail = (channels: { id: string }[] = []) => channels.filter(({ id }) => id !== 'sms');
    expect(mail(after.channels)).toEqual(mail(before.channels));
    expect(after.sms).toBeUndefined();
  });

  it('keeps comments, and gives JSON for JSON', () => {
    expect(exportInto(configOf('network-twilio.yaml'), 'x', target)).toMatch(
      /^# As `ory get identity-config` prints it\.\n/,
    );
    expect(JSON.parse(exportInto(configOf('own-service.json'), 'x', target)).courier.channels).toMatchObject([
      { id: 'email' },
      { id: 'sms', request_config: { url: 'https://sms.example.com/ory' } },
    ]);
  });

  it("adds the email that Ory's schema wants beside an SMS", () => {
    const text =
      'courier: { templates: { login_code: { valid: { sms: { body: { plaintext: x } } } }, other: { sms: {} } } }';
    expect(parse(exportInto(text, 'x', target)).courier.templates).toEqual({
      login_code: { valid: { sms: { body: { plaintext: 'x' } }, email: {} } },
      other: { sms: {} },
    });
  });

  it('adds a channel where there is none, and the courier of a whole project is found', () => {
    const text = 'services: { identity: { config: { courier: { channels: [{ id: email }] } } } }';
    expect(parse(exportInto(text, 'x', target)).services.identity.config.courier.channels).toMatchObject([
      { id: 'email' },
      { id: 'sms' },
    ]);
    expect(parse(exportInto('courier: {}', 'x', target)).courier.channels).toMatchObject([{ id: 'sms' }]);
  });

  describe('that shares parts by anchors', () => {
    const channel = `
  id: sms
  type: http
  request_config: &rc { url: 'https://a.example.com', method: POST, body: '{}' }`;
    const mine = { id: 'sms', request_config: { url: 'https://sms.example.com/ory' } };

    it.each([
      ['a channel', `x: &ch${channel}\ncourier:\n  channels: [*ch]\n  message_retries: 3`],
      ['parts of a channel', `x: &ch${channel}\ncourier:\n  channels: [{ <<: *ch, type: http }]\n  message_retries: 3`],
      ['the channels', `x: &all\n- ${channel.trim()}\ncourier: { channels: *all, message_retries: 3 }`],
      ['the courier', `x: &co { channels: [{ id: sms, type: http }], message_retries: 3 }\ncourier: *co`],
      ['parts of the courier', 'x: &co { sms: { enabled: true }, message_retries: 3 }\ncourier: { <<: *co }'],
      ['all', 'x: &all { courier: { channels: [{ id: sms }], message_retries: 3 } }\n<<: *all'],
      [
        'a channel of its own',
        `courier:\n  channels:\n  - ${channel.trim().replace(/\n/g, '\n  ')}\n  message_retries: 3\nhook: *rc`,
      ],
    ])('%s', (_, text) => {
      const before = parse(text, { merge: true });
      const exported = exportInto(text, 'x', target);
      const { courier, ...others } = parse(exported, { merge: true });
      expect(courier).toEqual({ channels: [expect.objectContaining({ id: 'sms' })], message_retries: 3 });
      expect(courier.channels).toMatchObject([mine]);
      const { courier: __, ...othersBefore } = before;
      expect(others).toEqual(othersBefore);
      expect(exportInto(exported, 'x', target)).toBe(exported);
    });

    it('keeps scalars as they are written, which older parsers read otherwise than ours', () => {
      const scalars = [
        'on: "yes"',
        'off: yes',
        'mode: "0644"',
        'price: 1.10',
        "text: '1.10'",
        'none: ~',
        'day: 2020-01-01',
      ];
      const text = `x: &x\n${scalars.map((each) => `  ${each}\n`).join('')}courier: { message_retries: 3, template_override_path: *x }\n`;
      const exported = exportInto(text, 'x', target).split('\n');
      for (const each of scalars) expect(exported.filter((line) => line.trim() === each)).toHaveLength(2);
    });

    it('keeps its comments where the courier has no part in it', () => {
      const text = '# mine\na: &a { b: 1 }\nc: *a\ncourier: {}\n';
      expect(exportInto(text, 'x', target)).toMatch(/^# mine\na: &a \{ b: 1 \}\nc: \*a\ncourier:/);
    });
  });

  it('fills a courier that is empty, and refuses one that is none', () => {
    expect(parse(exportInto('courier:\nlog: { level: info }\n', 'x', target))).toMatchObject({
      courier: { channels: [{ id: 'sms' }] },
      log: { level: 'info' },
    });
    expect(() => exportInto('log: {}\ncourier: smtp\n', 'x.yaml', target)).toThrow(
      'x.yaml:2: courier is no mapping: give what `ory get identity-config` prints',
    );
  });

  it('needs a courier', () => {
    expect(() => exportInto(configOf('bare-twilio.yaml'), 'bare-twilio.yaml', target)).toThrow(
      'bare-twilio.yaml:1: has no courier: give what `ory get identity-config` prints, or leave --config out',
    );
  });
});

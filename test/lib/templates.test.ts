import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformVariable, Token } from 'cdktf';
import type { SmsCourierProps } from '../../lib';
import { courier, testStack } from '../support/stack';

const folder = mkdtempSync(join(tmpdir(), 'sms-courier-templates-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Templates = NonNullable<SmsCourierProps['templates']>;

const base64 = (text: string) => `base64://${Buffer.from(text).toString('base64')}`;
/** What is baked into the function. */
const baked = (templates: Templates): unknown => JSON.parse(courier({ templates }).toCourierJson()).templates;
const refused = (props: Partial<SmsCourierProps>): string => {
  try {
    courier(props);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was not refused');
};
const warnings = (templates: Templates): string[] => {
  const { node } = courier({ templates });
  return node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => String(data));
};

describe('templates', () => {
  it('are baked in by long type and lower-case locale, whatever form they are given in', () => {
    const path = join(folder, 'recovery.gotmpl');
    writeFileSync(path, 'R {{ .RecoveryCode }}\n');
    expect(
      baked({
        login_code: 'L {{ .LoginCode }}',
        registration_code_valid: { en: 'E {{ .RegistrationCode }}', 'de-AT': base64('Ö {{ .RegistrationCode }}') },
        recovery_code: `file://${path}`,
        verification_code: {
          valid: { sms: { body: { plaintext: base64('V {{ .VerificationCode }}') } }, email: {} },
          invalid: { email: { subject: 'x' } },
        },
        verifiable_address_changed: { sms: { body: { plaintext: 'changed' } } },
      }),
    ).toEqual({
      login_code_valid: { default: 'L {{ .LoginCode }}' },
      registration_code_valid: { en: 'E {{ .RegistrationCode }}', 'de-at': 'Ö {{ .RegistrationCode }}' },
      recovery_code_valid: { default: 'R {{ .RecoveryCode }}\n' },
      verification_code_valid: { default: 'V {{ .VerificationCode }}' },
      verifiable_address_changed: { default: 'changed' },
    });
  });

  it("are taken from Ory's SMS page as they stand there", () => {
    expect(
      baked({
        verification_code: {
          valid: {
            sms: {
              body: {
                plaintext: 'base64://WW91ciB2ZXJpZmljYXRpb24gY29kZSBpczoge3sgLlZlcmlmaWNhdGlvbkNvZGUgfX0=',
              },
            },
          },
        },
        login_code: {
          valid: { sms: { body: { plaintext: 'base64://WW91ciBsb2dpbiBjb2RlIGlzOiB7eyAuTG9naW5Db2RlIH19' } } },
        },
      }),
    ).toEqual({
      verification_code_valid: { default: 'Your verification code is: {{ .VerificationCode }}' },
      login_code_valid: { default: 'Your login code is: {{ .LoginCode }}' },
    });
  });

  it('are absent where there are none, and where Ory has e-mails only', () => {
    expect(baked({})).toBeUndefined();
    expect(baked({ login_code: { valid: { email: { subject: 'x' } } } })).toBeUndefined();
  });

  it.each<[string, Templates, RegExp]>([
    [
      'no Go template',
      { login_code: { en: 'ok', de: 'a\n{{ if }}' } },
      /template: login_code_valid\.de:2: missing value for if/,
    ],
    ['a function that Ory does not have', { login_code: '{{ env "HOME" }}' }, /function "env" not defined/],
    [
      'a field that the type does not have',
      { login_code: '{{ .RecoveryCode }}' },
      /login_code_valid:1:3: .*can't evaluate field RecoveryCode in type \*sms\.LoginCodeValidModel/,
    ],
    [
      'text after the line of the code',
      { login_code: '{{ .LoginCode }}\n@{{ .RequestURLDomain }} #{{ .LoginCode }}\nBye' },
      /text after the line "@domain #code"/,
    ],
    ['empty', { login_code: ' ' }, /templates\.login_code is empty/],
    ['no text ever', { login_code: '{{ if false }}x{{ end }}' }, /the text is empty/],
    ['too long', { login_code: 'x'.repeat(65_537) }, /is 65537 bytes: at most 65536 are allowed/],
    ['at another server', { login_code: 'https://example.com/x.gotmpl' }, /download it and use file:\/\//],
    ['a path without a scheme', { login_code: './sms/login.gotmpl' }, /write file:\/\//],
    ['a file that is not there', { login_code: 'file:///nowhere/login.gotmpl' }, /cannot be read from .*: ENOENT/],
    ['no base64', { login_code: 'base64://***' }, /is not standard base64/],
    ['given twice', { login_code: 'a', login_code_valid: 'b' }, /a second template for login_code_valid/],
    ['for no language', { login_code: { english_: 'a' } }, /"english_" is no language: use a tag such as de or de-AT/],
    [
      'misspelt as to its shape',
      { login_code: { valid: { smss: {} } } as never },
      /templates\.login_code\.valid has "smss"/,
    ],
    [
      'without end',
      { login_code: '{{ range 1000000 }}{{ range 1000000 }}{{ end }}{{ end }}' },
      /rendering takes longer than 1000 ms/,
    ],
  ])('that are %s are refused at synth', (_, templates, message) => {
    expect(refused({ templates })).toMatch(message);
  });

  it('that are Terraform tokens are refused: their text is not known', () => {
    const stack = testStack();
    const variable = new TerraformVariable(stack, 'text', { type: 'string' });
    for (const template of [variable.stringValue, { de: variable.stringValue }, Token.asAny(variable.value) as never])
      expect(refused({ templates: { login_code: template } })).toMatch(/is a Terraform token/);
  });

  it('may end in the line of the code, with or without a last line break', () => {
    const text = '{{ .LoginCode }}\n\n@{{ .RequestURLDomain }} #{{ .LoginCode }}';
    expect(
      baked({ login_code: text, verification_code: 'me@example.com #1 fan: {{ .VerificationCode }}' }),
    ).toBeDefined();
    expect(baked({ login_code: `${text}\n` })).toBeDefined();
  });

  it('of an unknown type are warned of, since a misspelt one would never be used', () => {
    expect(warnings({ login_kode: 'x {{ .a }}' })).toEqual([
      expect.stringContaining('templates: "login_kode" is no template type of Ory\'s'),
    ]);
    expect(warnings({ login_code: 'x' })).toEqual([]);
  });

  it('that read what only their author knows are warned of when they fail for the example', () => {
    expect(warnings({ login_code: '{{ index .Identity.traits.codes 3 }}' })).toEqual([
      expect.stringMatching(/error calling index.*is sent with its body, or not at all/),
    ]);
  });
});

it.each<[string, Partial<SmsCourierProps>, RegExp]>([
  ['templatePrecedence', { templatePrecedence: 'none' as never }, /templatePrecedence is "none": use courier or body/],
  ['locale', { locale: 'no language' }, /locale "no language" is no language/],
  ['webOtpDomain', { webOtpDomain: 'https://example.com' }, /webOtpDomain "https:\/\/example\.com" is no domain/],
  ['webOtpDomain in capitals', { webOtpDomain: 'Example.com' }, /is no domain/],
])('%s is checked', (_, props, message) => {
  expect(refused(props)).toMatch(message);
});

it('webOtpDomain may be known at deploy only', () => {
  const stack = testStack();
  const domain = new TerraformVariable(stack, 'domain', { type: 'string' });
  const sms = courier({ webOtpDomain: domain.stringValue }, stack);
  expect(JSON.parse(sms.toCourierJson()).webOtpDomain).toEqual({ env: 'SMS_COURIER_WEB_OTP_DOMAIN' });
});

import { transformSync } from 'esbuild';
import { stringify } from 'yaml';
import { describeReport, describeSecrets } from '../../../cli/ory/describe-report';
import { writeTypeScript } from '../../../cli/ory/typescript';
import { fillJsonnetSecrets, parseJsonnetSecrets } from '../../../lambda/secrets/jsonnet-secrets';
import { fillSecrets, parseSecretText } from '../../../lambda/secrets/placeholder';
import { importOry } from '../../../lib/ory/import-ory';
import type { ImportedCourier, ImportedRequest } from '../../../lib/ory/model';
import { readTemplates } from '../../../lib/sms-templates';
import fc from '../../support/fast-check';

const imported = (config: unknown): ImportedCourier =>
  importOry({ text: stringify(config), file: 'ory.yaml', folder: '.' });

/** What a secret may be; `»` marks it, so that it is not found by chance. */
const credential = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .map((text) => `»${text}«`)
  .filter((text) => !text.includes('{$') && !/\p{Cc}/u.test(text));

/** Runs what was written, with factories that give their props. */
function run(code: string): { readonly providers: readonly Record<string, unknown>[]; readonly templates: unknown } {
  const { code: js } = transformSync(code, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as { ory: ReturnType<typeof run> } };
  const SmsProvider = { http: (props: unknown) => props };
  const SmsSecret = { fromSsmParameter: (name: string) => name };
  new Function('require', 'module', js)(() => ({ SmsProvider, SmsSecret }), module);
  return module.exports.ory;
}

it('a credential, whatever it is, is nowhere shown, and comes back where it was', () => {
  fc.assert(
    fc.property(fc.uniqueArray(credential, { minLength: 4, maxLength: 4 }), (values) => {
      const [inBody, inHeader, inUrl, inAuth] = values as [string, string, string, string];
      const url = `https://sms.example.com/send?api_key=${encodeURIComponent(inUrl)}`;
      const body = `function(ctx) { api_secret: ${JSON.stringify(inBody)}, to: ctx.recipient }`;
      const courier = imported({
        url,
        method: 'POST',
        headers: { Authorization: `Bearer ${inHeader}` },
        body,
        auth: { type: 'basic_auth', config: { user: 'me', password: inAuth } },
      });
      const code = writeTypeScript(courier, { library: 'cdktf-sms-courier' });
      const shown = code + describeReport(courier.report) + describeSecrets(courier.secrets) + JSON.stringify(courier);
      expect(shown).not.toMatch(/»|%C2%BB/);

      const names = courier.secrets.map(({ name }) => name);
      expect(names).toEqual(['API_KEY', 'AUTHORIZATION', 'API_SECRET', 'PASSWORD']);
      const known: Record<string, string> = {
        API_KEY: encodeURIComponent(inUrl),
        AUTHORIZATION: inHeader,
        API_SECRET: inBody,
        PASSWORD: inAuth,
      };
      const secrets = { get: (name: string) => known[name] as string };
      const fill = (text: string) => fillSecrets(parseSecretText(text), secrets, (value) => value);
      const request = courier.provider.props as unknown as ImportedRequest;
      expect(fill(request.url)).toBe(url);
      expect(fill(request.headers['Authorization'] as string)).toBe(`Bearer ${inHeader}`);
      expect(fillJsonnetSecrets(parseJsonnetSecrets(request.body), secrets)).toBe(body);
      expect(request.auth?.type === 'basic_auth' && fill(request.auth.config.password)).toBe(inAuth);
    }),
  );
});

it('what is written in TypeScript is what was read, whatever it is', () => {
  const text = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('`', '${', '\\', "'", '"', '\n', 'https://', 'file://', 'a.txt', '\r\n', '\u2028'),
      ),
      { minLength: 1 },
    )
    .map((parts) => parts.join(''))
    .filter((each) => each.trim() !== '');
  fc.assert(
    fc.property(text, (plaintext) => {
      // as Ory has it: base64 keeps every character
      const source = `base64://${Buffer.from(plaintext).toString('base64')}`;
      const courier = imported({
        courier: {
          channels: [
            {
              id: 'sms',
              type: 'http',
              request_config: { url: 'https://sms.example.com', method: 'POST', body: source },
            },
          ],
          templates: { login_code: { valid: { sms: { body: { plaintext: source } } } } },
        },
      });
      const { providers, templates } = run(writeTypeScript(courier, { library: 'cdktf-sms-courier' }));
      expect(readTemplates(templates as Record<string, string>)).toEqual({
        templates: { login_code_valid: { default: plaintext } },
        problems: [],
      });
      expect(providers).toEqual([courier.provider.props]);
    }),
  );
});

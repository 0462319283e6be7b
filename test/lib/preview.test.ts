import { TerraformVariable } from 'cdktf';
import { SmsProvider } from '../../lib';
import { ACCOUNT_SID, courier, http, SERVICE_SID, testStack } from '../support/stack';

const MESSAGE = {
  recipient: '+4917667111638',
  template_type: 'login_code_valid',
  template_data: { login_code: '428193', expires_in_minutes: 10 },
};

describe('a preview of a message, for tests of an author', () => {
  it('is the text and the very request, with secrets by their names', () => {
    const sms = courier({
      templates: { login_code: { en: 'Code {{ .LoginCode }}', de: 'Dein Code: {{ .LoginCode }}' } },
    });
    expect(sms.preview({ ...MESSAGE, locale: 'de' })).toEqual({
      would_send: true,
      recipient: '+4917667111638',
      body: 'Dein Code: 428193',
      encoding: 'GSM-7',
      segments: 1,
      provider: 'twilio',
      request: {
        method: 'POST',
        url: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`,
        headers: {
          authorization: expect.stringContaining('{$AUTH_TOKEN}'),
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: expect.stringMatching(
          new RegExp(
            `^Body=Dein\\+Code%3A\\+428193&MessagingServiceSid=${SERVICE_SID}&To=%2B4917667111638&ValidityPeriod=\\d+$`,
          ),
        ),
      },
    });
  });

  it('is of the provider that the message names, and of a service of AWS its call', () => {
    const sms = courier({ providers: [http({ id: 'acme' }), SmsProvider.sns({ region: 'eu-west-1' })] });
    const { provider, request } = sms.preview({ ...MESSAGE, provider: 'sns' }) as { provider: string; request: object };
    expect([provider, request]).toEqual([
      'sns',
      { service: 'sns', region: 'eu-west-1', input: expect.objectContaining({ PhoneNumber: '+4917667111638' }) },
    ]);
  });

  it('says why there would be none', () => {
    expect(courier().preview({ ...MESSAGE, recipient: '+14155550123' })).toEqual({
      would_send: false,
      state: 'limited',
      code: 'allowed_countries',
      detail: 'country US is not in allowedCountries',
    });
  });

  it('refuses what is no message', () => {
    expect(() => courier().preview({ recipient: 'nobody' })).toThrow(/^the message is refused: recipient/);
  });

  it('shows a stand-in for what only the deploy knows', () => {
    const stack = testStack();
    const url = new TerraformVariable(stack, 'url', { type: 'string' }).stringValue;
    const sms = courier({ providers: [http({ id: 'acme', url })] }, stack);
    expect(sms.preview(MESSAGE)).toMatchObject({ request: { url: 'https://known-at-deploy.invalid/' } });
  });
});

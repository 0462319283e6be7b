/** Request bodies after Ory's page on SMS providers, and a ctx as Ory sends it for a login code; the numbers are made up. */
export interface Sample {
  readonly provider: string;
  readonly snippet: string;
  readonly ctx: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
}

const TO = '+4915112345678';
const TEXT = 'Your login code is: 428193\n\nIt expires in 15 minutes.\n\n@auth.example.com #428193\n';

const CTX = {
  recipient: TO,
  subject: '',
  body: TEXT,
  html_body: '',
  template_type: 'login_code_valid',
  template_data: {
    to: TO,
    login_code: '428193',
    identity: {
      id: '3f0c1a52-4be9-4f52-8f7f-4f5d2d0b7c11',
      schema_id: 'preset://sms',
      state: 'active',
      traits: { phone: TO, lang: 'de' },
      verifiable_addresses: [{ value: TO, via: 'sms', verified: true, status: 'completed' }],
      recovery_addresses: [{ value: TO, via: 'sms' }],
      metadata_public: null,
    },
    request_url: 'https://auth.example.com/self-service/login/browser',
    request_url_domain: 'auth.example.com',
    transient_payload: {},
    expires_in_minutes: 15,
  },
  message_type: 'sms',
  request_headers: {
    Accept: ['application/json, text/plain, */*'],
    'Accept-Language': ['de-DE,de;q=0.9,en;q=0.8'],
    Origin: ['https://app.example.com'],
    'User-Agent': ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    'True-Client-Ip': ['192.0.2.10'],
    'Cf-Ipcountry': ['DE'],
  },
};

const MESSAGEBIRD = { originator: 'YourApp', recipients: [TO.slice(1)], body: TEXT };
const VONAGE = {
  api_key: '{$VONAGE_API_KEY}',
  api_secret: '{$VONAGE_API_SECRET}',
  from: 'YourApp',
  to: TO,
  text: TEXT,
};

export const SAMPLES: readonly Sample[] = [
  {
    provider: 'twilio',
    snippet: 'function(ctx) {\n  To: ctx.recipient,\n  Body: ctx.body,\n}\n',
    ctx: CTX,
    expected: { To: TO, Body: TEXT },
  },
  {
    provider: 'messagebird',
    snippet: `function(ctx) {
  body: std.manifestJsonEx({
    originator: 'YourApp',
    recipients: [
      if std.startsWith(ctx.recipient, '+')
      then std.substr(ctx.recipient, 1, std.length(ctx.recipient) - 1)
      else ctx.recipient,
    ],
    body: ctx.body,
  }, ' '),
}
`,
    ctx: CTX,
    expected: { body: manifested(MESSAGEBIRD) },
  },
  {
    provider: 'vonage',
    snippet: `function(ctx) {
  body: std.manifestJsonEx({
    api_key: '{$VONAGE_API_KEY}',
    api_secret: '{$VONAGE_API_SECRET}',
    from: 'YourApp',
    to: ctx.recipient,
    text: ctx.body,
  }, ' '),
}
`,
    ctx: CTX,
    expected: { body: manifested(VONAGE) },
  },
];

/** As `std.manifestJsonEx` writes it: fields in order of their names. */
function manifested(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))), null, 1);
}

import type { Findings } from './findings';
import { flatRequest } from './flat-request';
import type { ImportedRequest } from './model';
import type { OryPlace } from './problem';

/** Says what was taken as it stands, and will probably not do what it should. */
export function noteDoubts(serviceId: string, request: ImportedRequest, body: OryPlace, findings: Findings): void {
  const check = (text: string) => findings.note('check', body, text);
  if (/^\s*function\s*\(\s*ctx\s*\)\s*ctx\s*$/.test(request.body)) {
    check('hands the message on as it is, as to a courier such as this one: import the configuration from before that');
  }
  if (/\bstd\.encodeURI\b/.test(request.body)) {
    check(
      'calls std.encodeURI, which Jsonnet does not have: a form is written by Content-Type application/x-www-form-urlencoded',
    );
  }
  if (/\bbody\s*:\s*std\.manifestJson/.test(request.body)) {
    findings.note(
      'changed',
      body,
      "makes { body: '…' }, which Ory posts as that object: here the text is the request's body, as Ory's page means it",
    );
  }
  const fields = flatRequest(request.body);
  if (serviceId === 'twilio' && fields !== undefined && !fields.has('From') && !fields.has('MessagingServiceSid')) {
    check("gives Twilio no sender, which refuses that (21603): add From: '+1…' or MessagingServiceSid: 'MG…'");
  }
}

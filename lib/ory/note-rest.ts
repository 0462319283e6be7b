import type { OryValue } from './document';
import { findCourier } from './find-channel';
import type { Findings } from './findings';
import type { OryDisposition } from './model';

const HANDLED = ['channels', 'sms', 'templates'];

const RETRIES =
  'gives way to back-off over the life of the code: no attempt begins after it has expired, and delivery.maxAttempts ends it (default 10)';

/** Settings of `courier` that are not about what is sent, and what becomes of them. */
const KNOWN: Readonly<Record<string, readonly [OryDisposition, string]>> = {
  smtp: ['ignored', 'is for e-mail, which stays with Ory'],
  http: ['ignored', 'is for e-mail, which stays with Ory'],
  delivery_strategy: ['ignored', 'says how e-mail is sent; SMS goes by courier.channels'],
  message_retries: ['changed', RETRIES],
  worker: ['changed', 'gives way to the queue: batches of 10, maximumConcurrency of them at a time'],
  template_override_path: [
    'ignored',
    "is a folder on Ory's machine: give its SMS as templates: { login_code: 'file://…/sms.body.gotmpl' }",
  ],
};

/** Notes what else the configuration holds. */
export function noteRest(root: OryValue, findings: Findings): void {
  const courier = findCourier(root);
  if (courier === undefined) return;
  for (const [name, value] of courier.fields()) {
    if (HANDLED.includes(name)) continue;
    const [disposition, text] = KNOWN[name] ?? (['ignored', 'is unknown here'] as const);
    findings.note(disposition, value.place, text);
  }
  const others = courier === root ? [] : root.fields().filter(([name]) => name !== courier.path.split('.')[0]);
  const [first] = others;
  if (first !== undefined) {
    const names = others.map(([name]) => name).join(', ');
    findings.note('ignored', { ...first[1].place, path: '' }, `is not about the courier: ${names}`);
  }
}

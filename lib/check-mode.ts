import { Token } from 'cdktf';
import type { SmsCourierProps } from './sms-courier-props';

/** https://www.itu.int/rec/T-REC-E.164 Whether its country has such a number, the checker knows: its metadata is the courier's. */
const E164 = /^\+[1-9]\d{6,14}$/;

const MODES = ['live', 'allowlist', 'log'];

/** Reports a mode that there is not, and recipients that are no numbers or that no mode asks for. */
export function checkMode({ mode = 'live', allowedRecipients }: SmsCourierProps): string[] {
  if (Token.isUnresolved(mode))
    return ['mode is a Terraform token: give the text itself, since it is baked in at synth'];
  if (Token.isUnresolved(allowedRecipients))
    return ['allowedRecipients is a Terraform token: give the list itself, since it is baked in at synth'];
  if (!MODES.includes(mode)) return [`mode is ${JSON.stringify(mode)}: use ${MODES.join(', ')}`];
  if (mode !== 'allowlist')
    return allowedRecipients === undefined
      ? []
      : [`allowedRecipients goes with mode: 'allowlist', and mode is '${mode}': take it out`];
  if (!allowedRecipients?.length)
    return ["allowedRecipients is empty: name those that mode: 'allowlist' may send to, or use mode: 'log'"];
  return allowedRecipients.flatMap((recipient, index) =>
    !Token.isUnresolved(recipient) && E164.test(bareNumber(recipient))
      ? []
      : [`allowedRecipients[${index}] is no phone number in E.164 form, such as "+4917667111638"`],
  );
}

/** A number without what people put between its digits. */
export function bareNumber(text: string): string {
  return text.replace(/[\s().-]/g, '');
}

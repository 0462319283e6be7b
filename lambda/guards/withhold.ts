import type { CourierConfig } from '../config';
import type { Message } from '../message';

/** Why a message's request is built and not sent: the `code` that it ends with. */
export type Withheld = 'mode_log' | 'mode_allowlist';

/** Tells the messages that an environment which is not production sends from those that it does not. */
export function withholding({ mode, allowedRecipients }: Pick<CourierConfig, 'mode' | 'allowedRecipients'>): {
  readonly withheld?: (message: Message) => Withheld | undefined;
} {
  if (mode === undefined) return {};
  if (mode === 'log') return { withheld: () => 'mode_log' };
  const allowed = new Set(allowedRecipients);
  return { withheld: ({ recipient }) => (allowed.has(recipient.e164) ? undefined : 'mode_allowlist') };
}

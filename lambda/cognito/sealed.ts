import { codeField, isCodeTemplateType } from '../code-field';
import { isObject } from '../is-object';
import { InvalidMessage } from '../message';

/** The front door's part of a message's identity. */
export const COGNITO = 'cognito';

/** Our template type for the password that an administrator's new user gets; Ory has none. */
export const TEMPORARY_PASSWORD = 'temporary_password';

/** Stands in a body for the code, as in Cognito's own texts. */
export const CODE_PLACEHOLDER = '{####}';

/** Gives the code that a ciphertext of Cognito's is of. @throws while it cannot, which says nothing of the ciphertext */
export type OpenCode = (ciphertext: string) => Promise<string>;

/**
 * Opens the code of a message that came from Cognito, and puts it where the template type has it; so retries of Cognito's, whose
 * ciphertexts differ, become the same message.
 *
 * @returns the text of the message that is to be sent
 * @throws {InvalidMessage} if there is no code in it; what `open` throws
 */
export async function openMessage(text: string, open: OpenCode): Promise<string> {
  const message = parse(text);
  const { sealed_code: sealed, ...cognito } = isObject(message['cognito']) ? message['cognito'] : {};
  if (typeof sealed !== 'string') throw new InvalidMessage('cognito.sealed_code: missing');
  const code = await open(sealed);
  const { template_type: type, template_data: data, body } = message;
  const field = typeof type === 'string' && isCodeTemplateType(type) ? codeField(type) : TEMPORARY_PASSWORD;
  return JSON.stringify({
    ...message,
    ...(typeof body === 'string' ? { body: body.split(CODE_PLACEHOLDER).join(code) } : {}),
    template_data: { ...(isObject(data) ? data : {}), [field]: code },
    cognito,
  });
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const message: unknown = JSON.parse(text);
    if (isObject(message)) return message;
  } catch {
    // as below
  }
  throw new InvalidMessage('message is not a JSON object');
}

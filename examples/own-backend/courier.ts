/** How this backend asks the courier for an SMS. */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

export interface CodeMessage {
  /** The same id is the same message: a request that is repeated sends nothing new. */
  readonly id: string;
  /** E.164. */
  readonly phone: string;
  readonly code: string;
  readonly expiresInMinutes: number;
}

/** `on its way`: a provider took it, or the courier goes on trying. `refused`: this number gets none. */
export type Sending = 'on its way' | 'refused';

/** @throws Error if the courier cannot be reached */
export type SendCode = (message: CodeMessage) => Promise<Sending>;

/** @param functionName name or ARN of the courier's function */
export function courierCalled(functionName: string, client: LambdaClient): SendCode {
  return async ({ id, phone, code, expiresInMinutes }) => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        Payload: JSON.stringify({
          id,
          recipient: phone,
          template_type: 'login_code',
          template_data: { login_code: code, expires_in_minutes: expiresInMinutes },
        }),
      }),
    );
    const answer = JSON.parse(Payload?.transformToString() ?? '{}');
    if (FunctionError !== undefined && answer.errorType !== 'InvalidMessage') {
      throw new Error(`the courier failed: ${answer.errorType}`);
    }
    return answer.state === 'sent' || answer.state === 'queued' ? 'on its way' : 'refused';
  };
}

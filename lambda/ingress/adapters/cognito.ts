import type { CustomSMSSenderTriggerEvent } from 'aws-lambda';
import type { CodeTemplateType } from '../../code-field';
import { CODE_PLACEHOLDER, TEMPORARY_PASSWORD } from '../../cognito/sealed';

const DAY_MINUTES = 1_440;

interface Kind {
  readonly type: CodeTemplateType | typeof TEMPORARY_PASSWORD;
  /** How long Cognito takes the code, by its defaults. https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
  readonly lifeMinutes: number;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html */
const KINDS: Readonly<Record<string, Kind>> = {
  CustomSMSSender_Authentication: { type: 'login_code_valid', lifeMinutes: 3 },
  CustomSMSSender_SignUp: { type: 'registration_code_valid', lifeMinutes: DAY_MINUTES },
  CustomSMSSender_ResendCode: { type: 'registration_code_valid', lifeMinutes: DAY_MINUTES },
  CustomSMSSender_ForgotPassword: { type: 'recovery_code_valid', lifeMinutes: 60 },
  CustomSMSSender_VerifyUserAttribute: { type: 'verification_code_valid', lifeMinutes: DAY_MINUTES },
  CustomSMSSender_UpdateUserAttribute: { type: 'verification_code_valid', lifeMinutes: DAY_MINUTES },
  CustomSMSSender_AdminCreateUser: { type: TEMPORARY_PASSWORD, lifeMinutes: DAY_MINUTES },
};

export function isCognitoEvent(event: unknown): event is CustomSMSSenderTriggerEvent {
  const { triggerSource, request } = (event ?? {}) as Partial<CustomSMSSenderTriggerEvent>;
  return request?.type === 'customSMSSenderRequestV1' && typeof triggerSource === 'string';
}

/**
 * The message of Cognito's custom SMS sender trigger, with its code sealed: it stays encrypted in the queue and the courier
 * opens it. Cognito invokes up to three times if it is not answered within five seconds, each time with another ciphertext.
 *
 * @throws Error if the trigger is one that is not known
 */
export function cognitoMessage(event: CustomSMSSenderTriggerEvent, now: number): Readonly<Record<string, unknown>> {
  const { triggerSource, userPoolId, userName, callerContext, request } = event;
  const kind = KINDS[triggerSource];
  if (kind === undefined) throw new Error(`unknown trigger ${triggerSource}: this release sends no SMS for it`);
  const { type, lifeMinutes } = kind;
  const attributes: Readonly<Record<string, string>> = request.userAttributes;
  const recipient = attributes['phone_number'];
  return {
    recipient,
    template_type: type,
    ...(type === TEMPORARY_PASSWORD
      ? { body: `Your user name is ${userName} and your temporary password is ${CODE_PLACEHOLDER}` }
      : {}),
    template_data: {
      to: recipient,
      identity: { id: attributes['sub'] ?? userName, traits: { ...attributes, phone: recipient } },
      ...(type === TEMPORARY_PASSWORD ? { user_name: userName } : {}),
      // nobody is told that a code is good for a day
      ...(lifeMinutes < DAY_MINUTES ? { expires_in_minutes: lifeMinutes } : {}),
    },
    expires_at: new Date(now + lifeMinutes * 60_000).toISOString(),
    cognito: {
      trigger_source: triggerSource,
      user_pool_id: userPoolId,
      user_name: userName,
      client_id: callerContext.clientId,
      client_metadata: request.clientMetadata ?? {},
      sealed_code: request.code,
    },
  };
}

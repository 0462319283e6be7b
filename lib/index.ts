export type { MessageInput, Preview, PreviewAnswer, PreviewedCall, PreviewedRequest } from '../lambda/contract';
export type {
  IngressBasicAuthProps,
  IngressDomainProps,
  IngressProps,
  IngressThrottleProps,
} from './ingress/ingress-props';
export {
  type CognitoSourceProps,
  type GenericSourceProps,
  SmsSource,
  type SourceProps,
  type SupabaseSourceProps,
  type ZitadelSourceProps,
} from './ingress/sms-source';
export type { LimitsProps } from './limits-props';
export type { AlarmName, CourierAlarms } from './monitoring/alarms';
export type { OryDisposition, OryImportEntry, OryImportReport } from './ory/model';
export { OryConfig, type OryConfigProps } from './ory/ory-config';
export { OryConfigError, type OryPlace, type OryRemark } from './ory/problem';
export type { EndUserMessagingProviderProps } from './providers/end-user-messaging';
export type {
  ApiKeyProps,
  BasicAuthProps,
  HmacProps,
  HttpAuthProps,
  OAuth2Props,
  SecretMapping,
} from './providers/http/auth';
export type { HttpProviderProps } from './providers/http/provider';
export type { MessageBirdProviderProps } from './providers/messagebird';
export type { PlivoProviderProps } from './providers/plivo';
export type { SinchProviderProps, SinchRegion } from './providers/sinch';
export type { SnsProviderProps } from './providers/sns';
export type { TwilioProviderProps } from './providers/twilio';
export type { VonageProviderProps } from './providers/vonage';
export type { TemplateLanguage, WhatsappProviderProps } from './providers/whatsapp';
export type { Sender } from './senders';
export { SmsCourier } from './sms-courier';
export type { DeliveryProps, RetentionProps, RouteProps, SmsCourierProps } from './sms-courier-props';
export { SmsProvider } from './sms-provider';
export { type SecretProps, type SecretsManagerSecretProps, SmsSecret, type WriteOnlySecretProps } from './sms-secret';
export type { OrySmsTemplate, OryTemplateChannels, SmsTemplate } from './sms-templates';
export type { VpcProps } from './vpc-props';

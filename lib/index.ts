export type { ApiKeyProps, BasicAuthProps, HttpProviderProps } from './providers/http/provider';
export type { TwilioProviderProps } from './providers/twilio/provider';
export { SmsCourier } from './sms-courier';
export type { DeliveryProps, RetentionProps, SmsCourierProps } from './sms-courier-props';
export { SmsProvider } from './sms-provider';
export { SmsSecret, type WriteOnlySecretProps } from './sms-secret';

export type {
  Answer,
  ForgetAnswer,
  MessageInput,
  MessageStatus,
  Preview,
  PreviewAnswer,
  PreviewedCall,
  PreviewedRequest,
  SecretStatus,
  SecretsAnswer,
  State,
  StatusAnswer,
  StatusQuery,
} from '../lambda/contract';
export type { LambdaLike, SqsLike } from './aws';
export { SmsCourierClient, type SmsCourierClientProps } from './client';
export { InvalidMessage, InvalidRequest, SmsCourierError } from './errors';

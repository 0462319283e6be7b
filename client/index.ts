export type {
  Answer,
  MessageInput,
  MessageStatus,
  PreviewAnswer,
  PreviewedRequest,
  State,
  StatusAnswer,
  StatusQuery,
} from '../lambda/contract';
export type { LambdaLike, SqsLike } from './aws';
export { SmsCourierClient, type SmsCourierClientProps } from './client';
export { InvalidMessage, InvalidRequest, SmsCourierError } from './errors';

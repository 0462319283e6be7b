/** What the function loads once an hour, and no message waits for. */
export { lettersOverSqs } from './over-sqs';
export { redact } from './redact';

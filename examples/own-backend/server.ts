/**
 * Serves the sign-in: SMS_COURIER_FUNCTION names the courier, AWS_REGION says where it is. For the one of `sms-courier dev`, AWS_ENDPOINT_URL_LAMBDA
 * is what it prints after `invoke`, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are any.
 */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { signInApp } from './app';
import { courierCalled } from './courier';

const { SMS_COURIER_FUNCTION: functionName, PORT = '3000' } = process.env;
if (functionName === undefined)
  throw new Error('SMS_COURIER_FUNCTION is not set: give the output courierFunction of the stack');

// one try: the courier itself goes on trying, and a code is soon asked for again
const client = new LambdaClient({ maxAttempts: 1 });
signInApp({ sendCode: courierCalled(functionName, client) }).listen(Number(PORT), () => {
  console.log(`sign-in at http://localhost:${PORT}`);
});

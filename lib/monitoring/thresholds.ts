/** At which values alarms go off; a user's own is set on the alarm's L1. What is counted is counted over five minutes. */
export const THRESHOLDS = {
  /** Nothing that is given up is normal, and each waits for somebody. */
  deadLetters: 1,
  /**
   * Seconds. Codes live for five to fifteen minutes. A message that is retried does not raise it: after three receives SQS no longer
   * counts a message's age. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
   */
  queueAgeSeconds: 300,
  /** SQS gives out no further message at 120,000. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
  inFlight: 100_000,
  /** Credentials, accounts, senders and requests do not fail by chance, and do not mend themselves. */
  refusals: 1,
  /** One may be a phone number's only provider being slow for one message; three are users without codes. */
  expired: 3,
  /** A user who asks for a code again and again meets the limit of one number; a script meets limits by the dozen. */
  overLimit: 10,
  /** One failed call is DynamoDB's daily business; one message that waits for the ledger makes at least twenty in five minutes. */
  ledgerFailures: 5,
  breakersOpened: 1,
  /** One bad invoke by hand is one error; a message over which the function dies comes again each minute. */
  functionErrors: 3,
  /** In a minute, for three of five: the queue's poller waits out short ones. */
  throttles: 1,
  asyncLost: 1,
  /** Senders post again after a 5xx: one is made good, three are an outage. */
  ingressFailures: 3,
} as const;

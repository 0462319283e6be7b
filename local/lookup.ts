/** Gives a reference's value (`var.name`, `aws_sqs_queue.id.url`), or nothing if it does not know it. */
export type Lookup = (reference: string) => string | undefined;

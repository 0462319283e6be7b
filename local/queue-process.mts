/**
 * Entry of the queue's own process: an SQS that survives the courier's death.
 *
 * It sends `{ port }` to its parent once it listens, and ends with it.
 */
import { buildApp } from 'fauxqs';
import { fromQueueText, md5, toQueueText } from './queue-text';
import { type Asking, refusalOfWebsite } from './website';

const region = process.argv[2] ?? 'us-east-1';

/** The URL of a queue names its host, and an AWS client dials that host: it must be one that every machine resolves. */
const HOST = '127.0.0.1';

type Fields = Record<string, unknown>;

interface QueueRequest {
  readonly body: unknown;
  readonly headers: { readonly authorization?: string };
}

// startFauxqs would listen on all of the machine's interfaces.
const app = buildApp({ logger: false, defaultRegion: region });

interface Reply {
  code(status: number): Reply;
  send(body: unknown): Reply;
}

app.addHook('onRequest', async ({ headers }: { headers: Asking }, reply: Reply) => {
  const refusal = refusalOfWebsite(headers);
  if (refusal !== undefined) return reply.code(403).send({ __type: 'AccessDeniedException', message: refusal });
  return undefined;
});

app.addHook('preHandler', async ({ body, headers }: QueueRequest) => {
  if (!isFields(body)) return;
  // fauxqs hands out http://sqs.<region>.localhost:<port>/… and knows a queue by just that text.
  const internal = `sqs.${signedRegion(headers.authorization)}.localhost`;
  replace(body, 'QueueUrl', (url) => withHost(url, internal));
  for (const message of [body, ...fieldsIn(body['Entries'])]) replace(message, 'MessageBody', toQueueText);
});

app.addHook('preSerialization', async ({ body }: QueueRequest, _reply: unknown, payload: unknown) => {
  if (!isFields(payload)) return payload;
  replace(payload, 'QueueUrl', (url) => withHost(url, HOST));
  if (Array.isArray(payload['QueueUrls'])) {
    return { QueueUrls: payload['QueueUrls'].map((url) => withHost(String(url), HOST)) };
  }
  if (!isFields(body)) return payload;
  const sent = new Map(fieldsIn(body['Entries']).map((entry) => [entry['Id'], entry]));
  replace(payload, 'MD5OfMessageBody', () => md5(fromQueueText(String(body['MessageBody']))));
  for (const entry of fieldsIn(payload['Successful'])) {
    replace(entry, 'MD5OfMessageBody', () => md5(fromQueueText(String(sent.get(entry['Id'])?.['MessageBody']))));
  }
  for (const message of fieldsIn(payload['Messages'])) {
    replace(message, 'Body', fromQueueText);
    message['MD5OfBody'] = md5(String(message['Body']));
  }
  return payload;
});

process.once('disconnect', () => process.exit());
// Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
process.on('SIGINT', () => {});

app.listen({ port: 0, host: HOST }).then((address: string) => process.send?.({ port: Number(new URL(address).port) }));

function replace(fields: Fields, name: string, change: (text: string) => string): void {
  const value = fields[name];
  if (typeof value === 'string') fields[name] = change(value);
}

function fieldsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function withHost(text: string, host: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.hostname = host;
  return url.href;
}

/** A queue lives in the region that its creator signed for. */
function signedRegion(authorization: string | undefined): string {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization ?? '')?.[1] ?? region;
}

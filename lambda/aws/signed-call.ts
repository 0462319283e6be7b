import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { SignatureV4 } from '@smithy/signature-v4';
import { Connections, type Scheme } from '../request/connections';
import { serviceOrigin } from './endpoint';
import { defaultProvider } from './environment-credentials';

/** Longest that one call may take, in milliseconds: within it Parameter Store answers or is down. */
const TIMEOUT_MS = 3_000;
const ATTEMPTS = 2;

/** One set for all services. Node's own agent goes by a clock that stands still while the function is frozen. */
const connections = new Connections();

/** An answer other than 200. Its name is the service's own, such as `AccessDeniedException`. */
export class AwsError extends Error {
  constructor(
    override readonly name: string,
    readonly status: number,
  ) {
    super(`${name} (HTTP ${status})`);
  }
}

export interface JsonCall {
  /** Signing name and first part of the host: `ssm`. */
  readonly service: string;
  /** `AmazonSSM.GetParameters`. */
  readonly target: string;
  readonly input: unknown;
  /** Longest that one try may take, in milliseconds. @default 3000 */
  readonly timeoutMs?: number;
  /** Version of the protocol that the service speaks: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html. Absent: 1.1. */
  readonly version?: '1.0' | '1.1';
}

/**
 * Calls an AWS service that speaks JSON, signed by AWS's own signer; tried again once after a fault of the service or
 * of the connection. The whole client of a service, which does the same, takes 25 ms more of each cold start to load.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function callJson(call: JsonCall, env: NodeJS.ProcessEnv = process.env): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(call, env);
    } catch (error) {
      const mayHelp = !(error instanceof AwsError) || error.status >= 500 || /throttl/i.test(error.name);
      if (!mayHelp || attempt === ATTEMPTS) throw error;
    }
  }
}

async function once(
  { service, target, input, version = '1.1', timeoutMs = TIMEOUT_MS }: JsonCall,
  env: NodeJS.ProcessEnv,
): Promise<unknown> {
  const region = env['AWS_REGION'] ?? '';
  const endpoint = new URL(
    env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? env['AWS_ENDPOINT_URL'] ?? serviceOrigin(service, region),
  );
  const body = JSON.stringify(input);
  const signer = new SignatureV4({ service, region, credentials: defaultProvider(), sha256: Sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    path: '/',
    query: {},
    headers: { host: endpoint.host, 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
    body,
  });
  const { status, text } = await post(endpoint, headers, body, timeoutMs);
  // SQS answers some calls with nothing at all
  if (status === 200) return text === '' ? {} : JSON.parse(text);
  throw new AwsError(errorName(text), status);
}

function post(
  endpoint: URL,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  const { request } = endpoint.protocol === 'https:' ? https : http;
  connections.dropIdle();
  return new Promise((resolve, reject) => {
    let responding = false;
    const outgoing = request(endpoint, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: connections.agent(endpoint.protocol as Scheme),
    });
    const late = Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => outgoing.destroy(late), timeoutMs);
    outgoing.on('close', () => {
      clearTimeout(timer);
      // whoever answered switched protocols (101)
      if (!responding) reject(new Error('connection closed without an answer'));
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      responding = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    outgoing.end(body);
  });
}

/** `__type` may carry a namespace: `com.amazonaws.ssm#ThrottlingException`. */
function errorName(text: string): string {
  try {
    const { __type: type } = JSON.parse(text) as { __type?: unknown };
    return typeof type === 'string' ? type.replace(/^.*#/, '') : 'UnknownError';
  } catch {
    return 'UnknownError';
  }
}

/** Node's hashes in the shape that the signer wants. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

import { EventEmitter } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type LocalServer, respondJson, serve } from '../http';
import { decide, type Need } from './decide';
import { type Keys, keyNeeds } from './keys';
import { needsOf } from './needs';
import type { Roles } from './roles';

export interface GateOptions {
  readonly roles: Roles;
  /** Where a service answers on this machine. */
  readonly endpoint: (service: string, region: string) => string | undefined;
  readonly keys: () => Keys;
}

/** What a role wanted, and what its policies say. */
export interface Decision extends Need {
  readonly role: string;
  readonly isAllowed: boolean;
  /** The statement that decided. */
  readonly sid?: string;
}

/**
 * IAM on this machine: stands before the services and lets each role do what its policies allow. A role is known by its access key, which is
 * its name in Terraform references; who has another one may do all. A function's own code is told from Lambda by a session token, the
 * function's ARN.
 */
export interface Gate {
  readonly origin: string;
  readonly events: EventEmitter<{ decision: [Decision] }>;
  /** What they may do now. */
  roles(): Roles;
  /** Puts other policies in the place of those that were. */
  setRoles(roles: Roles): void;
  /** Whether a role may do something; for what a service does on a function's behalf without a call that is seen here. */
  allows(role: string, need: Need): boolean;
  close: LocalServer['close'];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html */
const SCOPE = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

export async function startGate({ roles: declared, endpoint, keys }: GateOptions): Promise<Gate> {
  let roles = declared;
  const events = new EventEmitter<{ decision: [Decision] }>();
  const allows = (role: string, need: Need): boolean => {
    const verdict = decide(roles.get(role) ?? [], need);
    events.emit('decision', { role, ...need, ...verdict });
    return verdict.isAllowed;
  };
  /** The first thing that is missing. */
  const missing = (role: string, needs: readonly Need[], region: string): Need | undefined =>
    needs.flatMap((need) => [need, ...keyNeeds(need, keys(), region)]).find((need) => !allows(role, need));

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { headers, url: path = '/' } = request;
    const body = await buffer(request);
    const [, role = '', region = '', service = ''] = SCOPE.exec(headers.authorization ?? '') ?? [];
    const upstream = endpoint(service, region);
    if (upstream === undefined)
      return respondJson(response, 404, { message: `there is no local ${service} in ${region}` });
    const forward = () => ask(upstream, request, body, response);
    if (!roles.has(role)) return write(response, await forward());
    const needs = needsOf({
      service,
      region,
      path,
      target: header(headers, 'x-amz-target'),
      source: header(headers, 'x-amz-security-token'),
      body: body.toString(),
    });
    const refused = missing(role, needs, region);
    if (refused !== undefined) return deny(response, service, role, refused);
    const answered = await forward();
    // a long poll may have outlasted the policy that let it begin
    const isPoll = needs.some(({ action }) => action === 'sqs:ReceiveMessage');
    const refusedSince = isPoll ? missing(role, needs, region) : undefined;
    return refusedSince === undefined ? write(response, answered) : deny(response, service, role, refusedSince);
  };

  const server = await serve(answer);
  return {
    origin: server.origin,
    events,
    allows,
    roles: () => roles,
    setRoles: (changed) => {
      roles = changed;
    },
    close: server.close,
  };
}

function header(headers: IncomingMessage['headers'], name: string): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : String(value);
}

interface Answered {
  readonly message: IncomingMessage;
  readonly body: Buffer;
}

/** Asks the service itself; whoever has gone meanwhile takes the question along. */
async function ask(
  origin: string,
  { method, url = '/', headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<Answered> {
  const { host: _, ...rest } = headers;
  const outgoing = httpRequest(new URL(url, origin), { method, headers: rest });
  response.once('close', () => outgoing.destroy());
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  }).catch((error) => {
    // what does not answer is to its client what it would be without a gate
    response.destroy();
    throw error;
  });
  return { message, body: await buffer(message) };
}

function write(response: ServerResponse, { message, body }: Answered): void {
  response.writeHead(message.statusCode ?? 502, message.headers).end(body);
}

/** Services of the query protocol. */
const QUERY = new Set(['sns', 'ec2']);

/** Refuses in the protocol of the service, in AWS's words. */
function deny(response: ServerResponse, service: string, role: string, { action, resource }: Need): void {
  const message = `User: ${role} is not authorized to perform: ${action} on resource: ${resource}`;
  if (QUERY.has(service)) {
    const error = `<Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>${message}</Message></Error>`;
    response.writeHead(403, { 'content-type': 'text/xml' }).end(`<ErrorResponse>${error}</ErrorResponse>`);
    return;
  }
  const type = 'AccessDeniedException';
  respondJson(
    response,
    service === 'lambda' ? 403 : 400,
    { __type: type, message, Message: message },
    { 'x-amzn-errortype': type },
  );
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { SAMPLE_MESSAGES } from '../../lambda/check/samples';
import { MAX_MESSAGE_BYTES } from '../../lambda/message';
import { type LocalServer, readText, respondJson, serve } from '../http';
import type { LocalCourier, LocalProvider } from '../local-courier';
import { refusalOfWebsite } from '../website';
import type { CourierStatus, FaultSetting, MessageSummary, ProviderStatus, ServerEvents } from './api';
import { BadRequest, readFault, toFault } from './faults';
import { servePage } from './page-files';
import { type Query, readQuery } from './query';
import type { Stories } from './stories';
import type { StoryRecord } from './story';

/** What of a courier the inbox shows and sets. */
export type InboxCourier = Pick<
  LocalCourier,
  | 'name'
  | 'ingressUrl'
  | 'functionName'
  | 'invokeEndpoint'
  | 'queueUrl'
  | 'resolvedConfig'
  | 'providers'
  | 'sendMessage'
  | 'setFault'
>;

export interface InboxOptions {
  readonly courier: InboxCourier;
  readonly stories: Stories;
  /** The first that is tried; if it is taken, the next one is. */
  readonly port: number;
}

/** Serves the inbox: its page, and the API that the page and tests use. */
export function startInbox(options: InboxOptions): Promise<LocalServer> {
  const inbox = new Inbox(options);
  return serveOnFreePort(options.port, (request, response) => inbox.answer(request, response));
}

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown;

class Inbox {
  private readonly courier: InboxCourier;
  private readonly stories: Stories;
  /** By origin: two providers that are asked at one share what goes wrong there. */
  private readonly faults = new Map<string, FaultSetting>();
  private readonly viewers = new Set<ServerResponse>();

  constructor({ courier, stories }: InboxOptions) {
    this.courier = courier;
    this.stories = stories;
    stories.on('change', (story) => this.tell('message', story.toSummary()));
    stories.on('providers', () => this.tell('providers', this.providers()));
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = urlOf(request);
      const refusal = refusalOfWebsite(request.headers);
      if (refusal !== undefined) throw new BadRequest(refusal, 403);
      const answer = this.find(request.method ?? '', url.pathname);
      if (answer === undefined) servePage(url.pathname, response);
      else await answer(request, response, url);
    } catch (error) {
      if (response.headersSent) throw error;
      const status = error instanceof BadRequest ? error.status : 500;
      respondJson(response, status, { error: (error as Error).message }, HEADERS);
    }
  }

  private find(method: string, path: string): Answer | undefined {
    const [, id] = /^\/api\/messages\/([^/]+)$/.exec(path) ?? [];
    const [, provider] = /^\/api\/providers\/([^/]+)\/fault$/.exec(path) ?? [];
    switch (`${method} ${path}`) {
      case 'GET /api/courier':
        return (_, response) => respondJson(response, 200, this.status(), HEADERS);
      case 'GET /api/events':
        return (_, response) => this.view(response);
      case 'GET /api/messages':
        return (_, response, url) => this.list(url, response);
      case 'POST /api/messages':
        return (request, response) => this.send(request, response);
    }
    if (method === 'GET' && id !== undefined) return (_, response) => this.story(decode(id), response);
    if (provider !== undefined) return this.faultOf(method, decode(provider));
    if (path.startsWith('/api/')) throw new BadRequest(`${method} ${path}: there is no such thing here`, 404);
    return undefined;
  }

  private status(): CourierStatus {
    const { name, functionName, invokeEndpoint, queueUrl, ingressUrl } = this.courier;
    return {
      name,
      function_name: functionName,
      invoke_url: invokeEndpoint,
      queue_url: queueUrl,
      ingress_url: ingressUrl ?? null,
      providers: this.providers(),
      samples: SAMPLE_MESSAGES.map(({ template_type, template_data }) => ({ template_type, template_data })),
    };
  }

  private providers(): ProviderStatus[] {
    return this.courier.providers.map(({ id, origin, isLive, isStandIn, errorCodes }) => {
      const health = this.stories.health.get(id);
      const openUntil = health?.breakerOpenUntil ?? null;
      return {
        id,
        channel: this.courier.resolvedConfig.providers.find((each) => each.id === id)?.channel ?? 'sms',
        origin,
        live: isLive,
        stand_in: isStandIn,
        fault: this.faults.get(origin) ?? null,
        error_codes: errorCodes,
        breaker: openUntil === null ? 'closed' : 'open',
        breaker_open_until: openUntil,
        accepted: health?.accepted ?? 0,
        failed: health?.failed ?? 0,
      };
    });
  }

  /** https://html.spec.whatwg.org/multipage/server-sent-events.html */
  private view(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' }).flushHeaders();
    // a page that comes back after a restart learns at once that it is connected
    response.write(': connected\n\n');
    this.viewers.add(response);
    response.once('close', () => this.viewers.delete(response));
  }

  private tell<Name extends keyof ServerEvents>(name: Name, data: ServerEvents[Name]): void {
    if (this.viewers.size === 0) return;
    const text = `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const viewer of this.viewers) {
      // a page that its browser has put to sleep reads nothing; it comes back and reads all anew
      if (viewer.writableLength > MAX_UNREAD_BYTES) viewer.destroy();
      else viewer.write(text);
    }
  }

  private async list(url: URL, response: ServerResponse): Promise<void> {
    const query = readQuery(url.searchParams, this.courier.resolvedConfig.defaultCountry);
    const messages = query.waitMs === undefined ? this.matching(query) : await this.waitFor(query, response);
    if (messages.length === 0 && query.waitMs !== undefined)
      throw new BadRequest(
        `no message has arrived ${query.to === undefined ? '' : `at ${query.to} `}in this time`,
        404,
      );
    respondJson(response, 200, { messages }, HEADERS);
  }

  private matching({ to, since, limit, waitMs }: Query): MessageSummary[] {
    const arrivedOnly = since !== undefined || waitMs !== undefined;
    return this.stories
      .summaries()
      .filter((message) => to === undefined || message.to === to)
      .filter(({ arrived_at }) => !arrivedOnly || (arrived_at !== null && arrived_at >= (since ?? 0)))
      .slice(0, limit);
  }

  /** What has arrived, or as soon as something does. */
  private waitFor(query: Query, response: ServerResponse): Promise<MessageSummary[]> {
    const found = this.matching(query);
    if (found.length > 0) return Promise.resolve(found);
    return new Promise((resolve) => {
      const finish = (messages: MessageSummary[]) => {
        clearTimeout(timer);
        this.stories.off('change', look);
        resolve(messages);
      };
      const look = ({ reading, arrivedAt }: StoryRecord) => {
        if (arrivedAt === null || (query.to !== undefined && reading.to !== query.to)) return;
        const messages = this.matching(query);
        if (messages.length > 0) finish(messages);
      };
      const timer = setTimeout(() => finish([]), query.waitMs);
      this.stories.on('change', look);
      // whoever asked is gone
      response.once('close', () => finish([]));
    });
  }

  private story(id: string, response: ServerResponse): void {
    const story = this.stories.get(id);
    if (story === undefined)
      throw new BadRequest('no message of this id: it was never here, or the inbox has been emptied', 404);
    respondJson(response, 200, story.toStory(), HEADERS);
  }

  private async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const message = await readJson(request);
    if (typeof message !== 'object' || message === null || Array.isArray(message))
      throw new BadRequest('the body is no JSON object: send a message, such as {"recipient": "+49…", "body": "…"}');
    const fallbackId = await this.courier.sendMessage(message);
    // what is no message has no id of its own
    const { id } = message as { id?: unknown };
    const isNone = this.stories.get(fallbackId) !== undefined || typeof id !== 'string';
    respondJson(response, 202, { id: isNone ? fallbackId : id }, HEADERS);
  }

  private faultOf(method: string, id: string): Answer {
    const provider = this.courier.providers.find((each) => each.id === id);
    if (provider === undefined) {
      const known = this.courier.providers.map((each) => each.id).join(', ');
      throw new BadRequest(`no provider ${JSON.stringify(id)}: the courier has ${known}`, 404);
    }
    const show = (response: ServerResponse) =>
      respondJson(response, 200, { fault: this.faults.get(provider.origin) ?? null }, HEADERS);
    switch (method) {
      case 'GET':
        return (_, response) => show(response);
      case 'PUT':
        return async (request, response) => {
          await this.setFault(provider, readFault(await readJson(request), provider));
          show(response);
        };
      case 'DELETE':
        return async (_, response) => {
          await this.setFault(provider, null);
          show(response);
        };
      default:
        throw new BadRequest(`${method}: a fault takes GET, PUT and DELETE`, 405);
    }
  }

  private async setFault(provider: LocalProvider, fault: FaultSetting | null): Promise<void> {
    if (provider.isLive)
      throw new BadRequest(`provider ${provider.id} is asked for real: nothing can be made to go wrong there`, 409);
    await this.courier.setFault(provider.id, toFault(fault));
    if (fault === null) this.faults.delete(provider.origin);
    else this.faults.set(provider.origin, fault);
    this.tell('providers', this.providers());
  }
}

/** A page that looks is never this far behind: its messages come one by one. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** @throws BadRequest if the request line holds none */
function urlOf({ url = '/' }: IncomingMessage): URL {
  if (!URL.canParse(url, 'http://inbox')) throw new BadRequest(`${url}: this is no address of the inbox`, 404);
  return new URL(url, 'http://inbox');
}

/** @throws BadRequest if it is not percent-encoded as a part of an address is */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new BadRequest(`${part}: encode a percent sign as %25`);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES)
    throw new BadRequest(`the body is longer than a message may be, ${MAX_MESSAGE_BYTES} bytes`, 413);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('the body is no JSON');
  }
}

const PORTS_TO_TRY = 20;

async function serveOnFreePort(port: number, handler: Parameters<typeof serve>[0]): Promise<LocalServer> {
  for (let candidate = port; ; candidate++) {
    try {
      return await serve(handler, candidate);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (candidate >= port + PORTS_TO_TRY - 1)
        throw new Error(`the ports ${port} to ${candidate} are taken: choose another with --port`);
    }
  }
}

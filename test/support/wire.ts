import net, { type AddressInfo, type Socket } from 'node:net';

/** A request as its bytes say, read by rules of its own and not by Node's parser. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  /** Names as sent, in order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** https://www.rfc-editor.org/rfc/rfc9112#section-2.1: a line, header lines, an empty line, a body of Content-Length bytes. */
function parseRequest(bytes: Buffer): { request: WireRequest; rest: Buffer } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return undefined;
  const [requestLine = '', ...headerLines] = bytes.subarray(0, headEnd).toString('utf8').split('\r\n');
  const line = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(requestLine);
  if (line === null) throw new Error(`no request line: ${JSON.stringify(requestLine)}`);
  const headers = headerLines.map((text) => {
    // a bare CR or LF, a NUL or a folded line has no place in a header
    const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([^\r\n\0]*)$/.exec(text);
    if (match === null) throw new Error(`no header line: ${JSON.stringify(text)}`);
    return [match[1] as string, match[2] as string] as const;
  });
  const lengths = headers.filter(([name]) => name.toLowerCase() === 'content-length');
  if (lengths.length !== 1 || headers.some(([name]) => name.toLowerCase() === 'transfer-encoding'))
    throw new Error('the length of the body is not plain');
  const length = Number((lengths[0] as readonly [string, string])[1]);
  const start = headEnd + 4;
  if (bytes.length < start + length) return undefined;
  const body = bytes.subarray(start, start + length);
  if (!body.equals(Buffer.from(body.toString('utf8')))) throw new Error('the body is not UTF-8');
  return {
    request: { method: line[1] as string, target: line[2] as string, headers, body: body.toString('utf8') },
    rest: bytes.subarray(start + length),
  };
}

/** A server that answers 200 to whatever it reads, and keeps the last request and any error in reading it. */
export class WireServer {
  private readonly server = net.createServer((socket) => this.serve(socket));
  private readonly sockets = new Set<Socket>();
  private received: WireRequest[] = [];
  private broken: unknown;

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  /** What came since the last call; exactly one request, or it throws. */
  take(): WireRequest {
    const [request, ...others] = this.received;
    const broken = this.broken;
    this.received = [];
    this.broken = undefined;
    if (broken !== undefined) throw broken;
    if (request === undefined || others.length > 0)
      throw new Error(`${request === undefined ? 0 : others.length + 1} requests instead of one`);
    return request;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    let buffer = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      try {
        for (let parsed = parseRequest(buffer); parsed !== undefined; parsed = parseRequest(buffer)) {
          this.received.push(parsed.request);
          buffer = Buffer.from(parsed.rest);
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        }
      } catch (error) {
        this.broken = error;
        socket.destroy();
      }
    });
  }
}

/** A form, read by hand: https://url.spec.whatwg.org/#urlencoded-parsing */
export function parseForm(text: string): [string, string][] {
  if (text === '') return [];
  return text.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
  });
}

function decode(text: string): string {
  if (!/^[A-Za-z0-9._~+%-]*$/.test(text)) throw new Error(`not escaped: ${JSON.stringify(text)}`);
  return decodeURIComponent(text.replaceAll('+', '%20'));
}

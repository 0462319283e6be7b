import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Json = Record<string, unknown>;

/**
 * moto, with what it lacks: the key of a log group or a table that is given one later, the key of a function's environment, and of API
 * Gateway's stages and domain names tags that come later, and whether they are ready and without client certificates. All else it
 * answers itself. https://docs.getmoto.org/en/latest/docs/services/index.html
 */
export async function fillGaps(motoUrl: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const gaps = new Gaps();
  const server = createServer(async (incoming, outgoing) => {
    try {
      const asked = await buffer(incoming);
      const { status, headers, body } =
        gaps.answer(incoming, asked) ?? gaps.complete(incoming, asked, await forward(motoUrl, incoming, asked));
      outgoing.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
    } catch (error) {
      outgoing.writeHead(502).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

class Gaps {
  private readonly logKeys = new Map<string, string>();
  private readonly functionKeys = new Map<string, string>();
  private readonly tableKeys = new Map<string, string>();
  /** By path, as in `/apis/<id>/stages/<name>`. */
  private readonly tags = new Map<string, Json>();

  /** What moto has no answer to. */
  answer(incoming: IncomingMessage, asked: Buffer): Answer | undefined {
    const path = pathOf(incoming);
    if (operation(incoming) === 'AssociateKmsKey') {
      const { logGroupName, kmsKeyId } = parsed(asked) as { logGroupName: string; kmsKeyId: string };
      this.logKeys.set(logGroupName, kmsKeyId);
      return empty(200);
    }
    const tagged = /^\/v2\/tags\/arn:aws:apigateway:[^:]*::(\/apis\/.*\/stages\/.*|\/domainnames\/.*)$/.exec(path)?.[1];
    if (tagged === undefined || incoming.method !== 'POST') return undefined;
    this.tags.set(tagged, { ...this.tags.get(tagged), ...(parsed(asked)['tags'] as Json) });
    return empty(201);
  }

  /** What moto leaves out of its answers. */
  complete(incoming: IncomingMessage, asked: Buffer, answer: Answer): Answer {
    if (answer.status >= 300 || incoming.method === 'DELETE') return answer;
    const path = pathOf(incoming);
    if (operation(incoming) === 'DescribeLogGroups') return edited(answer, (json) => this.addLogKeys(json));
    if (operation(incoming) === 'UpdateTable') this.keepTableKey(parsed(asked));
    if (/^(Update|Describe)Table$/.test(operation(incoming) ?? ''))
      return edited(answer, (json) => this.addTableKey((json['Table'] ?? json['TableDescription']) as Json));
    if (/^\/v2\/(apis\/.*\/stages|domainnames)(\/|$)/.test(path))
      return edited(answer, (json) => this.addTags(json, path.slice('/v2'.length)));
    const named = /^\/2015-03-31\/functions(?:\/([^/]+)(?:\/configuration)?)?$/.exec(path);
    if (named === null) return answer;
    if (incoming.method !== 'GET') this.keepFunctionKey(parsed(asked), named[1]);
    return edited(answer, (json) => this.addFunctionKey(json));
  }

  private addLogKeys({ logGroups }: Json): void {
    for (const group of logGroups as Json[]) {
      const key = this.logKeys.get(String(group['logGroupName']));
      if (key !== undefined) group['kmsKeyId'] = key;
    }
  }

  private keepTableKey({ TableName: name, SSESpecification: encryption }: Json): void {
    const key = (encryption as Json | undefined)?.['KMSMasterKeyId'];
    if (key !== undefined) this.tableKeys.set(String(name), String(key));
  }

  private addTableKey(table: Json): void {
    const key = this.tableKeys.get(String(table['TableName']));
    if (key !== undefined) (table['SSEDescription'] as Json)['KMSMasterKeyArn'] = key;
  }

  private addTags(json: Json, path: string): void {
    json['tags'] = { ...(json['tags'] as Json), ...this.tags.get(path) };
    // nothing at all is what AWS says of it where there is none
    if (Object.keys((json['mutualTlsAuthentication'] as Json | undefined) ?? {}).length === 0)
      delete json['mutualTlsAuthentication'];
    for (const configuration of (json['domainNameConfigurations'] ?? []) as Json[])
      configuration['domainNameStatus'] = 'AVAILABLE';
  }

  private keepFunctionKey({ KMSKeyArn: key, FunctionName: name }: Json, named = String(name)): void {
    if (key !== undefined) this.functionKeys.set(named, String(key));
  }

  private addFunctionKey(json: Json): void {
    const configuration = (json['Configuration'] ?? json) as Json;
    const key = this.functionKeys.get(String(configuration['FunctionName']));
    if (key !== undefined) configuration['KMSKeyArn'] = key;
  }
}

const operation = ({ headers }: IncomingMessage) =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1);
const pathOf = ({ url = '' }: IncomingMessage) => decodeURIComponent(url.replace(/\?.*/, ''));
const parsed = (body: Buffer) => JSON.parse(body.toString()) as Json;

function empty(status: number): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: Buffer.from('{}') };
}

function edited(answer: Answer, edit: (json: Json) => void): Answer {
  const json = parsed(answer.body);
  edit(json);
  return { ...answer, body: Buffer.from(JSON.stringify(json)) };
}

function forward(motoUrl: string, incoming: IncomingMessage, asked: Buffer): Promise<Answer> {
  const { method, url, headers } = incoming;
  return new Promise((resolve, reject) => {
    // moto writes the host that it was asked for into the URLs of queues, so headers stay as they are
    const outgoing = request(`${motoUrl}${url}`, { method, headers: { ...headers, 'content-length': asked.length } });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      const { 'content-length': _, 'transfer-encoding': __, ...kept } = response.headers;
      buffer(response).then((body) => resolve({ status: response.statusCode ?? 502, headers: kept, body }), reject);
    });
    outgoing.end(asked);
  });
}

import http from 'node:http';
import type { Seen } from './provider';

/** Waits for each answer before it makes the next request, over one kept-alive connection; gives messages per second. */
export async function sendOneByOne(endpoint: string, requests: readonly Seen[]): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const started = performance.now();
  for (const { path, headers, body } of requests) {
    const status = await post(agent, new URL(path, endpoint), headers, body);
    if (status !== 201) throw new Error(`the provider answered ${status}`);
  }
  const seconds = (performance.now() - started) / 1_000;
  agent.destroy();
  return requests.length / seconds;
}

function post(agent: http.Agent, url: URL, headers: Seen['headers'], body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { host: _, connection: __, ...sent } = headers;
    const request = http.request(url, { agent, method: 'POST', headers: sent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    request.on('error', reject).end(body);
  });
}

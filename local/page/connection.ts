import type { CourierStatus, FaultSetting, MessageList, MessageSummary, ProviderStatus, Story } from '../inbox/api';
import type { Store } from './store';

/** Reads what there is and listens to what comes; after a break, all over again. */
export async function connect(store: Store): Promise<void> {
  const events = new EventSource('/api/events');
  let waiting: MessageSummary[] | undefined = [];
  events.addEventListener('open', async () => {
    waiting ??= [];
    const [courier, { messages }] = await Promise.all([
      read<CourierStatus>('/api/courier'),
      read<MessageList>('/api/messages'),
    ]);
    Object.assign(store, { courier, providers: courier.providers, connection: 'live' });
    store.reset(messages);
    // what has changed while the list was on its way
    for (const message of waiting ?? []) store.receive(message);
    waiting = undefined;
  });
  events.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data) as MessageSummary;
    if (waiting === undefined) store.receive(message);
    else waiting.push(message);
  });
  events.addEventListener('providers', ({ data }) => {
    store.providers = JSON.parse(data) as ProviderStatus[];
    store.changed();
  });
  events.addEventListener('error', () => {
    store.connection = 'lost';
    store.changed();
  });
}

export function readStory(id: string): Promise<Story> {
  return read(`/api/messages/${encodeURIComponent(id)}`);
}

export function setFault(provider: string, fault: FaultSetting | null): Promise<unknown> {
  return write('PUT', `/api/providers/${encodeURIComponent(provider)}/fault`, fault);
}

export function sendMessage(message: object): Promise<{ readonly id: string }> {
  return write('POST', '/api/messages', message);
}

function write<T>(method: string, path: string, body: unknown): Promise<T> {
  return read(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
}

async function read<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, init).catch(() => {
    throw new Error('The courier does not answer: it has stopped, or is about to start.');
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer as T;
}

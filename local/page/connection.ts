import type { CourierStatus, FaultSetting, MessageList, MessageSummary, ProviderStatus, Story } from '../inbox/api';
import type { Store } from './store';

const BACKGROUND = 'the one in the background';

/**
 * Keeps the store up to date while somebody looks at the page. A browser makes six connections to a host, however many tabs it has: of those
 * that nobody looks at one keeps its own, so that its title tells what comes, and the others read all anew when they are looked at.
 */
export function connect(store: Store): void {
  let events: EventSource | undefined = listen(store);
  let release = () => {};
  const onVisibility = () => {
    release();
    if (!document.hidden) {
      events ??= listen(store);
      return;
    }
    // a page that is not of this machine has no locks, and nobody has many of those
    if (!isSecureContext) return;
    void navigator.locks.request(BACKGROUND, { ifAvailable: true }, (lock) => {
      if (lock !== null)
        return new Promise<void>((resolve) => {
          release = resolve;
          if (!document.hidden) resolve();
        });
      if (document.hidden) {
        events?.close();
        events = undefined;
      }
      return undefined;
    });
  };
  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
}

/** Reads what there is and listens to what comes; after a break, all over again. */
function listen(store: Store): EventSource {
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
  return events;
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

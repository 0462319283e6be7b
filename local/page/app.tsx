import { useEffect, useRef, useState } from 'preact/hooks';
import { Conversation } from './conversation';
import { copyText } from './copy';
import { type Theme, useStore, useTheme, useView } from './hooks';
import { Phones } from './phones';
import { Providers } from './providers';
import { Send } from './send';
import type { Store } from './store';
import { StoryPane } from './story';

/** On a narrow screen one pane is shown at a time. */
type View = 'phones' | 'conversation' | 'story';

const SAMPLE_PHONE = '+4915112345678';

export function App({ store }: { readonly store: Store }) {
  useStore(store);
  const [view, setView] = useView<View>('phones');
  const [isSending, setSending] = useState(false);
  const [theme, toggleTheme] = useTheme();
  const search = useRef<HTMLInputElement>(null);
  useKeys(store, { search: () => search.current?.focus(), send: () => setSending(true) }, isSending);
  useEffect(() => {
    document.title = store.unread > 0 ? `(${store.unread}) SMS inbox` : 'SMS inbox';
  });
  const pick = (number: string, id?: string) => {
    store.pick(number, id);
    setView(id === undefined ? 'conversation' : 'story');
  };
  return (
    <div class={`app view-${view}`}>
      <header class="top">
        <img class="logo" src={LOGO} alt="" width="28" height="28" />
        <div class="brand">
          <h1>SMS inbox</h1>
          <p class="quiet">
            <span class={`connection ${store.connection}`} role="status">
              {CONNECTIONS[store.connection]}
            </span>
            {store.courier !== undefined && <span class="courier-name"> · {store.courier.name}</span>}
          </p>
        </div>
        <input
          ref={search}
          class="search"
          type="search"
          placeholder="Search number, text, code, state…  /"
          aria-label="Search messages"
          value={store.query}
          onInput={({ currentTarget }) => {
            store.search(currentTarget.value);
            setView('phones');
          }}
          onKeyDown={({ key, currentTarget }) => {
            if (key !== 'Escape') return;
            store.search('');
            currentTarget.blur();
          }}
        />
        <button
          type="button"
          class="icon"
          onClick={toggleTheme}
          aria-label={`Switch to ${OTHER[theme]} mode`}
          title={`Switch to ${OTHER[theme]} mode`}
        >
          {theme === 'dark' ? '☀' : '☾'}
        </button>
        <button
          type="button"
          class="primary"
          disabled={store.courier === undefined}
          onClick={() => setSending(true)}
          title="Send a message (n)"
        >
          Send<span class="wide-only"> a message</span>
        </button>
      </header>
      <Providers providers={store.providers} />
      <main class="panes">
        <Phones store={store} onPick={pick} />
        <Conversation
          key={store.phone}
          store={store}
          isShown={view === 'conversation'}
          onBack={() => setView('phones')}
          onPick={(id) => {
            store.pick(store.phone, id);
            setView('story');
          }}
        />
        <StoryPane store={store} onBack={() => setView('conversation')} />
      </main>
      {isSending && store.courier !== undefined && (
        <Send
          courier={store.courier}
          phone={store.phone ?? SAMPLE_PHONE}
          onClose={() => setSending(false)}
          onSent={(number) => {
            setSending(false);
            store.search('');
            store.pick(number);
            setView('conversation');
          }}
        />
      )}
    </div>
  );
}

const LOGO = new URL('./icon.svg', import.meta.url).href;

const OTHER: Readonly<Record<Theme, Theme>> = { light: 'dark', dark: 'light' };

const CONNECTIONS = {
  connecting: 'connecting…',
  live: 'live',
  lost: 'the courier has stopped: this page comes back with it',
} as const;

/** Keys that work wherever nothing is typed. */
function useKeys(
  store: Store,
  actions: { readonly search: () => void; readonly send: () => void },
  isBusy: boolean,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = (event.target as HTMLElement).matches('input, textarea, select');
      if (isBusy || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const copy = () => {
        const code = store.phoneOf(store.phone)?.messages.findLast((message) => message.code !== null)?.code;
        if (code != null) void copyText(code);
      };
      const keys: Readonly<Record<string, () => void>> = {
        '/': actions.search,
        n: actions.send,
        j: () => store.move(1),
        k: () => store.move(-1),
        c: copy,
      };
      const act = keys[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

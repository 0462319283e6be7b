import type { MessageSummary } from '../inbox/api';
import { Badge } from './badge';
import { count, day, line, toneOfState, words } from './format';
import type { Phone, Store } from './store';
import { VirtualList } from './virtual-list';

const ROW = 92;

interface Props {
  readonly store: Store;
  readonly onPick: (number: string, id?: string) => void;
}

/** The phones, or, while something is searched for, the messages that were found. */
export function Phones({ store, onPick }: Props) {
  if (store.query.trim() !== '') return <Found store={store} onPick={onPick} />;
  return (
    <nav class="pane phones" aria-label="Phones">
      <h2 class="pane-title">
        Phones <span class="quiet">{store.phones.length.toLocaleString()}</span>
      </h2>
      {store.phones.length === 0 && (
        <p class="hint">
          No message yet.
          <span class="narrow-only"> Every SMS of your courier lands here: press Send for a first one.</span>
        </p>
      )}
      <VirtualList
        items={store.phones}
        rowHeight={ROW}
        label="Phones, the latest first"
        keyOf={({ number }) => number}
        current={store.phones.findIndex(({ number }) => number === store.phone)}
      >
        {(phone) => (
          <PhoneRow phone={phone} isCurrent={phone.number === store.phone} onPick={() => onPick(phone.number)} />
        )}
      </VirtualList>
      <p class="keys quiet">
        <kbd>/</kbd> search <kbd>n</kbd> send <kbd>j</kbd> <kbd>k</kbd> move <kbd>c</kbd> copy
      </p>
    </nav>
  );
}

function PhoneRow({
  phone,
  isCurrent,
  onPick,
}: {
  readonly phone: Phone;
  readonly isCurrent: boolean;
  readonly onPick: () => void;
}) {
  const message = phone.messages.at(-1);
  if (message === undefined) return null;
  return (
    <button type="button" class="row" aria-current={isCurrent} onClick={onPick}>
      <span class="row-top">
        <strong class="number">{phone.number}</strong>
        {phone.unread > 0 && (
          <span class="unread">
            {phone.unread}
            <span class="visually-hidden"> unread</span>
          </span>
        )}
        <time class="quiet">{day(message.received_at)}</time>
      </span>
      <Rest message={message} />
    </button>
  );
}

function Rest({ message }: { readonly message: MessageSummary }) {
  return (
    <>
      <span class="preview" dir="auto">
        {line(message.text) || 'no text'}
      </span>
      <span class="row-facts">
        <Badge tone={toneOfState(message.state)}>{message.state}</Badge>
        <span class="row-way">
          {[message.provider, message.state === 'sent' ? null : message.outcome && words(message.outcome)]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {message.code !== null && <span class="row-code">{message.code}</span>}
      </span>
    </>
  );
}

function Found({ store, onPick }: Props) {
  const found = store.found();
  return (
    <nav class="pane phones" aria-label="Messages found">
      <p class="pane-title" role="status">
        {count(found.length, 'message')} found
      </p>
      {found.length === 0 && (
        <p class="hint">Nothing holds all of these words. Try a number, a code, a state or a provider.</p>
      )}
      <VirtualList
        items={found}
        rowHeight={ROW}
        label="Messages found, the newest first"
        keyOf={({ id }) => id}
        current={found.findIndex(({ id }) => id === store.selected)}
      >
        {(message) => (
          <button
            type="button"
            class="row"
            aria-current={message.id === store.selected}
            onClick={() => onPick(message.to, message.id)}
          >
            <span class="row-top">
              <strong class="number">{message.to}</strong>
              <time class="quiet">{day(message.received_at)}</time>
            </span>
            <Rest message={message} />
          </button>
        )}
      </VirtualList>
    </nav>
  );
}

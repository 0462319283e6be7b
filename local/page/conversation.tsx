import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageSummary } from '../inbox/api';
import { Badge } from './badge';
import { CopyCode } from './copy';
import { count, noteOn, time, toneOfState, words } from './format';
import type { Store } from './store';

/** How many bubbles are drawn at first, and how many more at a click. */
const STEP = 50;

/** How far from the end somebody may be and still reads the newest, in pixels. */
const NEAR_END = 48;

interface Props {
  readonly store: Store;
  /** Whether it is in sight: on a narrow screen it may not be. */
  readonly isShown: boolean;
  readonly onBack: () => void;
  readonly onPick: (id: string) => void;
}

/** What one phone has received, as its owner would see it. */
export function Conversation({ store, isShown, onBack, onPick }: Props) {
  const phone = store.phoneOf(store.phone);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [shown, setShown] = useState(STEP);
  const newest = phone?.messages.at(-1);
  const chosen = phone?.messages.findIndex(({ id }) => id === store.selected) ?? -1;
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    // whoever reads further up is not carried off by a message that comes
    if (store.selected !== newest?.id)
      current.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' });
    else if (isAtEnd.current) current.scrollTop = current.scrollHeight;
  }, [store.selected, isShown]);
  if (phone === undefined) return <Welcome store={store} />;
  const withCode = phone.messages.findLast(({ code }) => code !== null);
  const { length } = phone.messages;
  // far from the end it is shown among its neighbours: all that is between would take long to draw
  const isFar = chosen >= 0 && chosen < length - shown;
  const first = Math.max(0, isFar ? chosen - STEP / 2 : length - shown);
  return (
    <section class="pane conversation" aria-label={`Messages to ${phone.number}`}>
      <header class="pane-head">
        <button type="button" class="back" onClick={onBack}>
          <span aria-hidden="true">‹</span> Phones
        </button>
        <div>
          <h2 class="number">{phone.number}</h2>
          <p class="quiet">{count(phone.messages.length, 'message')}</p>
        </div>
        {withCode?.code != null && <CopyCode code={withCode.code} label="Newest code" />}
      </header>
      <div
        class="bubbles-box"
        ref={box}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
        }}
      >
        {first > 0 && !isFar && (
          <button type="button" class="link" onClick={() => setShown(shown + STEP)}>
            Show {Math.min(STEP, first)} earlier
          </button>
        )}
        <ol class="bubbles">
          {phone.messages.slice(first, isFar ? chosen + STEP / 2 : length).map((message) => (
            <Bubble
              key={message.id}
              message={message}
              isSelected={message.id === store.selected}
              onPick={() => onPick(message.id)}
            />
          ))}
        </ol>
        {isFar && (
          <button type="button" class="link" onClick={() => store.pick(phone.number)}>
            Go to the newest
          </button>
        )}
      </div>
    </section>
  );
}

function Bubble({
  message,
  isSelected,
  onPick,
}: {
  readonly message: MessageSummary;
  readonly isSelected: boolean;
  readonly onPick: () => void;
}) {
  const { text, state, outcome, provider, attempts, received_at, arrived_at } = message;
  return (
    <li class={arrived_at === null ? 'not-arrived' : ''}>
      <button type="button" class="bubble" aria-pressed={isSelected} onClick={onPick}>
        <span class="bubble-text" dir="auto">
          {text.trim() || 'no text'}
        </span>
        <span class="bubble-facts">
          <time>{time(received_at)}</time>
          <Badge tone={toneOfState(state)}>{state}</Badge>
          {provider !== null && <span class="provider">{provider}</span>}
          {state !== 'sent' && outcome !== null && <span>{words(outcome)}</span>}
          {attempts > 1 && <span>{attempts} attempts</span>}
        </span>
      </button>
    </li>
  );
}

function Welcome({ store }: { readonly store: Store }) {
  return (
    <section class="pane conversation" aria-label="Messages">
      <div class="welcome">
        <h2>Every SMS of your courier lands here</h2>
        <p>Your own configuration runs on this machine, and what it sends shows up here. {noteOn(store.providers)}</p>
        <p>
          Press <kbd>n</kbd> to send a message.
        </p>
      </div>
    </section>
  );
}

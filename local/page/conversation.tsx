import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageSummary } from '../inbox/api';
import { Badge } from './badge';
import { CopyCode } from './copy';
import { count, time, toneOfState } from './format';
import type { Store } from './store';

/** How many bubbles are drawn at first, and how many more at a click. */
const STEP = 50;

interface Props {
  readonly store: Store;
  readonly onBack: () => void;
  readonly onPick: (id: string) => void;
}

/** What one phone has received, as its owner would see it. */
export function Conversation({ store, onBack, onPick }: Props) {
  const phone = store.phoneOf(store.phone);
  const end = useRef<HTMLLIElement>(null);
  const [shown, setShown] = useState(STEP);
  const newest = phone?.messages.at(-1);
  // another phone or message begins at its end
  useLayoutEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [store.phone, newest?.id]);
  if (phone === undefined) return <Welcome />;
  const withCode = phone.messages.findLast(({ code }) => code !== null);
  const hidden = Math.max(0, phone.messages.length - shown);
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
      <div class="bubbles-box">
        {hidden > 0 && (
          <button type="button" class="link" onClick={() => setShown(shown + STEP)}>
            Show {Math.min(STEP, hidden)} earlier
          </button>
        )}
        <ol class="bubbles">
          {phone.messages.slice(hidden).map((message) => (
            <Bubble
              key={message.id}
              message={message}
              isSelected={message.id === store.selected}
              onPick={() => onPick(message.id)}
            />
          ))}
          <li ref={end} class="end" aria-hidden="true" />
        </ol>
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
  const { text, state, provider, attempts, received_at, arrived_at } = message;
  return (
    <li class={arrived_at === null ? 'not-arrived' : ''}>
      <button type="button" class="bubble" aria-pressed={isSelected} onClick={onPick}>
        <span class="bubble-text">{text.trim() || 'no text'}</span>
        <span class="bubble-facts">
          <time>{time(received_at)}</time>
          <Badge tone={toneOfState(state)}>{state}</Badge>
          {provider !== null && <span class="provider">{provider}</span>}
          {attempts > 1 && <span>{attempts} attempts</span>}
        </span>
      </button>
    </li>
  );
}

function Welcome() {
  return (
    <section class="pane conversation" aria-label="Messages">
      <div class="welcome">
        <h2>Every SMS of your courier lands here</h2>
        <p>
          Your own configuration runs on this machine. What it sends goes to emulated providers, and shows up here. No
          real phone rings.
        </p>
        <p>
          Press <kbd>n</kbd> to send a message.
        </p>
      </div>
    </section>
  );
}

import { useEffect, useState } from 'preact/hooks';
import type { FaultSetting, ProviderStatus } from '../inbox/api';
import { setFault } from './connection';
import { duration, faultText, noteOn } from './format';
import { useNow } from './hooks';

/** How each provider is, and what is made to go wrong with it. */
export function Providers({ providers }: { readonly providers: readonly ProviderStatus[] }) {
  const [opened, setOpened] = useState<string>();
  const now = useNow(providers.some(({ breaker }) => breaker === 'open'));
  const open = providers.find(({ id }) => id === opened);
  return (
    <section class="providers" aria-label="Providers">
      <div class="chips">
        <span class="chips-title" id="providers-title">
          Providers
        </span>
        {providers.map((provider) => (
          <button
            key={provider.id}
            type="button"
            class={`chip ${toneOf(provider)}`}
            aria-expanded={provider.id === opened}
            aria-controls="faults"
            onClick={() => setOpened(provider.id === opened ? undefined : provider.id)}
          >
            <span class="dot" aria-hidden="true" />
            <strong>{provider.id}</strong>
            <span>{statusText(provider, now)}</span>
          </button>
        ))}
        {open === undefined && <span class="chips-hint quiet">Click a provider to break it.</span>}
        {providers.length > 0 && <span class="chips-note quiet">{noteOn(providers)}</span>}
      </div>
      <div id="faults">{open !== undefined && <Faults provider={open} />}</div>
    </section>
  );
}

function toneOf({ fault, breaker, live }: ProviderStatus): string {
  if (breaker === 'open') return 'bad';
  if (fault !== null) return 'busy';
  return live ? 'live' : 'good';
}

function statusText(
  { fault, breaker, breaker_open_until: until, live, accepted, failed }: ProviderStatus,
  now: number,
): string {
  const left = (until ?? 0) - now;
  const parts = [
    live ? 'live' : undefined,
    fault === null ? undefined : faultText(fault),
    breaker === 'closed'
      ? undefined
      : left > 0
        ? `breaker open, asked last for ${duration(Math.ceil(left / 1_000) * 1_000)}`
        : 'breaker open, the next message tries it',
  ].filter((part) => part !== undefined);
  if (parts.length > 0) return parts.join(' · ');
  const sent = `${accepted.toLocaleString()} sent`;
  return failed > 0 ? `${sent}, ${failed.toLocaleString()} failed` : sent;
}

const DEFAULT_SLOW_MS = 3_000;
const DEFAULT_RETRY_AFTER = 5;

interface Choice {
  readonly title: string;
  readonly explanation: string;
  readonly fault: FaultSetting | null;
}

const CHOICES: readonly Choice[] = [
  { title: 'Healthy', explanation: 'Answers as the real service does.', fault: null },
  {
    title: 'Slow',
    explanation: 'Does what is asked, and answers 3 s later.',
    fault: { kind: 'slow', delay_ms: DEFAULT_SLOW_MS },
  },
  {
    title: 'Too slow',
    explanation: 'Answers after the courier has given up waiting: nobody knows whether the phone rang.',
    fault: { kind: 'slow', delay_ms: 15_000 },
  },
  {
    title: 'Throttled',
    explanation: 'Too many requests: come back in 5 s.',
    fault: { kind: 'throttled', retry_after_seconds: DEFAULT_RETRY_AFTER },
  },
  {
    title: 'Lost response',
    explanation: 'Sends the message, and the connection is cut before the answer.',
    fault: { kind: 'lost_response' },
  },
  {
    title: 'Cut off',
    explanation: 'The connection is cut once the request is there, and nothing is done.',
    fault: { kind: 'cut_off' },
  },
  { title: 'Down', explanation: 'Takes no connection.', fault: { kind: 'down' } },
];

function Faults({ provider }: { readonly provider: ProviderStatus }) {
  const { id, fault, live, stand_in: isStandIn, error_codes: codes, origin } = provider;
  const [problem, setProblem] = useState<string>();
  // the courier has spoken since
  useEffect(() => setProblem(undefined), [provider]);
  const set = (wanted: FaultSetting | null) => {
    setProblem(undefined);
    setFault(id, wanted).catch((error: Error) => setProblem(error.message));
  };
  if (live)
    return (
      <p class="faults">
        {id} is asked for real at {origin}: nothing can be made to go wrong there.
      </p>
    );
  const chosen = CHOICES.find((choice) => isSame(choice.fault, fault));
  return (
    <fieldset class="faults">
      <legend>
        What goes wrong at {id}{' '}
        <span class="quiet">
          ({origin.replace(/^https?:\/\//, '')}, {isStandIn ? 'where a stand-in takes whatever it is sent' : 'emulated'}
          )
        </span>
      </legend>
      <div class="choices">
        {CHOICES.map((choice) => (
          <button
            key={choice.title}
            type="button"
            aria-pressed={choice === chosen}
            title={choice.explanation}
            onClick={() => set(choice.fault)}
          >
            {choice.title}
          </button>
        ))}
        {codes.length > 0 && (
          <label class={fault?.kind === 'error' ? 'chosen' : ''}>
            Error{' '}
            <select
              value={fault?.kind === 'error' ? fault.code : ''}
              onChange={({ currentTarget: { value } }) => value !== '' && set({ kind: 'error', code: value })}
            >
              <option value="">code…</option>
              {codes.map((code) => (
                <option key={code} value={code}>
                  {code}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p class="quiet" role="status">
        {problem ?? chosen?.explanation ?? (fault?.kind === 'error' ? `Answers with its own error ${fault.code}.` : '')}
      </p>
    </fieldset>
  );
}

function isSame(one: FaultSetting | null, other: FaultSetting | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

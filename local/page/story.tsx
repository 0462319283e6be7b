import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Attempt, ShownRequest, ShownResponse, Story } from '../inbox/api';
import { Badge } from './badge';
import { CopyCode } from './copy';
import { count, duration, time, toneOfOutcome, toneOfState, words } from './format';
import { useNow, useStory } from './hooks';
import type { Store } from './store';

/** What became of a message, step by step. */
export function StoryPane({ store, onBack }: { readonly store: Store; readonly onBack: () => void }) {
  const story = useStory(store, store.selected);
  const now = useNow(story?.state === 'queued');
  const pane = useRef<HTMLElement>(null);
  useLayoutEffect(() => pane.current?.scrollTo(0, 0), [store.selected]);
  return (
    <section ref={pane} class="pane story" aria-label="Story of the message">
      {story === undefined ? (
        <p class="hint">Pick a message to see its story.</p>
      ) : (
        <Steps story={story} now={now} onBack={onBack} />
      )}
    </section>
  );
}

function Steps({ story, now, onBack }: { readonly story: Story; readonly now: number; readonly onBack: () => void }) {
  const { state, provider, code, tries, received_at, ended_at, retry_at } = story;
  return (
    <>
      <header class="story-head">
        <button type="button" class="back" onClick={onBack}>
          <span aria-hidden="true">‹</span> Messages
        </button>
        <div class="story-title">
          <Badge tone={toneOfState(state)}>{state}</Badge>
          <h2>{headline(story)}</h2>
        </div>
        <dl class="facts">
          <Fact name="Provider">{provider ?? 'none'}</Fact>
          <Fact name="Took">
            {ended_at === null ? duration(Math.max(0, now - received_at)) : duration(ended_at - received_at)}
          </Fact>
          <Fact name="Attempts">{Math.max(story.attempts, tries.length)}</Fact>
          {story.segments !== null && (
            <Fact name="Size">
              {count(story.segments, 'segment')}, {story.encoding}
            </Fact>
          )}
        </dl>
        {code !== null && <CopyCode code={code} label="Code" />}
      </header>
      <ol class="steps">
        <Step at={received_at} title={`Came in by ${story.door}`}>
          <p>
            {story.template_type === '' ? 'No template type' : <code>{story.template_type}</code>}
            {story.expires_at !== null && `, good until ${time(story.expires_at)}`}
          </p>
          <Fold title="Message as it came in">
            <pre>{JSON.stringify(story.message, null, 2)}</pre>
          </Fold>
        </Step>
        {story.text !== '' && (
          <Step title="Text" aside={story.text_source}>
            <blockquote dir="auto">{story.text.trim()}</blockquote>
          </Step>
        )}
        <Step title="Providers" aside={story.route}>
          <ol class="order">
            {story.order.map(({ id, why }) => (
              <li key={id}>
                <strong>{id}</strong> <span class="quiet">{why}</span>
              </li>
            ))}
          </ol>
        </Step>
        {tries.map((attempt, index) => (
          <AttemptStep key={`${attempt.started_at} ${index}`} attempt={attempt} index={index} />
        ))}
        {story.notes.map(({ at, text }) => (
          <Step key={`${at} ${text}`} at={at} title={text} />
        ))}
        {retry_at !== null && (
          <Step
            title={`Tried again ${retry_at > now ? `in ${duration(retry_at - now)}` : 'now'}`}
            tone="busy"
            aside={story.detail ?? ''}
          />
        )}
        {ended_at !== null && (
          <Step
            at={ended_at}
            title={words(state)}
            tone={toneOfState(state)}
            aside={state === 'sent' ? '' : (story.detail ?? '')}
          />
        )}
      </ol>
      <p class="story-id quiet">
        id <code>{story.id}</code>
      </p>
    </>
  );
}

function headline({ state, provider, tries, detail }: Story): string {
  const asked = new Set(tries.map((each) => each.provider));
  switch (state) {
    case 'sent':
      return asked.size > 1
        ? `Sent by ${provider}, after ${[...asked].filter((id) => id !== provider).join(', ')} did not`
        : `Sent by ${provider}`;
    case 'queued':
      return tries.length === 0
        ? 'On its way'
        : tries.at(-1)?.outcome === null
          ? `Asking ${provider}`
          : 'Waits for its next attempt';
    default:
      return detail ?? `Ended as ${state}`;
  }
}

function AttemptStep({ attempt, index }: { readonly attempt: Attempt; readonly index: number }) {
  const { provider, number, started_at, duration_ms, outcome, code, detail, request, response, provider_message_id } =
    attempt;
  return (
    <Step
      at={started_at}
      tone={toneOfOutcome(outcome)}
      title={`Attempt ${number ?? index + 1}: ${provider}`}
      badge={<Badge tone={toneOfOutcome(outcome)}>{outcome === null ? 'waiting' : words(outcome)}</Badge>}
    >
      <p class="quiet">
        {[
          duration_ms === null ? undefined : duration(duration_ms),
          response === null ? undefined : `HTTP ${response.status}`,
          code === null || code === String(response?.status) ? undefined : `code ${code}`,
          provider_message_id === null ? undefined : `id ${provider_message_id}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {detail !== null && <p>{detail}</p>}
      {request === null ? (
        outcome !== null && (
          <p class="quiet">No request was seen here: no connection was made, or the provider is a real one.</p>
        )
      ) : (
        <Fold title="Request">
          <pre>{requestText(request)}</pre>
          <Form request={request} />
        </Fold>
      )}
      {response !== null && (
        <Fold title="Response">
          <pre>{responseText(response)}</pre>
        </Fold>
      )}
      {request !== null && response === null && outcome !== null && (
        <p class="quiet">The connection ended without an answer.</p>
      )}
    </Step>
  );
}

/** A form's fields in clear. */
function Form({ request: { headers, body } }: { readonly request: ShownRequest }) {
  if (!(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return null;
  return (
    <dl class="fields" aria-label="The form's fields">
      {[...new URLSearchParams(body)].map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
    </dl>
  );
}

function requestText({ method, url, headers, body }: ShownRequest): string {
  return `${method} ${url}\n${headerLines(headers)}${body === '' ? '' : `\n\n${body}`}`;
}

function responseText({ status, headers, body }: ShownResponse): string {
  return `HTTP ${status}\n${headerLines(headers)}${body === '' ? '' : `\n\n${pretty(body)}`}`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

interface StepProps {
  readonly at?: number;
  readonly title: string;
  readonly aside?: string;
  readonly tone?: string;
  readonly badge?: ComponentChildren;
  readonly children?: ComponentChildren;
}

function Step({ at, title, aside = '', tone = 'plain', badge, children }: StepProps) {
  return (
    <li class={`step ${tone}`}>
      <div class="step-head">
        <h3>{title}</h3>
        {badge}
        {at !== undefined && <time class="quiet">{time(at)}</time>}
      </div>
      {aside !== '' && <p class="quiet">{aside}</p>}
      {children}
    </li>
  );
}

function Fold({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <details>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

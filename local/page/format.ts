import type { FaultSetting, MessageState, ProviderStatus } from '../inbox/api';

const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

export function time(at: number): string {
  return isToday(at) ? TIME.format(at) : `${DATE.format(at)} ${TIME.format(at)}`;
}

/** The time, or for another day that day: as much as a row has room for. */
export function day(at: number): string {
  return isToday(at) ? TIME.format(at) : DATE.format(at);
}

function isToday(at: number): boolean {
  return new Date(at).toDateString() === new Date().toDateString();
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${Number((milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0))} s`;
  return `${Math.round(milliseconds / 60_000)} min`;
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}`;
}

/** In one line. */
export function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A state's or an outcome's name as people write it. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}

export type Tone = 'good' | 'bad' | 'busy' | 'quiet';

export function toneOfState(state: MessageState): Tone {
  return ({ sent: 'good', failed: 'bad', queued: 'busy' } as const)[state as 'sent'] ?? 'quiet';
}

export function toneOfOutcome(outcome: string | null): Tone {
  if (outcome === null) return 'busy';
  return outcome === 'accepted' ? 'good' : 'bad';
}

/** Whether a phone may ring. */
export function noteOn(providers: readonly ProviderStatus[]): string {
  const live = providers.filter((provider) => provider.live).map(({ id }) => id);
  return live.length === 0
    ? 'All providers are emulated: no real phone rings.'
    : `What ${live.join(' and ')} takes rings a real phone.`;
}

export function faultText(fault: FaultSetting): string {
  switch (fault.kind) {
    case 'error':
      return `error ${fault.code}`;
    case 'throttled':
      return 'throttled';
    case 'slow':
      return `slow, ${duration(fault.delay_ms)}`;
    default:
      return words(fault.kind);
  }
}

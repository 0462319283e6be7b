import type { Arrival, LogLine } from './local-courier';

/** A message that was put on the queue. */
export interface Sent {
  /** Its name in the file of messages. */
  readonly name: string;
  /** The id that the courier's log lines give it. */
  readonly id: string;
  /** E.164, if the recipient is a phone number. */
  readonly recipient: string;
  /** Blank if the courier is to render it. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
}

export interface Result {
  readonly sent: Sent;
  /** Absent: it has not arrived. */
  readonly arrival?: Arrival;
}

/** Finds each message's arrival: the phone and a text that was sent must be the same, and one arrival serves one message. */
export function matchArrivals(sent: readonly Sent[], arrivals: readonly Arrival[]): Result[] {
  const left = [...arrivals];
  return sent.map((message) => {
    const index = left.findIndex(
      ({ to, text }) => to === message.recipient && (message.text.trim() === '' || text === message.text),
    );
    const [arrival] = index < 0 ? [] : left.splice(index, 1);
    return { sent: message, ...(arrival === undefined ? {} : { arrival }) };
  });
}

/** Whether nothing more can be expected: every message has arrived or ended otherwise. */
export function allSettled(results: readonly Result[], log: readonly LogLine[]): boolean {
  return results.every(({ sent, arrival }) => arrival !== undefined || ending(sent, log) !== undefined);
}

/** Why a message has not arrived, in the words of the courier's log. */
export function explain(sent: Sent, log: readonly LogLine[]): string {
  const end = ending(sent, log);
  const last = end ?? linesOf(sent, log).at(-1);
  if (last === undefined) return "the courier's log has no line about it";
  if (last['state'] === 'sent') return 'it was sent, but no phone received this text';
  const state = end === undefined ? 'it is still being tried' : String(last['state']);
  const reasons = ['outcome', 'code', 'detail'].flatMap((name) => last[name] ?? []).map(String);
  return [state, ...reasons].join(': ');
}

/** The line that ends a message; `queued` means that it will be tried again. */
function ending(sent: Sent, log: readonly LogLine[]): LogLine | undefined {
  return linesOf(sent, log).find(({ event, state }) => event === 'message' && state !== 'queued');
}

function linesOf(sent: Sent, log: readonly LogLine[]): LogLine[] {
  return log.filter((line) => line['message_id'] === sent.id);
}

const TEXT_WIDTH = 60;

/** What each phone received, one line a message. */
export function arrivalTable(results: readonly Result[]): string {
  const rows = results.flatMap(({ sent, arrival }) =>
    arrival === undefined
      ? []
      : [[arrival.to, arrival.provider, `${arrival.at - sent.sentAt} ms`, shorten(arrival.text)]],
  );
  const table = [['phone', 'provider', 'took', 'text'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

/** One line, with the characters that would break it in their escaped form. */
function shorten(text: string): string {
  const line = JSON.stringify(text.trimEnd()).slice(1, -1).replace(/\\"/g, '"');
  return line.length <= TEXT_WIDTH ? line : `${line.slice(0, TEXT_WIDTH - 1)}…`;
}

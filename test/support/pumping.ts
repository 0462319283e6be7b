import { admit } from '../../lambda/admit';
import type { Table } from '../../lambda/aws/dynamodb';
import type { CourierConfig } from '../../lambda/config';
import { type LimitName, Limits } from '../../lambda/guards/limits';
import { keyedHash } from '../../lambda/ledger/key';
import { type Message, parseMessage } from '../../lambda/message';
import { type SmsCourierProps, SmsSecret } from '../../lib';
import { lazyTable } from './dynamodb';
import { courier } from './stack';

/** Clients' addresses come from Ory through the ingress. */
const KEY = SmsSecret.fromSsmParameter('/sms/ingress/api_key');

const HOUR_MS = 3_600_000;
/** A day that begins with an hour and a day of the limits. */
const MIDNIGHT = Date.UTC(2026, 0, 12);

/** A message of the simulation: when it comes, and who has it sent. */
interface Sent {
  readonly at: number;
  readonly by: 'user' | 'fraudster';
  readonly recipient: string;
  readonly address: string;
}

export interface Attack {
  readonly messages: number;
  /** Blocks of ten thousand numbers that it goes to. */
  readonly prefixes: number;
  readonly addresses: number;
}

export const ONE_PREFIX: Attack = { messages: 50_000, prefixes: 1, addresses: 20_000 };
export const HUNDRED_PREFIXES: Attack = { ...ONE_PREFIX, prefixes: 100 };

export interface Figures {
  readonly users: { readonly sent: number; readonly stopped: number };
  readonly fraudsters: { readonly sent: number; readonly stopped: Partial<Record<LimitName, number>> };
  /** To count all of them. */
  readonly writes: number;
}

/** Share of a day's codes that each of its hours has, in percent. */
const HOURS = [1, 1, 1, 1, 1, 2, 4, 6, 7, 6, 6, 5, 6, 5, 5, 5, 5, 6, 7, 7, 6, 4, 2, 1];

/** 1,000 messages of a day: one in five users asks for a second code, one in a hundred for four; one in twenty sits in one office. */
function usualDay(random: () => number): Sent[] {
  const digits = (count: number) => String(Math.floor(random() * 10 ** count)).padStart(count, '0');
  return HOURS.flatMap((percent, hour) => {
    const messages: Sent[] = [];
    while (messages.length < percent * 10) {
      const dice = random();
      const recipient = `+49${pick(['151', '160', '170', '171', '175', '176'], random)}${digits(8)}`;
      const address = random() < 0.05 ? '198.51.100.7' : `203.0.${digits(2)}.${digits(2)}`;
      const codes = dice < 0.01 ? 4 : dice < 0.2 ? 2 : 1;
      for (let code = 0; code < codes && messages.length < percent * 10; code += 1)
        messages.push({ at: MIDNIGHT + (hour + random()) * HOUR_MS, by: 'user', recipient, address });
    }
    return messages;
  });
}

/** All in the hour from 20:00. */
function attackOf({ messages, prefixes, addresses }: Attack, random: () => number): Sent[] {
  return Array.from({ length: messages }, () => {
    const prefix = `+4915510${String(Math.floor(random() * prefixes)).padStart(3, '0')}`;
    const address = Math.floor(random() * addresses);
    return {
      at: MIDNIGHT + (20 + random()) * HOUR_MS,
      by: 'fraudster' as const,
      recipient: prefix + String(Math.floor(random() * 10_000)).padStart(4, '0'),
      address: `192.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
    };
  });
}

/** A usual day, and attacks on it, with the limits that the construct gives but for those that are said. The same each time. */
export async function runDay(
  attacks: readonly Attack[],
  limits: NonNullable<SmsCourierProps['limits']> = {},
): Promise<Figures> {
  const config: CourierConfig = JSON.parse(courier({ limits, ingress: { apiKey: KEY } }).toCourierJson());
  const random = seeded(42);
  return simulate([usualDay(random), ...attacks.map((each) => attackOf(each, random))], lazyTable(), config);
}

/** Puts all messages of a day to the guards of several environments over one ledger, in the order of time. */
async function simulate(days: readonly Sent[][], table: Table, config: CourierConfig): Promise<Figures> {
  let writes = 0;
  const counting: Table = {
    ...table,
    update: (update) => {
      if (String(update.key['pk']).startsWith('limit#')) writes += 1;
      return table.update(update);
    },
  };
  const { limits } = config;
  if (limits === undefined) throw new Error('a simulation of limits needs some');
  const environments = Array.from(
    { length: limits.environments },
    () => new Limits(counting, keyedHash(table), limits),
  );
  const all = days.flat().sort((a, b) => a.at - b.at);
  const figures = { users: { sent: 0, stopped: 0 }, fraudsters: { sent: 0, stopped: {} as Record<string, number> } };
  // as many at a time as all environments work on together
  const atATime = environments.length * 10;
  for (let start = 0; start < all.length; start += atATime) {
    await Promise.all(
      all.slice(start, start + atATime).map(async (each, index) => {
        const message = read(each, start + index, config);
        const refusal = admit(message, config, each.at);
        if (refusal !== undefined) throw new Error(refusal.detail);
        const environment = environments[index % environments.length] as Limits;
        const limit = await environment.count(message, message.id, each.at, true);
        const side = each.by === 'user' ? figures.users : figures.fraudsters;
        if (limit === undefined) side.sent += 1;
        else if (each.by === 'user') figures.users.stopped += 1;
        else figures.fraudsters.stopped[limit] = (figures.fraudsters.stopped[limit] ?? 0) + 1;
      }),
    );
  }
  return { ...figures, writes };
}

function read({ at, recipient, address }: Sent, index: number, config: CourierConfig): Message {
  return parseMessage(
    {
      id: String(index),
      recipient,
      body: 'Your code is 428193',
      request_headers: { 'True-Client-Ip': [address] },
    },
    { enteredAt: at, fallbackId: '', origin: 'ory' },
    { ...config, ...config.delivery },
  );
}

function pick<T>(values: readonly T[], random: () => number): T {
  return values[Math.floor(random() * values.length)] as T;
}

/** The same numbers each time: https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

import { arch, availableParallelism, cpus, totalmem, type } from 'node:os';

/** What a report says of the machine that it was made on. */
export function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${type()} ${arch()}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${memory} GB`;
}

/** Today, as reports are dated. */
export function date(): string {
  return new Date().toISOString().slice(0, 10);
}

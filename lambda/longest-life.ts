/** A message that waits for longer than the queue keeps it would vanish, and nobody be told: it ends an hour before, whatever life it states. */
export function longestLifeSeconds(queueDays: number): number {
  return queueDays * 86_400 - 3_600;
}

import type { SmsProvider } from '../../../lib';
import { startLocalCourier } from '../../../local/courier';
import type { Arrival } from '../../../local/local-courier';
import { ORY_EXAMPLES } from '../../support/messages';
import { eventually } from '../support';
import { synthesizeCourier } from '../synth';

export interface Refusal {
  /** What the provider is told to fail with. */
  readonly code: string;
  readonly outcome: string;
  readonly deadLetters: number;
}

/** Brings an Ory message through queue, courier and provider; the provider refuses the next, which ends as failed. */
export async function expectDelivery(provider: SmsProvider, to: string, refusal: Refusal): Promise<void> {
  const courier = await startLocalCourier(synthesizeCourier({ providers: [provider] }));
  try {
    const arrivals: Arrival[] = [];
    const ends: unknown[] = [];
    courier.events.on('arrival', (arrival) => arrivals.push(arrival));
    courier.events.on('log', ({ state, outcome, code }) => state !== undefined && ends.push([state, outcome, code]));
    const { body } = ORY_EXAMPLES['A_login_code_valid'] as { body: string };
    await courier.sendMessage(ORY_EXAMPLES['A_login_code_valid'] as object);
    await eventually(() => ends.length === 1, 'the first message has ended');
    expect(arrivals).toMatchObject([{ provider: provider.id, to, from: 'ACME', text: body }]);

    await courier.setFault(provider.id, { kind: 'error', code: refusal.code });
    await courier.sendMessage(ORY_EXAMPLES['E_recovery_code_valid'] as object);
    await eventually(() => ends.length === 2, 'the second message has ended');
    expect(ends).toEqual([
      ['sent', 'accepted', undefined],
      ['failed', refusal.outcome, refusal.code],
    ]);
    expect(arrivals).toHaveLength(1);
    expect(await courier.deadLetters()).toHaveLength(refusal.deadLetters);
  } finally {
    await courier.stop();
  }
}

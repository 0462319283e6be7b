import type { SecretReference } from '../../../lambda/config';
import { Keys } from '../../../lambda/ingress/keys';
import type { IngressRequest } from '../../../lambda/ingress/request';

export const ssm = (name: string): SecretReference => ({ source: 'ssm', name });

/** Keys over parameters that the test holds. */
export class TestKeys {
  readonly parameters = new Map<string, string>();
  isDown = false;
  reads = 0;
  readonly keys: Keys;

  constructor(names: readonly string[], now: () => number) {
    const fetch = async () => {
      this.reads += 1;
      if (this.isDown) throw new Error('down');
      return new Map(this.parameters);
    };
    this.keys = new Keys(
      [{ id: 'x', secrets: Object.fromEntries(names.map((name) => [name, ssm(name)])) }],
      { ssm: fetch, secretsmanager: fetch },
      now,
    );
  }
}

export function request(
  body: string,
  headers: Readonly<Record<string, string>> = {},
  fields: Partial<IngressRequest> = {},
): IngressRequest {
  return { method: 'POST', path: '/x', query: {}, headers, body: Buffer.from(body), ...fields };
}

/** What the call is refused with. */
export async function refusal(call: () => Promise<unknown>): Promise<{ status: number; message: string } | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error as { status: number; message: string };
  }
}

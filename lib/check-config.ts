import type { Finding } from '../lambda/check/finding';
import { askEngine } from './engine-process';

const checked = new Map<string, readonly Finding[]>();

/** Tries a configuration out: templates, and each provider's Jsonnet on a message of each of Ory's template types. */
export function checkConfig(courierJson: string): readonly Finding[] {
  const known = checked.get(courierJson);
  if (known !== undefined) return known;
  const findings = askEngine('check', courierJson) as readonly Finding[];
  checked.set(courierJson, findings);
  return findings;
}

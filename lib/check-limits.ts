import { Token } from 'cdktf';
import type { LimitsConfig } from '../lambda/config';
import type { LimitsProps } from './limits-props';
import { range } from './range';

/** What the author may set of the limits. */
export type Limits = Omit<LimitsConfig, 'clientIpOrigins' | 'environments'>;

/** Limits that no normal traffic meets: see docs/fraud.md for where each comes from. */
const DEFAULTS: Limits = {
  mode: 'enforce',
  recipientPerHour: 10,
  prefixPerHour: 100,
  clientIpPerHour: 300,
  countryPerHour: 10_000,
  segmentsPerDay: 100_000,
};

const MOST = {
  recipientPerHour: 100,
  prefixPerHour: 1_000,
  clientIpPerHour: 1_000_000,
  countryPerHour: 10_000_000,
  segmentsPerDay: 100_000_000,
} as const;

export function readLimits(props: LimitsProps): Limits {
  const given = Object.entries(props).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...Object.fromEntries(given) };
}

/** Reports limits that are out of range, or that could never be met. */
export function checkLimits(limits: Limits): string[] {
  const { mode, recipientPerHour, prefixPerHour } = limits;
  if (Token.isUnresolved(mode)) return ['limits.mode is a Terraform token: give the text itself, since it is baked in'];
  return [
    ...(mode === 'enforce' || mode === 'record'
      ? []
      : [`limits.mode is ${JSON.stringify(mode)}: use enforce or record`]),
    ...Object.entries(MOST).flatMap(([name, most]) =>
      range(`limits.${name}`, limits[name as keyof typeof MOST], 1, most),
    ),
    ...(recipientPerHour > prefixPerHour
      ? [
          `limits.recipientPerHour is ${recipientPerHour}, more than the ${prefixPerHour} of limits.prefixPerHour, which has the recipient's messages in it: raise that`,
        ]
      : []),
  ];
}

/** Partitions whose hosts do not end in amazonaws.com, by how their regions begin. */
const SUFFIXES: readonly (readonly [region: string, suffix: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
];

/** Where a service is reached: https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function serviceOrigin(service: string, region: string): string {
  const [, suffix] = SUFFIXES.find(([prefix]) => region.startsWith(prefix)) ?? [];
  return `https://${service}.${region}.${suffix ?? 'amazonaws.com'}`;
}

import { type Reach, reachOf } from '../../lambda/request/address';
import { type Block, blockOf, NON_GLOBAL, textsOf } from '../support/addresses';
import fc from '../support/fast-check';

/** What a VPC may be numbered with; all else that is not global is nobody's. */
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].map(blockOf);

/** Instance metadata and its like, in the midst of the unique local addresses. */
const AWS = blockOf('fd00:ec2::/32');

function expected({ first, last, family }: Block): Reach {
  if (AWS.first <= first && last <= AWS.last) return 'none';
  const isPrivate = PRIVATE.some((each) => each.family === family && each.first <= first && last <= each.last);
  return isPrivate ? 'private' : 'none';
}

describe.each(NON_GLOBAL)('%s (%s)', (cidr) => {
  const block = blockOf(cidr);

  it('is not global, from its first address to its last', () => {
    for (const value of [block.first, (block.first + block.last) / 2n, block.last]) {
      for (const text of textsOf(value, block.family)) expect([text, reachOf(text)]).toEqual([text, expected(block)]);
    }
  });
});

it.each([
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '191.255.255.255',
  '192.0.1.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2000::',
  '2001:200::',
  '2001:db7:ffff::',
  '2001:db9::',
  '2003::',
  '2600:1f18::1',
  '3ffe:ffff::',
  '3fff:1000::',
  '64:ff9b::8.8.8.8',
  '64:ff9b::808:808',
])('%s is global', (address) => {
  expect(reachOf(address)).toBe('global');
});

it.each([
  ['instance metadata over IPv6', 'fd00:ec2::254'],
  ['the resolver of a VPC over IPv6', 'fd00:ec2::253'],
  ['an IPv4 address in IPv6, even a global one', '::ffff:8.8.8.8'],
  ['the same in hexadecimal', '::ffff:808:808'],
  ['an IPv4-compatible address', '::8.8.8.8'],
  ['6to4 of a global address', '2002:808:808::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['loopback behind NAT64', '64:ff9b::127.0.0.1'],
  ['metadata behind NAT64', '64:ff9b::a9fe:a9fe'],
  ['NAT64 of local use', '64:ff9b:1::8.8.8.8'],
  ['a site-local address', 'fec0::1'],
  ['a link-local address with its zone', 'fe80::1%eth0'],
  ['a global address with a zone', '2600:1f18::1%eth0'],
  ['an address that no registry has opened', '4000::1'],
  ['an address in decimal, which no resolver gives', '2130706433'],
  ['an address with leading zeros', '010.8.8.8'],
  ['a name', 'example.com'],
  ['nothing', ''],
])('%s is nobody', (_, address) => {
  expect(reachOf(address)).toBe('none');
});

it('takes a private IPv4 address behind NAT64 for what it is', () => {
  expect(reachOf('64:ff9b::10.1.2.3')).toBe('private');
});

it('takes no address of a non-global block for a global one', () => {
  const any = fc
    .constantFrom(...NON_GLOBAL.map(([cidr]) => blockOf(cidr)))
    .chain((block) => fc.bigInt({ min: block.first, max: block.last }).map((value) => [value, block.family] as const));
  fc.assert(
    fc.property(any, ([value, family]) => {
      for (const text of textsOf(value, family)) expect([text, reachOf(text)]).not.toEqual([text, 'global']);
    }),
    { numRuns: 5_000 },
  );
});

it('takes every IPv4 address, and every one of 2000::/3, outside of these blocks for global', () => {
  const blocks = NON_GLOBAL.map(([cidr]) => blockOf(cidr));
  const outside = (value: bigint, family: 4 | 6) =>
    !blocks.some((block) => block.family === family && block.first <= value && value <= block.last);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }).map((value) => [value, 4] as const),
        fc.bigInt({ min: 1n << 125n, max: (1n << 126n) - 1n }).map((value) => [value, 6] as const),
      ),
      ([value, family]) => {
        fc.pre(outside(value, family));
        for (const text of textsOf(value, family)) expect([text, reachOf(text)]).toEqual([text, 'global']);
      },
    ),
    { numRuns: 5_000 },
  );
});

import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Who can be behind an address.
 *
 * - `global`: a host of the public internet
 * - `private`: a host of the network that the function is attached to, such as a service in its VPC
 * - `none`: loopback, link-local (instance metadata), multicast, documentation, reserved: nobody to send SMS through
 */
export type Reach = 'global' | 'private' | 'none';

type Block = readonly [prefix: string, bits: number];

/** What a VPC may be numbered with: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const PRIVATE_V4: readonly Block[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];

/**
 * The other blocks of the registry. It calls a few of them globally reachable (AS112, AMT, PCP, TURN): services of the
 * network itself, and no SMS provider among them.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const RESERVED_V4: readonly Block[] = [
  ['0.0.0.0', 8], // this network, unspecified
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local: instance and container metadata
  ['192.0.0.0', 24], // IETF protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // AMT
  ['192.88.99.0', 24], // 6to4 relays
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarking
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** All that IANA has opened for global unicast: https://www.iana.org/assignments/ipv6-address-space */
const UNICAST_V6: readonly Block[] = [['2000::', 3]];

/**
 * The blocks of the registry that lie within. 6to4 and Teredo are refused as a whole, since what they embed may be anything.
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const RESERVED_V6: readonly Block[] = [
  ['2001::', 23], // IETF protocol assignments: Teredo, benchmarking, ORCHID, AMT, …
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
];

const UNIQUE_LOCAL: readonly Block[] = [['fc00::', 7]];

/** AWS's own services on the instance, metadata among them: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
const AWS_LOCAL: readonly Block[] = [['fd00:ec2::', 32]];

/** What a resolver with DNS64 gives in an IPv6-only subnet for a host that has IPv4 only: https://www.rfc-editor.org/rfc/rfc6052 */
const NAT64_PREFIX = '64:ff9b::';

const embeddedInNat64 = (blocks: readonly Block[]): Block[] =>
  blocks.map(([prefix, bits]) => [`${NAT64_PREFIX}${prefix}`, 96 + bits]);

const reserved4 = blockList(RESERVED_V4);
const private4 = blockList(PRIVATE_V4);
const unicast6 = blockList([...UNICAST_V6, [NAT64_PREFIX, 96]]);
const reserved6 = blockList([...RESERVED_V6, ...embeddedInNat64(RESERVED_V4)]);
const private6 = blockList([...UNIQUE_LOCAL, ...embeddedInNat64(PRIVATE_V4)]);
const awsLocal6 = blockList(AWS_LOCAL);

/** Classifies an IPv4 or IPv6 address in any of its textual forms; what is no address, or has a zone, is `none`. */
export function reachOf(address: string): Reach {
  if (isIPv4(address)) {
    if (private4.check(address, 'ipv4')) return 'private';
    return reserved4.check(address, 'ipv4') ? 'none' : 'global';
  }
  if (!isIPv6(address) || address.includes('%')) return 'none';
  // judged by what is allowed: a BlockList says of what it cannot parse that it is not in it
  if (private6.check(address, 'ipv6')) return awsLocal6.check(address, 'ipv6') ? 'none' : 'private';
  return unicast6.check(address, 'ipv6') && !reserved6.check(address, 'ipv6') ? 'global' : 'none';
}

function blockList(blocks: readonly Block[]): BlockList {
  const list = new BlockList();
  for (const [prefix, bits] of blocks) list.addSubnet(prefix, bits, isIPv4(prefix) ? 'ipv4' : 'ipv6');
  return list;
}

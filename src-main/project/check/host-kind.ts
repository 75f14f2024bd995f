import { BlockList, isIP } from 'node:net';

const forbidden: readonly (readonly [why: string, list: BlockList])[] = [
  ['stands for every address of this computer', listed(['0.0.0.0', 32], ['::', 128])],
  ['is the metadata service of cloud computers', listed(['169.254.169.254', 32], ['fd00:ec2::254', 128])],
  ['is a multicast address', listed(['224.0.0.0', 4], ['ff00::', 8])],
  ['is the broadcast address', listed(['255.255.255.255', 32])],
];
const loopback = listed(['127.0.0.0', 8], ['::1', 128]);

/** Why no device or broker can be at this host, as the middle of a sentence; undefined for a host that can be one. */
export function forbiddenHost(host: string): string | undefined {
  const address = plain(host);
  return forbidden.find(([, list]) => isIn(list, address))?.[0];
}

/** True for the names and addresses of this computer that never leave it. */
export function isLoopback(host: string): boolean {
  const address = plain(host);
  return address === 'localhost' || address.endsWith('.localhost') || isIn(loopback, address);
}

function listed(...subnets: readonly (readonly [address: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

/** Also finds an IPv4 address that is written as an IPv6 one. */
function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

const plain = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

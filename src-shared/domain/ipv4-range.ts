/** A run of IPv4 addresses. */
export interface Ipv4Range {
  readonly first: number;
  readonly count: number;
}

const toNumber = (text: string): number | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
};

/**
 * `192.168.1.0/24` or one address. The addresses of the network itself and of all its hosts are none of a host, and left
 * out of ranges that have them. Undefined for any other text.
 */
export function parseIpv4Range(text: string): Ipv4Range | undefined {
  const [, address, bits = '32'] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(text.trim()) ?? [];
  const at = address === undefined ? undefined : toNumber(address);
  const width = Number(bits);
  if (at === undefined || width > 32) return undefined;
  const size = 2 ** (32 - width);
  const network = Math.floor(at / size) * size;
  return size <= 2 ? { first: network, count: size } : { first: network + 1, count: size - 2 };
}

/** `192.168.1.1` */
export function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** Whether an address is one of a host of a range; false where one of them is none. */
export function isInIpv4Range(address: string, text: string): boolean {
  const number = toNumber(address);
  const range = parseIpv4Range(text);
  return number !== undefined && range !== undefined && number >= range.first && number < range.first + range.count;
}

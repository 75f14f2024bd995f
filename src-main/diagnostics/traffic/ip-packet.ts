import { isIPv6 } from 'node:net';

export interface TcpEnd {
  readonly address: string;
  readonly port: number;
}

/** A segment of a connection. */
export interface TcpSegment {
  /** Both of one kind: IPv4, or IPv6. */
  readonly from: TcpEnd;
  readonly to: TcpEnd;
  readonly sequence: number;
  readonly acknowledged: number;
  readonly payload: Uint8Array;
}

const TCP = 6;
const TCP_HEADER = 20;
const PUSH_ACK = 0x18;
const HOP_LIMIT = 64;

/** The segment in an IP packet, with right checksums (RFC 791, 8200, 9293). */
export function ipPacket(segment: TcpSegment): Buffer {
  const { from, to } = segment;
  const isV6 = isIPv6(from.address);
  const [source, target] = [addressBytes(from.address), addressBytes(to.address)];
  const tcp = tcpSegment(segment);
  const pseudo = Buffer.alloc(4);
  pseudo.writeUInt16BE(tcp.length, 0);
  pseudo[3] = TCP;
  tcp.writeUInt16BE(checksum(Buffer.concat([source, target, pseudo, tcp])), 16);
  return Buffer.concat([isV6 ? header6(tcp.length, source, target) : header4(tcp.length, source, target), tcp]);
}

function tcpSegment({ from, to, sequence, acknowledged, payload }: TcpSegment): Buffer {
  const tcp = Buffer.alloc(TCP_HEADER + payload.length);
  tcp.writeUInt16BE(from.port, 0);
  tcp.writeUInt16BE(to.port, 2);
  tcp.writeUInt32BE(sequence >>> 0, 4);
  tcp.writeUInt32BE(acknowledged >>> 0, 8);
  tcp[12] = (TCP_HEADER / 4) << 4;
  tcp[13] = PUSH_ACK;
  tcp.writeUInt16BE(0xffff, 14);
  tcp.set(payload, TCP_HEADER);
  return tcp;
}

function header4(length: number, source: Buffer, target: Buffer): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(20 + length, 2);
  header.writeUInt16BE(0x4000, 6);
  header.set([HOP_LIMIT, TCP], 8);
  header.set(source, 12);
  header.set(target, 16);
  header.writeUInt16BE(checksum(header), 10);
  return header;
}

function header6(length: number, source: Buffer, target: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = 0x60;
  header.writeUInt16BE(length, 4);
  header.set([TCP, HOP_LIMIT], 6);
  return Buffer.concat([header, source, target]);
}

function addressBytes(address: string): Buffer {
  return isIPv6(address) ? v6Bytes(address) : Buffer.from(address.split('.').map(Number));
}

/** @param address may be shortened, end in an IPv4 address, and name a zone */
function v6Bytes(address: string): Buffer {
  const plain = address.split('%')[0]!.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: readonly string[]) => {
    const [a, b, c, d] = parts.map(Number) as [number, number, number, number];
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const [head = '', tail] = plain.split('::');
  const [front, back] = [groupsOf(head), groupsOf(tail ?? '')];
  const groups = tail === undefined ? front : [...front, ...Array(8 - front.length - back.length).fill('0'), ...back];
  const bytes = Buffer.alloc(16);
  groups.forEach((group: string, index) => bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2));
  return bytes;
}

/** RFC 1071. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

import { isIPv4, isIPv6 } from 'node:net';
import { ipPacket, type TcpEnd } from './ip-packet.ts';
import type { RecordedFrame } from './traffic-ring.ts';

/** pcapng, draft-ietf-opsawg-pcapng: types of blocks and codes of options. */
const BLOCK = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const;
const OPTION = { comment: 1, name: 2, application: 4 } as const;
/** Packets that begin with their IP header (LINKTYPE_RAW). */
const LINK_TYPE_RAW = 101;
/** More than that IP cannot carry; longer frames take several segments. */
const SEGMENT_BYTES = 65_000;
/** For ends that are not known: addresses that belong to nobody (RFC 5737, TEST-NET-1). */
const UNKNOWN_LOCAL = '192.0.2.1';
const UNKNOWN_REMOTE = '192.0.2.2';
const FIRST_LOCAL_PORT = 49_152;

export interface PcapngOptions {
  readonly application: string;
  /** Of the device. */
  readonly name: string;
  /** The peer where a frame does not say it. */
  readonly peer: { readonly host?: string | undefined; readonly port?: number | undefined };
  /** Written in the place of the peer's port, so that analysers know the protocol; undefined: as it was. */
  readonly port?: number | undefined;
  readonly comment?: string | undefined;
}

/** What one connection has sent until now: sequence numbers of both sides. */
interface Stream {
  readonly local: TcpEnd;
  readonly remote: TcpEnd;
  sent: number;
  received: number;
}

/**
 * A recording as a pcapng file that Wireshark and tcpdump read. The driver sees whole messages and no packets, so IP and TCP
 * headers are made for them: addresses and ports are those of the connection, sequence numbers count its bytes from
 * where the recording begins.
 */
export function pcapng(frames: readonly RecordedFrame[], options: PcapngOptions): Buffer {
  const streams = new Map<number, Stream>();
  const blocks = [sectionBlock(options), interfaceBlock(options.name)];
  for (const frame of frames) {
    const stream = streams.get(frame.link) ?? openStream(frame, options);
    streams.set(frame.link, stream);
    for (let at = 0; at === 0 || at < frame.bytes.length; at += SEGMENT_BYTES)
      blocks.push(
        packetBlock(frame.timeUs, segment(stream, frame.isSent, frame.bytes.subarray(at, at + SEGMENT_BYTES))),
      );
  }
  return Buffer.concat(blocks);
}

function openStream({ ends, link }: RecordedFrame, { peer, port }: PcapngOptions): Stream {
  const remoteHost = ends?.remoteAddress ?? peer.host ?? '';
  const isKnown = isIPv4(remoteHost) || isIPv6(remoteHost);
  const remote = isKnown ? remoteHost : UNKNOWN_REMOTE;
  const localHost = ends?.localAddress ?? '';
  const isSameKind = isIPv6(remote) ? isIPv6(localHost) : isIPv4(localHost);
  return {
    local: {
      address: isSameKind ? localHost : isIPv6(remote) ? `::ffff:${UNKNOWN_LOCAL}` : UNKNOWN_LOCAL,
      port: ends?.localPort ?? FIRST_LOCAL_PORT + (link % 16_000),
    },
    remote: { address: remote, port: port ?? ends?.remotePort ?? peer.port ?? 1 },
    sent: 1,
    received: 1,
  };
}

function segment(stream: Stream, isSent: boolean, payload: Uint8Array): Buffer {
  const { local, remote, sent, received } = stream;
  if (isSent) stream.sent = (sent + payload.length) >>> 0;
  else stream.received = (received + payload.length) >>> 0;
  return isSent
    ? ipPacket({ from: local, to: remote, sequence: sent, acknowledged: received, payload })
    : ipPacket({ from: remote, to: local, sequence: received, acknowledged: sent, payload });
}

function sectionBlock({ application, comment }: PcapngOptions): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(0x1a2b3c4d, 0);
  body.writeUInt16LE(1, 4);
  // The length of the section is not said.
  body.fill(0xff, 8);
  return block(
    BLOCK.section,
    body,
    ...(comment === undefined ? [] : [option(OPTION.comment, comment)]),
    option(OPTION.application, application),
    END_OF_OPTIONS,
  );
}

function interfaceBlock(name: string): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(LINK_TYPE_RAW, 0);
  return block(BLOCK.interface, body, option(OPTION.name, name), END_OF_OPTIONS);
}

/** Times count µs, which is what they do unless an option says otherwise. */
function packetBlock(timeUs: number, packet: Buffer): Buffer {
  const body = Buffer.alloc(20);
  body.writeUInt32LE(Math.floor(timeUs / 2 ** 32), 4);
  body.writeUInt32LE(timeUs % 2 ** 32, 8);
  body.writeUInt32LE(packet.length, 12);
  body.writeUInt32LE(packet.length, 16);
  return block(BLOCK.packet, body, padded(packet));
}

function block(type: number, ...parts: readonly Buffer[]): Buffer {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  const [head, tail] = [Buffer.alloc(8), Buffer.alloc(4)];
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(length, 4);
  tail.writeUInt32LE(length, 0);
  return Buffer.concat([head, ...parts, tail]);
}

const END_OF_OPTIONS = Buffer.alloc(4);

function option(code: number, text: string): Buffer {
  const value = Buffer.from(text);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

/** Filled up to a multiple of four. */
function padded(bytes: Buffer): Buffer {
  const rest = (4 - (bytes.length % 4)) % 4;
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(rest)]);
}

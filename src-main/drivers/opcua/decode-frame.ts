import { describeStatus, isBad } from '../../../src-shared/domain/quality.ts';
import type { DecodedFrame, FrameDirection, FrameField } from '../frame-listener.ts';

/** Binary encodings of requests in namespace 0 (OPC 10000-6, NodeIds.csv); that of a response is three more. */
export const REQUESTS: Readonly<Record<number, string>> = {
  422: 'FindServers',
  428: 'GetEndpoints',
  446: 'OpenSecureChannel',
  452: 'CloseSecureChannel',
  461: 'CreateSession',
  467: 'ActivateSession',
  473: 'CloseSession',
  527: 'Browse',
  533: 'BrowseNext',
  554: 'TranslateBrowsePathsToNodeIds',
  560: 'RegisterNodes',
  631: 'Read',
  664: 'HistoryRead',
  673: 'Write',
  712: 'Call',
  751: 'CreateMonitoredItems',
  763: 'ModifyMonitoredItems',
  769: 'SetMonitoringMode',
  781: 'DeleteMonitoredItems',
  787: 'CreateSubscription',
  793: 'ModifySubscription',
  799: 'SetPublishingMode',
  826: 'Publish',
  832: 'Republish',
  847: 'DeleteSubscriptions',
};
const RESPONSE = 3;
const SERVICE_FAULT = 397;

const HELLO: Readonly<Record<string, string>> = {
  HEL: 'Hello',
  ACK: 'Acknowledge',
  ERR: 'The server ends the connection',
  CLO: 'Close the channel',
};
/** Type, final or not, and size (OPC 10000-6, 7.1.2.2). */
const HEADER = 8;
/** Channel, token, sequence number and request id of a MSG behind it. */
const MESSAGE = 24;
/** Time stamp and request handle, which come before the result of a response. */
const BEFORE_RESULT = 12;

/**
 * What an OPC UA frame says: the service and what it belongs to. Of more than one chunk the first; what is encrypted has its
 * header only. Undefined for bytes that are no beginning of a chunk.
 */
export function decodeOpcUaFrame(direction: FrameDirection, bytes: Uint8Array): DecodedFrame | undefined {
  const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (frame.length < HEADER) return undefined;
  const type = frame.toString('latin1', 0, 3);
  const name = HELLO[type];
  if (!name && type !== 'MSG' && type !== 'OPN') return undefined;
  const size = frame.readUInt32LE(4);
  const fields: FrameField[] = [
    { name: 'type', value: type, at: 0, length: 3 },
    { name: 'chunk', value: CHUNKS[frame.toString('latin1', 3, 4)] ?? 'unknown', at: 3, length: 1 },
    { name: 'size', value: `${size}`, at: 4, length: 4 },
  ];
  if (type === 'ERR') return { ...refused(frame, HEADER, name!), fields };
  if (name) return { line: name, fields };
  if (type === 'OPN') return openChannel(direction, frame, fields);
  if (frame.length < MESSAGE) return { line: 'Message', fields };
  const request = frame.readUInt32LE(20);
  fields.push(
    { name: 'channel', value: `${frame.readUInt32LE(8)}`, at: 8, length: 4 },
    { name: 'token', value: `${frame.readUInt32LE(12)}`, at: 12, length: 4 },
    { name: 'sequence', value: `${frame.readUInt32LE(16)}`, at: 16, length: 4 },
    { name: 'request', value: `${request}`, at: 20, length: 4 },
  );
  return { ...service(direction, frame, fields), fields, pair: `${request}` };
}

const CHUNKS: Readonly<Record<string, string>> = { F: 'F, the last one', C: 'C, more follow', A: 'A, aborted' };

function openChannel(direction: FrameDirection, frame: Buffer, fields: FrameField[]): DecodedFrame {
  const at = HEADER + 4;
  const line = direction === 'sent' ? 'Open a channel' : 'The channel is open';
  if (frame.length < at + 4) return { line, fields };
  const length = frame.readInt32LE(at);
  const end = at + 4 + length;
  if (length <= 0 || end > frame.length) return { line, fields };
  const policy = frame.toString('utf8', at + 4, end);
  fields.push({ name: 'policy', value: policy, at: at + 4, length });
  return { line: `${line}, ${policy.slice(policy.indexOf('#') + 1)}`, fields };
}

/** @param fields gets those of the body */
function service(
  direction: FrameDirection,
  frame: Buffer,
  fields: FrameField[],
): Pick<DecodedFrame, 'line' | 'isRefusal'> {
  const id = typeId(frame, MESSAGE);
  const known = id && (direction === 'sent' ? REQUESTS[id.id] : REQUESTS[id.id - RESPONSE]);
  const isFault = id?.id === SERVICE_FAULT && direction === 'received';
  if (!id || (!known && !isFault)) return { line: direction === 'sent' ? 'Request' : 'Response' };
  fields.push({ name: 'service', value: `${id.id} ${known ?? 'ServiceFault'}`, at: MESSAGE, length: id.length });
  if (direction === 'sent') return { line: known! };
  const at = MESSAGE + id.length + BEFORE_RESULT;
  if (frame.length < at + 4) return { line: known ?? 'Refused' };
  const code = frame.readUInt32LE(at);
  fields.push({ name: 'result', value: describeStatus(code), at, length: 4 });
  if (isFault || isBad(code)) return refused(frame, at, 'Refused');
  const length = frame.readUInt32LE(4);
  return { line: `${known!}, ${length} bytes` };
}

function refused(frame: Buffer, at: number, line: string): { line: string; isRefusal: boolean; fields: FrameField[] } {
  const code = frame.length >= at + 4 ? frame.readUInt32LE(at) : undefined;
  return { line: code === undefined ? line : `${line}: ${describeStatus(code)}`, isRefusal: true, fields: [] };
}

/** A NodeId of namespace 0 in its two short forms (OPC 10000-6, 5.2.2.9). */
function typeId(frame: Buffer, at: number): { readonly id: number; readonly length: number } | undefined {
  if (frame[at] === 0 && frame.length >= at + 2) return { id: frame[at + 1]!, length: 2 };
  if (frame[at] === 1 && frame.length >= at + 4 && frame[at + 1] === 0)
    return { id: frame.readUInt16LE(at + 2), length: 4 };
  return undefined;
}

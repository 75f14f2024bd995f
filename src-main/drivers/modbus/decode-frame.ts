import type { DecodedFrame, FrameDirection, FrameField } from '../frame-listener.ts';
import type { Notation } from './address.ts';
import { decodeReply, decodeRequest } from './decode-pdu.ts';

const MBAP_LENGTH = 7;

/** What a Modbus TCP frame says; undefined for bytes that have no such header. */
export function decodeTcpFrame(
  direction: FrameDirection,
  bytes: Uint8Array,
  notation: Notation,
  request: Uint8Array | undefined,
): DecodedFrame | undefined {
  const frame = viewOf(bytes);
  if (frame.length <= MBAP_LENGTH || frame.readUInt16BE(2) !== 0) return undefined;
  const [transaction, length, unit] = [frame.readUInt16BE(0), frame.readUInt16BE(4), frame[6]!];
  const header: FrameField[] = [
    { name: 'transaction id', value: `${transaction}`, at: 0, length: 2 },
    { name: 'protocol id', value: '0', at: 2, length: 2 },
    { name: 'length', value: `${length}`, at: 4, length: 2 },
    { name: 'unit', value: `${unit}`, at: 6, length: 1 },
  ];
  const pdu = frame.subarray(MBAP_LENGTH);
  const asked = request && request.length > MBAP_LENGTH ? viewOf(request).subarray(MBAP_LENGTH) : undefined;
  const body =
    direction === 'sent' ? decodeRequest(pdu, MBAP_LENGTH, notation) : decodeReply(pdu, MBAP_LENGTH, notation, asked);
  const tail = direction === 'sent' ? `  unit ${unit}` : '';
  const odd = length + 6 === frame.length ? '' : `  (the header says ${length} bytes, ${frame.length - 6} came)`;
  return { ...body, line: `${body.line}${tail}${odd}`, fields: [...header, ...body.fields], pair: `${transaction}` };
}

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

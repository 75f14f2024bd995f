import type { DecodedMessage } from '../../../src-shared/contract/namespace.ts';
import { readMsgpack } from '../payload/msgpack-reader.ts';
import { pointMessage } from './decode-message.ts';

/** A message that is one map of MessagePack; undefined for any other. */
export function msgpackMessage(_topic: string, payload: Uint8Array): DecodedMessage | undefined {
  const first = payload[0] ?? 0;
  const isMap = (first >= 0x80 && first <= 0x8f) || first === 0xde || first === 0xdf;
  if (!isMap) return undefined;
  try {
    const map = readMsgpack(payload);
    return pointMessage('msgpack', map, JSON.stringify(map, readable, 2));
  } catch {
    return undefined;
  }
}

/** What JSON has no way to write. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return JSON.rawJSON(String(value));
  if (value instanceof Uint8Array)
    return `${value.length} bytes: ${Buffer.from(value.subarray(0, 32)).toString('hex')}`;
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

import { decodeCompact } from './compact-payload.ts';
import type { DecodedPoint } from './decoded-point.ts';
import { decodeBatch } from './json-batch.ts';
import { decodeJson } from './json-payload.ts';
import { readMsgpack } from './msgpack-reader.ts';

/** The payloads that are told by their bytes; Sparkplug B is told by its topic. */
export type PayloadKind = 'json' | 'json-batch' | 'compact' | 'msgpack';

export interface DecodedPayload {
  readonly kind: PayloadKind;
  readonly points: readonly DecodedPoint[];
}

type Body = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const OPENING_BRACE = 0x7b;

/** The points of a message of ours or of another gateway, or undefined for what is none of our payloads. Never throws. */
export function decodePayload(topic: string, bytes: Uint8Array): DecodedPayload | undefined {
  const first = bytes[0] ?? 0;
  if (first === OPENING_BRACE) return fromJson(topic, bytes);
  const isMap = (first >= 0x80 && first <= 0x8f) || first === 0xde || first === 0xdf;
  if (!isMap) return undefined;
  const body = attempt(() => readMsgpack(bytes) as Body);
  const point = body && decodeCompact(topic, body);
  return point && { kind: 'msgpack', points: [point] };
}

function fromJson(topic: string, bytes: Uint8Array): DecodedPayload | undefined {
  const body = attempt(() => JSON.parse(utf8.decode(bytes)) as Body);
  if (!body) return undefined;
  const points = decodeBatch(topic, body);
  if (points) return { kind: 'json-batch', points };
  const json = decodeJson(topic, body);
  if (json) return { kind: 'json', points: [json] };
  const compact = decodeCompact(topic, body);
  return compact && { kind: 'compact', points: [compact] };
}

function attempt(parse: () => Body): Body | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

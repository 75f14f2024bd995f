import { isGood, STATUS } from '../../../src-shared/domain/quality.ts';
import { METRIC_TYPE } from './metric-type.ts';
import { WireWriter } from './wire-writer.ts';

/** The quality codes of Sparkplug 3.0, 6.4.9; there are no others. */
export const SPARKPLUG_QUALITY = { bad: 0, good: 192, stale: 500 } as const;
export type SparkplugQuality = (typeof SPARKPLUG_QUALITY)[keyof typeof SPARKPLUG_QUALITY];

/** Nobody knows the value now because nobody reaches the device: OPC UA codes (UA-Nodeset StatusCode.csv). */
const OUT_OF_REACH: ReadonlySet<number> = new Set([
  STATUS.BadNoCommunication,
  STATUS.BadNotConnected,
  STATUS.BadWaitingForInitialData,
  STATUS.BadOutOfService,
  0x80050000, // BadCommunicationError
  0x800a0000, // BadTimeout
  0x800c0000, // BadShutdown
  0x800d0000, // BadServerNotConnected
  0x80250000, // BadSessionIdInvalid
  0x80260000, // BadSessionClosed
  0x80860000, // BadSecureChannelClosed
  0x80ae0000, // BadConnectionClosed
]);

/** True where the device, and not the value, is what is wrong. */
export function isOutOfReach(status: number): boolean {
  return OUT_OF_REACH.has(status >>> 0);
}

/** Good is 192, out of reach is 500 (STALE), and whatever else is not Good is 0: the standard has no Uncertain. */
export function sparkplugQuality(status: number): SparkplugQuality {
  if (isGood(status)) return SPARKPLUG_QUALITY.good;
  return isOutOfReach(status) ? SPARKPLUG_QUALITY.stale : SPARKPLUG_QUALITY.bad;
}

const encoder = new TextEncoder();
const KEYS = 0x0a;
const VALUES = 0x12;
const TYPE = 0x08;
const INT_VALUE = 0x18;
const LONG_VALUE = 0x20;
const STRING_VALUE = 0x42;
const NAMES = {
  quality: encoder.encode('Quality'),
  status: encoder.encode('StatusCode'),
  unit: encoder.encode('engUnit'),
};

/**
 * A whole PropertySet: `Quality` as the standard has it, the OPC UA status that it was made of as `StatusCode`, and
 * `engUnit`, which hosts show beside the value. @param status undefined: no quality is told, which means Good.
 */
export function encodeProperties(status: number | undefined, unit: string | undefined): Uint8Array {
  const out = new WireWriter();
  const codes = status !== undefined && !isGood(status);
  if (status !== undefined) key(out, NAMES.quality);
  if (codes) key(out, NAMES.status);
  if (unit !== undefined) key(out, NAMES.unit);
  if (status !== undefined) value(out, METRIC_TYPE.Int32, () => field(out, INT_VALUE, sparkplugQuality(status)));
  if (codes) value(out, METRIC_TYPE.Int64, () => field(out, LONG_VALUE, status));
  if (unit !== undefined) {
    value(out, METRIC_TYPE.String, () => {
      out.byte(STRING_VALUE);
      out.lengthAndText(unit);
    });
  }
  return out.bytes.slice(0, out.at);
}

function key(out: WireWriter, name: Uint8Array): void {
  out.byte(KEYS);
  out.lengthAndBytes(name);
}

function value(out: WireWriter, type: number, write: () => void): void {
  out.byte(VALUES);
  const start = out.beginLength();
  field(out, TYPE, type);
  write();
  out.endLength(start);
}

function field(out: WireWriter, tag: number, number: number): void {
  out.byte(tag);
  out.varint32(number);
}

import type { Gap } from '../../src-shared/domain/series.ts';

/** When each device was last heard: device uid → `receivedUs` of its last accepted batch. */
export type SeenDevices = ReadonlyMap<string, number>;

/** A gap as the log holds it: no sample of a device is known in (devices[uid] ?? fromUs, toUs]. */
export interface LogGap extends Gap {
  readonly devices: SeenDevices;
}

/** A device silent for longer than this did not lose samples to a restart; it was gone before. */
const FORGET_AFTER_US = 24 * 3_600e6;

export function recentDevices(devices: SeenDevices, nowUs: number): SeenDevices {
  return new Map([...devices].filter(([, lastUs]) => nowUs - lastUs <= FORGET_AFTER_US));
}

export function encodeGap(gap: LogGap): Uint8Array {
  return encodeJson({ ...gap, devices: Object.fromEntries(gap.devices) });
}

export function encodeSeen(receivedUs: number, devices: SeenDevices): Uint8Array {
  return encodeJson({ receivedUs, devices: Object.fromEntries(devices) });
}

function encodeJson(content: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(content));
}

/** @throws SyntaxError when the bytes are not what `encodeGap` made. */
export function decodeGap(bytes: Buffer): LogGap {
  const gap = parsePadded(bytes) as Gap & { devices: Record<string, number> };
  return { fromUs: gap.fromUs, toUs: gap.toUs, reason: gap.reason, devices: new Map(Object.entries(gap.devices)) };
}

/** @throws SyntaxError when the bytes are not what `encodeSeen` made. */
export function decodeSeen(bytes: Buffer): { receivedUs: number; devices: Map<string, number> } {
  const seen = parsePadded(bytes) as { receivedUs: number; devices: Record<string, number> };
  return { receivedUs: seen.receivedUs, devices: new Map(Object.entries(seen.devices)) };
}

/** Payloads are padded with zeros to a multiple of 8. */
function parsePadded(bytes: Buffer): unknown {
  const end = bytes.indexOf(0);
  return JSON.parse(bytes.toString('utf8', 0, end < 0 ? bytes.length : end));
}

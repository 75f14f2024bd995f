import type { Gap } from '../../src-shared/domain/series.ts';

/** When each device was last heard: device uid → `receivedUs` of its last accepted batch. */
export type SeenDevices = ReadonlyMap<string, number>;

/** Segments that were removed together although a sink might still have needed them. Both ends are inclusive. */
export interface DroppedRun {
  readonly fromSegment: number;
  readonly toSegment: number;
  readonly fromUs: number;
  readonly toUs: number;
  /** What the log had accepted in them. */
  readonly points: number;
}

/** A gap as the log holds it: no sample of a device is known in (devices[uid] ?? fromUs, toUs]. */
export interface LogGap extends Gap {
  readonly devices: SeenDevices;
  /** Points that were lost, where that is known. */
  readonly points?: number;
  /** The segments that were removed; not there when the points never reached the log. */
  readonly fromSegment?: number;
  readonly toSegment?: number;
  /** Runs whose own records stood in the segments that went, oldest first. A reader that was away needs them too. */
  readonly earlier?: readonly DroppedRun[];
}

/** The run that a gap tells of, when it tells of removed segments. */
export function droppedRunOf({ fromSegment, toSegment, fromUs, toUs, points = 0 }: LogGap): DroppedRun | undefined {
  if (fromSegment === undefined || toSegment === undefined) return undefined;
  return { fromSegment, toSegment, fromUs, toUs, points };
}

/** Beyond this many runs the oldest are told as one: a sink that was away for so long learns the span as a whole. */
const MOST_RUNS = 64;

/** The same runs as a list of bounded length, oldest first. */
export function boundRuns(runs: readonly DroppedRun[]): readonly DroppedRun[] {
  const excess = runs.length - MOST_RUNS;
  if (excess <= 0) return runs;
  return [joinRuns(runs.slice(0, excess + 1)), ...runs.slice(excess + 1)];
}

/** @param runs at least one. */
export function joinRuns(runs: readonly DroppedRun[]): DroppedRun {
  return {
    fromSegment: Math.min(...runs.map((run) => run.fromSegment)),
    toSegment: Math.max(...runs.map((run) => run.toSegment)),
    fromUs: Math.min(...runs.map((run) => run.fromUs)),
    toUs: Math.max(...runs.map((run) => run.toUs)),
    points: runs.reduce((sum, run) => sum + run.points, 0),
  };
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
  const gap = parsePadded(bytes) as Omit<LogGap, 'devices'> & { devices: Record<string, number> };
  const { fromUs, toUs, reason, points, fromSegment, toSegment, earlier } = gap;
  return {
    fromUs,
    toUs,
    reason,
    devices: new Map(Object.entries(gap.devices)),
    ...(points !== undefined && { points }),
    ...(fromSegment !== undefined && { fromSegment }),
    ...(toSegment !== undefined && { toSegment }),
    ...(earlier !== undefined && { earlier }),
  };
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

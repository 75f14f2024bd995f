/** Batches of one device stay in order inside their lane; sinks keep their place per lane. */
export const LANES = 4;

/** One number per lane. */
export type PerLane = readonly number[];

export const noLanes = (): number[] => Array.from({ length: LANES }, () => 0);

export const sumOf = (lanes: PerLane): number => lanes.reduce((sum, value) => sum + value, 0);

/** The lane of a device: FNV-1a (32 bit, RFC 9923) over the UTF-16 units of its uid, so that it is the same for ever. */
export function laneOf(deviceUid: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < deviceUid.length; i++) hash = Math.imul(hash ^ deviceUid.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % LANES;
}

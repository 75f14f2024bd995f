import { POINT_FLAG } from '../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';

/** The flags of points with these statuses; undefined where none has any. */
export function pointFlags(status: Uint32Array, simulated: boolean): Uint8Array | undefined {
  const base = simulated ? POINT_FLAG.simulated : 0;
  const clamped = status.includes(STATUS.GoodClamped);
  if (base === 0 && !clamped) return undefined;
  const flags = new Uint8Array(status.length).fill(base);
  if (clamped) status.forEach((code, i) => code === STATUS.GoodClamped && (flags[i]! |= POINT_FLAG.clamped));
  return flags;
}

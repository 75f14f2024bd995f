import type { Random } from '../../../src-main/testing/random-from.ts';

/** What happened to the bytes of a file from `from` to below `to`; of a file cut short, to its old end. */
export interface Damage {
  readonly kind: 'flip' | 'cut' | 'zeros';
  readonly from: number;
  readonly to: number;
  readonly bytes: Buffer;
}

const LONGEST_RUN = 3_000;

/** A bit flipped, the end cut off, or a run of zeros: what disks and file systems do. */
export function damaged(bytes: Buffer, random: Random): Damage {
  const found = Buffer.from(bytes);
  const from = random(bytes.length);
  switch (random(3)) {
    case 0:
      found[from]! ^= 1 << random(8);
      return { kind: 'flip', from, to: from + 1, bytes: found };
    case 1:
      return { kind: 'cut', from, to: bytes.length, bytes: found.subarray(0, from) };
    default: {
      const to = Math.min(bytes.length, from + 1 + random(LONGEST_RUN));
      found.fill(0, from, to);
      return { kind: 'zeros', from, to, bytes: found };
    }
  }
}

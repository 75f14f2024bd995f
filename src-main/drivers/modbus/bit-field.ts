import { swapsBytes } from './byte-order.ts';
import type { Target } from './target.ts';

export const WHOLE_REGISTER = 0xffff;

/** The bits of its register that a target means, as they go over the wire; all 16 when it means whole registers. */
export function wireMask({ bits, order }: Pick<Target, 'bits' | 'order'>): number {
  if (!bits) return WHOLE_REGISTER;
  const mask = ((1 << (bits.high - bits.low + 1)) - 1) << bits.low;
  return swapsBytes(order) ? ((mask & 0xff) << 8) | (mask >> 8) : mask;
}

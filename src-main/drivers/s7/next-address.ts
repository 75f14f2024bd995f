import type { DriverTag } from '../driver.ts';
import { parseAddress } from './address.ts';
import { describeAddress } from './address-help.ts';
import { AREA_SIZE } from './area.ts';
import { formatPlace } from './format-address.ts';
import { resolveTarget, type Target } from './target.ts';

/**
 * Where the next value of the same kind begins: the next bit, or as many bytes on as this one takes. Everything but
 * single bytes starts at an even one, as in a data block of TIA Portal.
 *
 * @returns undefined behind the last address. @throws NexusError as `resolveTarget`.
 */
export function nextAddress(tag: DriverTag): string | undefined {
  const target = resolveTarget(tag);
  const next = behind(target);
  if (next.start + target.count > AREA_SIZE) return undefined;
  const { canonical } = describeAddress(tag);
  const suffix = canonical.slice(formatPlace(target).length);
  const moved = `${formatPlace({ ...target, ...next })}${suffix}`;
  // What was written with fewer words than ours has to stay what it was.
  parseAddress(moved);
  return moved;
}

function behind({ type, area, start, count, bit }: Target): { readonly start: number; readonly bit: number } {
  if (type === 'BOOL') return bit < 7 ? { start, bit: bit + 1 } : { start: start + 1, bit: 0 };
  const end = start + count;
  const isByte = count === 1 || area.cell === 'word' || type === 'CHAR';
  return { start: isByte ? end : end + (end % 2), bit: 0 };
}

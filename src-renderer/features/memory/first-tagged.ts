import type { TagView } from '../../../src-shared/contract/devices.ts';
import type { MemoryAreaView } from '../../../src-shared/contract/memory.ts';
import { formatCell, parseCell } from '../../../src-shared/domain/memory-notation.ts';

/** Without blanks, and without the type that may stand behind: `HR 107` and `HR107:float32` are one place. */
export const compact = (address: string): string => address.replace(/\s/g, '').split(':')[0]!.toUpperCase();

/** The first cell of an area that a tag begins at, as its device writes addresses; undefined where none does. */
export function firstTagged(
  tags: readonly Pick<TagView, 'address' | 'notations'>[],
  area: Pick<MemoryAreaView, 'notations' | 'last'>,
): number | undefined {
  // A bare hexadecimal number says nothing about its area.
  const notations = area.notations.filter(({ prefix }) => prefix !== '' && prefix !== '0x');
  const cells = tags.flatMap(({ address, notations: others }) =>
    [address, ...others].flatMap((text) =>
      notations.flatMap((notation) => {
        const cell = parseCell(notation, compact(text));
        return cell !== undefined && compact(formatCell(notation, cell)) === compact(text) ? [cell] : [];
      }),
    ),
  );
  const within = cells.filter((cell) => cell <= area.last);
  return within.length === 0 ? undefined : Math.min(...within);
}

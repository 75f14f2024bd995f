import type { MemoryAreaView } from '../../../../src-shared/contract/memory.ts';
import type { PlaceReading, PlaceView } from '../../../../src-shared/contract/places.ts';

/** A value of an imported block with what is known of its place. */
export interface BlockValue {
  /** Of its layout, block and line: stays the same while the layout does. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly comment: string;
  /** Null where nobody knows: the block is optimised, or its number is not said. */
  readonly place: PlaceView | null;
}

/** A block as a file has it. */
export interface FileBlockView {
  readonly key: string;
  readonly layout: string;
  /** Which of the layout. */
  readonly index: number;
  readonly area: string;
  readonly name: string;
  readonly access: 'standard' | 'optimised' | 'unknown';
  readonly values: readonly BlockValue[];
}

/** A block or another area, from what the device tells and what files say. */
export interface BlockNode {
  readonly key: string;
  /** Empty while a file does not say which block it is. */
  readonly area: string;
  readonly title: string;
  readonly sources: readonly ('file' | 'CPU')[];
  /** Cells on the device, where they are known. */
  readonly cells: number | undefined;
  readonly isOptimised: boolean;
  /** Why it cannot be read. */
  readonly fault: { readonly code: string; readonly text: string } | null;
  readonly file: FileBlockView | undefined;
  /** Device and file do not agree. */
  readonly mismatch: string;
}

/** How a value turned out when it was read. */
export type Verdict = 'unread' | 'reachable' | 'doubtful' | 'optimised' | 'refused' | 'behind' | 'looking';

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  unread: 'not read yet',
  reachable: 'reachable',
  doubtful: 'doubtful',
  optimised: 'optimised',
  refused: 'no access',
  behind: 'behind the end',
  looking: 'looking',
};

export function verdictOf(value: BlockValue, reading: PlaceReading | undefined, isOptimised: boolean): Verdict {
  if (isOptimised) return 'optimised';
  if (!value.place || !reading) return 'unread';
  if (reading.isPending) return 'looking';
  if (reading.reason) return reading.reason.code === 's7.range' ? 'behind' : 'refused';
  if (reading.text === null) return 'unread';
  return reading.doubt === null ? 'reachable' : 'doubtful';
}

/** Bytes that a block takes by its values, as compilers fill them up; 0 where none has a place. */
export function fileCells(values: readonly BlockValue[]): number {
  let end = 0;
  for (const { place } of values) if (place) end = Math.max(end, place.start + place.count);
  return end + (end % 2);
}

/** How the lengths differ, and from where on that was seen; empty where they agree or one is not known. */
export function mismatchText(
  area: string,
  cells: number | undefined,
  { access, values }: FileBlockView,
  readings: ReadonlyMap<string, PlaceReading>,
): string {
  const own = fileCells(values);
  if (cells === undefined || own === 0 || access === 'optimised' || cells === own) return '';
  const doubtful = values.flatMap(({ key, place }) => {
    const reading = readings.get(key);
    return place && reading && (reading.doubt !== null || reading.reason !== null) ? [place.start] : [];
  });
  const after = doubtful.length > 0 ? Math.max(0, Math.min(...doubtful) - 1) : undefined;
  const offsets = after === undefined ? 'Offsets in it' : `Offsets after byte ${after}`;
  return `${area} is ${cells} bytes on the CPU but ${own} in the file. ${offsets} may be wrong.`;
}

/** Everything that there is to look at: blocks by number, then what files do not place, then the other areas. */
export function blockNodes(
  areas: readonly MemoryAreaView[],
  files: readonly FileBlockView[],
  readings: ReadonlyMap<string, PlaceReading>,
): readonly BlockNode[] {
  const told = new Map(areas.map((area) => [area.id, area]));
  const ofFiles = files.map((file): BlockNode => nodeOf(told.get(file.area), file, readings));
  const named = new Set(files.map(({ area }) => area));
  const others = areas.filter(({ id }) => !named.has(id)).map((area) => nodeOf(area, undefined, readings));
  return [...ofFiles, ...others].toSorted((a, b) => rank(a) - rank(b));
}

function nodeOf(
  told: MemoryAreaView | undefined,
  file: FileBlockView | undefined,
  readings: ReadonlyMap<string, PlaceReading>,
): BlockNode {
  const area = told?.id ?? file?.area ?? '';
  const cells = told?.isLastKnown ? told.last + 1 : undefined;
  const isHere = told !== undefined && told.fault === null && (told.isLastKnown || told.group === '');
  const label = told && told.title !== area ? told.title : area;
  return {
    key: file?.key ?? `area ${area}`,
    area,
    title: file ? [label, `“${file.name}”`].filter((word) => word !== '' && word !== `“${area}”`).join(' ') : label,
    sources: [...(file ? (['file'] as const) : []), ...(isHere ? (['CPU'] as const) : [])],
    cells,
    isOptimised: file?.access === 'optimised',
    fault: told?.fault ?? null,
    file,
    mismatch: file ? mismatchText(area, cells, file, readings) : '',
  };
}

/** `DB2` before `DB10`, areas without a number behind them. */
function rank({ area, file }: BlockNode): number {
  const number = /\d+$/.exec(area)?.[0];
  if (number !== undefined) return Number(number);
  return file ? 70_000 : 80_000;
}

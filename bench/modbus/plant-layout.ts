import { writeFileSync } from 'node:fs';

export type CellType = 'float32' | 'int16' | 'uint32' | 'bool';

/** A tag of every device of the plant. */
export interface PlantTag {
  /** As the product writes it: `HR12:float32`, `C3`. */
  readonly address: string;
  readonly type: CellType;
  /** What a device answers there. */
  readonly value: number;
}

/** A range that one request reads, with the tags in it. */
export interface PlantBlock {
  readonly area: 'holding' | 'coil';
  readonly address: number;
  /** Registers or coils. */
  readonly count: number;
  /** `at`: registers or coils from the start of the block. */
  readonly cells: readonly { readonly type: CellType; readonly at: number }[];
}

export interface PlantLayout {
  readonly tags: readonly PlantTag[];
  /** The fewest requests that read all tags, planned by hand. */
  readonly blocks: readonly PlantBlock[];
  /** Of all values of one poll of one device. */
  readonly sum: number;
}

const WORDS: Readonly<Record<CellType, number>> = { float32: 2, int16: 1, uint32: 2, bool: 1 };
/** Further apart than any gap that is worth reading along. */
const ISLANDS = [500, 1_000, 1_500, 2_000];
/** Of 100 tags: a block of 60, 25 on four islands, 15 coils; 35 float32, 30 int16, 20 uint32, 15 bool. */
const MIX: readonly {
  readonly area: PlantBlock['area'];
  readonly address: number;
  readonly types: readonly CellType[];
}[] = [
  { area: 'holding', address: 0, types: [...some(25, 'float32'), ...some(20, 'int16'), ...some(15, 'uint32')] },
  ...ISLANDS.map((address, island) => ({
    area: 'holding' as const,
    address,
    types: [
      ...some(island < 2 ? 3 : 2, 'float32'),
      ...some(island < 2 ? 3 : 2, 'int16'),
      ...some(island < 3 ? 1 : 2, 'uint32'),
    ],
  })),
  { area: 'coil', address: 0, types: some(15, 'bool') },
];

function some(count: number, type: CellType): CellType[] {
  return Array.from({ length: count }, () => type);
}

/** Exact in the type it is sent in, and another one for each tag. */
function valueOf(type: CellType, index: number): number {
  switch (type) {
    case 'float32':
      return index * 1.25;
    case 'int16':
      return -index;
    case 'uint32':
      return index * 65_537;
    case 'bool':
      return index % 2;
  }
}

/** The first `count` (1…100) tags of the plant's devices. */
export function plantLayout(count: number): PlantLayout {
  const tags: PlantTag[] = [];
  const blocks: PlantBlock[] = [];
  for (const { area, address, types } of MIX) {
    let at = 0;
    const cells: { type: CellType; at: number }[] = [];
    for (const type of types.slice(0, count - tags.length)) {
      const place = address + at;
      const text = area === 'coil' ? `C${place}` : `HR${place}:${type}`;
      tags.push({ address: text, type, value: valueOf(type, tags.length) });
      cells.push({ type, at });
      at += WORDS[type];
    }
    if (cells.length > 0) blocks.push({ area, address, count: at, cells });
  }
  return { tags, blocks, sum: tags.reduce((sum, tag) => sum + tag.value, 0) };
}

/** Registers of a block as a device holds them; of coils one word each. */
function wordsOf(block: PlantBlock, values: readonly number[]): number[] {
  const words = new DataView(new ArrayBuffer(block.count * 2));
  block.cells.forEach(({ type, at }, i) => {
    const value = values[i]!;
    if (type === 'float32') words.setFloat32(at * 2, value);
    else if (type === 'uint32') words.setUint32(at * 2, value);
    else words.setUint16(at * 2, value & 0xffff);
  });
  return Array.from({ length: block.count }, (_, i) => words.getUint16(i * 2));
}

/** For the plant in C: a line `area address word …` per block. */
export function writeMemory(layout: PlantLayout, path: string): void {
  let first = 0;
  const lines = layout.blocks.map((block) => {
    const values = layout.tags.slice(first, (first += block.cells.length)).map((tag) => tag.value);
    return `${block.area} ${block.address} ${wordsOf(block, values).join(' ')}`;
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
}

/** For the reader in C: a line `area address count type:at …` per block. */
export function writePlan({ blocks }: PlantLayout, path: string): void {
  const lines = blocks.map(
    ({ area, address, count, cells }) =>
      `${area} ${address} ${count} ${cells.map(({ type, at }) => `${type}:${at}`).join(' ')}`,
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
}

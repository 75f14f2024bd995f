export type S7CellType = 'REAL' | 'INT' | 'DINT' | 'BOOL';

/** A tag of every CPU of the plant, in DB1. */
export interface S7Cell {
  readonly type: S7CellType;
  readonly byte: number;
  /** What a CPU answers there; exact in its type. */
  readonly value: number;
}

export interface S7Layout {
  readonly cells: readonly S7Cell[];
  /** DB1 in hex. */
  readonly memory: string;
  /** Of all values of one poll of one CPU. */
  readonly sum: number;
}

const BYTES: Readonly<Record<S7CellType, number>> = { REAL: 4, INT: 2, DINT: 4, BOOL: 2 };
/** 60 tags side by side and 40 apart from each other, over a little more than a kilobyte. */
const TOGETHER = 60;
const APART_BYTES = 19;
const MIX: readonly S7CellType[] = ['REAL', 'INT', 'REAL', 'DINT', 'BOOL'];

const VALUE: Readonly<Record<S7CellType, (index: number) => number>> = {
  REAL: (index) => index * 1.25,
  INT: (index) => -index,
  DINT: (index) => index * 65_537,
  BOOL: (index) => index % 2,
};

/** The first `count` (1…100) tags of the plant's CPUs. */
export function s7Layout(count: number): S7Layout {
  const cells: S7Cell[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (index >= TOGETHER) at += APART_BYTES;
    const type = MIX[index % MIX.length]!;
    cells.push({ type, byte: at, value: VALUE[type](index) });
    at += BYTES[type];
  }
  const memory = Buffer.alloc(at);
  for (const { type, byte, value } of cells) {
    if (type === 'REAL') memory.writeFloatBE(value, byte);
    else if (type === 'INT') memory.writeInt16BE(value, byte);
    else if (type === 'DINT') memory.writeInt32BE(value, byte);
    else memory[byte] = value;
  }
  return { cells, memory: memory.toString('hex'), sum: cells.reduce((sum, { value }) => sum + value, 0) };
}

/** As the product writes it: `DB1.DBD4:REAL`, `DB1.DBX6.0`. */
export function s7Address({ type, byte }: S7Cell): string {
  if (type === 'BOOL') return `DB1.DBX${byte}.0`;
  return `DB1.DB${BYTES[type] === 2 ? 'W' : 'D'}${byte}:${type}`;
}

/** As nodes7 writes it: `DB1,REAL4`, `DB1,X6.0`. */
export const nodes7Address = ({ type, byte }: S7Cell): string =>
  type === 'BOOL' ? `DB1,X${byte}.0` : `DB1,${type}${byte}`;

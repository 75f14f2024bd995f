/** The memory areas of an S7 CPU that can be read by absolute addresses. `PI` and `PQ` are one to the CPU. */
export type AreaName = 'DB' | 'M' | 'I' | 'Q' | 'PI' | 'PQ' | 'T' | 'C';

export interface Area {
  readonly name: AreaName;
  /** In the S7 protocol (Wireshark packet-s7comm.c, `S7COMM_AREA_*`). */
  readonly code: number;
  /** What one address counts: bytes, or whole timers and counters of 2 bytes. */
  readonly cell: 'byte' | 'word';
  /** One place of it, in words. */
  readonly noun: string;
}

export const AREAS: Readonly<Record<AreaName, Area>> = {
  DB: { name: 'DB', code: 0x84, cell: 'byte', noun: 'data block' },
  M: { name: 'M', code: 0x83, cell: 'byte', noun: 'bit memory' },
  I: { name: 'I', code: 0x81, cell: 'byte', noun: 'inputs' },
  Q: { name: 'Q', code: 0x82, cell: 'byte', noun: 'outputs' },
  PI: { name: 'PI', code: 0x80, cell: 'byte', noun: 'peripheral inputs' },
  PQ: { name: 'PQ', code: 0x80, cell: 'byte', noun: 'peripheral outputs' },
  T: { name: 'T', code: 0x1d, cell: 'word', noun: 'timers' },
  C: { name: 'C', code: 0x1c, cell: 'word', noun: 'counters' },
};

/** In a fixed order, so that plans and tables always look the same. */
export const ALL_AREAS: readonly Area[] = Object.values(AREAS);

/** Bytes of an area, timers and counters: offsets that TIA Portal and STEP 7 give out are 16 bits. */
export const AREA_SIZE = 65_536;

/** How users write the areas; German letters as in STEP 7. */
export const AREA_WORDS: Readonly<Record<string, AreaName>> = {
  M: 'M',
  I: 'I',
  E: 'I',
  Q: 'Q',
  A: 'Q',
  PI: 'PI',
  PE: 'PI',
  PQ: 'PQ',
  PA: 'PQ',
  T: 'T',
  C: 'C',
  Z: 'C',
};

/** Telegraf and gos7 write the process image `PE.W0`, `PA.W0`, `MK.W0`; with a dot it is never the periphery. */
export const DOTTED_AREAS: Readonly<Record<string, AreaName>> = { PE: 'I', PA: 'Q', MK: 'M' };

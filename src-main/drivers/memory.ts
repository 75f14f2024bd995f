import type { ByteOrder, DataType } from '../../src-shared/domain/data-type.ts';
import type { MemoryNotation } from '../../src-shared/domain/memory-notation.ts';
import type { DriverTag } from './driver.ts';
import type { DriverPlaces } from './places.ts';

/** A run of cells that can be looked at: holding registers, a data block. */
export interface MemoryArea {
  /** `holding`, `DB10` */
  readonly id: string;
  readonly title: string;
  /** What it stands under where there are many: `Data blocks`. */
  readonly group?: string | undefined;
  /** A register has two bytes, the higher one first. */
  readonly cell: 'bit' | 'byte' | 'register';
  readonly first: number;
  readonly last: number;
  /** False where `last` is only what addresses reach. */
  readonly isLastKnown: boolean;
  /** Cells of one request, at most. */
  readonly perRequest: number;
  /** The first is that of the device; the same ones, by id, in all areas. */
  readonly notations: readonly MemoryNotation[];
  /** Why it cannot be read, where that is known before. */
  readonly fault?: { readonly code: string; readonly text: string } | undefined;
}

/** What a device tells of its memory when it is asked. */
export interface MemoryMap {
  readonly areas: readonly MemoryArea[];
  readonly facts: readonly { readonly title: string; readonly text: string }[];
}

/** A run of cells of one area. */
export interface MemoryExtent {
  readonly area: string;
  readonly start: number;
  readonly count: number;
}

/** What came of one request. */
export type MemoryAnswer =
  /** A byte for each bit (0 or 1) and byte, two for each register; the caller's to keep. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The device said no; `mayHoldMore`: a part of the run may be there all the same. */
  | { readonly kind: 'refused'; readonly code: string; readonly text: string; readonly mayHoldMore: boolean };

/** Another way to a device. */
export interface MemoryInstead {
  /** `OPC UA server of the CPU` */
  readonly title: string;
  readonly address: string;
  /** What to do where nothing answers there. */
  readonly hint: string;
}

/** A value in memory, as somebody reads it. */
export interface MemoryValue {
  readonly area: string;
  readonly start: number;
  readonly bit?: number | undefined;
  readonly dataType: DataType;
  readonly byteOrder?: ByteOrder | undefined;
  readonly length?: number | undefined;
}

/** What a protocol whose devices can be looked at cell by cell says of them; a driver of it has `readMemory`. */
export interface DriverMemory<Connection = unknown> {
  /** Of the page: `Registers`. */
  readonly title: string;
  /** Orders of values of several cells, the usual one of the device first. */
  byteOrders(connection: Connection): readonly ByteOrder[];
  /** The areas that are there without asking. */
  areas(connection: Connection): readonly MemoryArea[];
  /** An area that may be there though nobody has listed it: `DB17`. Undefined where the name is none. */
  areaOf?(name: string, connection: Connection): MemoryArea | undefined;
  /** Its drivers have `memoryMap`, which tells of more areas, and facts. */
  readonly tellsMap?: boolean;
  /** Its own types and the way between addresses and places; left out where cells and our types say it all. */
  readonly places?: DriverPlaces;
  /** Another way to the same device for what its memory does not give, as an address that may be pasted. */
  instead?(connection: Connection): MemoryInstead | undefined;
  /** A tag that reads the value. @throws NexusError NX_ADDRESS_*, NX_TAG_* where none can. */
  tagAt(value: MemoryValue, connection: Connection): DriverTag;
}

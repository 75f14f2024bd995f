import type { DriverTag } from './driver.ts';

/** A type of a device's own, by which its memory is read: `REAL`, `S5TIME`. */
export interface PlaceType {
  readonly word: string;
  /** Of one value; of a text what stands around its characters. */
  readonly bytes: number;
  /** One bit of a byte, whose number belongs to the address. */
  readonly isBit: boolean;
  /** Its length is said: `STRING[20]`. */
  readonly hasLength: boolean;
  /** The only areas that have it; left out where every area may. */
  readonly areas?: readonly string[] | undefined;
}

/** A value in the memory of a device, in the device's own words. */
export interface PlaceFields {
  /** As MemoryArea.id. */
  readonly area: string;
  /** The first cell. */
  readonly start: number;
  /** Of a type that is a bit. */
  readonly bit?: number | undefined;
  /** A word of `types`. */
  readonly type: string;
  /** Characters, of a type that has a length. */
  readonly length?: number | undefined;
}

/** A place that an address means. */
export interface Place extends PlaceFields {
  /** Cells that it takes. */
  readonly count: number;
  readonly canonical: string;
  readonly notations: readonly string[];
  readonly dataType: string;
}

/** Something about a place that an engineer wants to know; `isWarning`: it can be read all the same. */
export interface PlaceRemark {
  /** A code, or an id of the message catalogue. */
  readonly code: string;
  readonly text: string;
  readonly isWarning: boolean;
}

/** Bytes read as one of the types. */
export interface PlaceReading {
  readonly text: string;
  /** Why the bytes are hardly that; left out where nothing speaks against it. */
  readonly doubt?: string | undefined;
}

/** The types and addresses of a protocol whose devices are engineered by places in memory. All of it is pure. */
export interface DriverPlaces {
  readonly types: readonly PlaceType[];
  /** @throws NexusError NX_ADDRESS_* of a tag that `checkTag` refuses. */
  placeOf(tag: DriverTag): Place;
  /** The address of a place. @throws NexusError NX_ADDRESS_*, NX_REQUEST_INVALID. */
  addressOf(fields: PlaceFields): string;
  /** What is odd about a place. @param cells of its area, where that is known */
  remarks(place: Place, cells: number | undefined): readonly PlaceRemark[];
  /** @param bytes all of the place's own */
  read(place: Place, bytes: Uint8Array): PlaceReading;
}

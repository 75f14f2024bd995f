import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import type { Disposable } from '../kernel/lifetime.ts';

/** The values of other tags, as they come in. */
export interface TagFeed {
  /**
   * Begins with the values of now of all these tags that have one (`isSnapshot`), which come a moment later; then each batch
   * of whatever this thread is given, in which rows of other tags count for nothing.
   * @param tags numbers of the running engine
   */
  listen(tags: readonly number[], take: (batch: PointBatch, isSnapshot: boolean) => void): Disposable;
}

/** What the engine knows of a tag that is made of others. */
export interface MadeTag {
  /** Its own number. */
  readonly number: number;
  readonly uid: string;
  /** Identity of its device. */
  readonly device: string;
  /** How often it is looked at where time alone changes it, ms. */
  readonly everyMs: number;
  /** The numbers of its references, by their text; null for a tag that is switched off. */
  readonly inputs: readonly (readonly [name: string, number: number | null])[];
}

/** A place in an address, counted in characters from 0. */
export interface AddressSpan {
  readonly at: number;
  readonly length: number;
}

/** A tag that an address names. */
export interface TagReference extends AddressSpan {
  /** As it is written: `boiler-1/steam_p`, `steam_p` for a tag of the same device. */
  readonly name: string;
}

/** Something wrong at a place of an address. */
export interface AddressFault extends AddressSpan {
  readonly message: string;
}

/** What the rest of the product knows of addresses that are expressions. */
export interface ExpressionRules {
  /** The tags that an address names; empty where it has a fault. */
  references(address: string): readonly TagReference[];
  /** What is wrong with it by itself. */
  fault(address: string): AddressFault | undefined;
  /**
   * Values that are joined though their units do not go together.
   * @param unitOf the unit of a reference, by its name; undefined where it has none that is known
   * @param own that of the tag itself
   */
  unitFaults(
    address: string,
    unitOf: (name: string) => string | undefined,
    own: string | undefined,
  ): readonly AddressFault[];
}

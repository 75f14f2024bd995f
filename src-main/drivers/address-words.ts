import type { ByteOrder, DataType } from '../../src-shared/domain/data-type.ts';
import type { DriverTag } from './driver.ts';

/** What is wrong with a tag's address or type: a text in the words of the message catalogue (ux.md 2.9). */
export interface TagFault {
  readonly field: 'address' | 'data_type' | 'byte_order' | 'length';
  /** Where it says more than the field does (docs/faults.md). */
  readonly code?: 'ADDR_SYNTAX' | 'ADDR_SPAN' | 'TYPE_ADDR_MISMATCH' | 'BYTE_ORDER';
  readonly message: string;
}

/** An address in the protocol's own terms, for help beside the field: `{ text: 'holding register 107', … }`. */
export interface AddressHelp {
  readonly canonical: string;
  /** Every notation users know, side by side: `40108`, `400108`, `HR107`, `0x006B`. */
  readonly notations: readonly string[];
  /** What is read there, after the address, the tag's own fields and the device's defaults were joined. */
  readonly dataType: DataType;
  /** Left out where the type has none. */
  readonly byteOrder?: ByteOrder | undefined;
}

/** How addresses are moved by a number. Left out where they have no order. */
export interface AddressShift<Connection> {
  /** What they count: `register`. */
  readonly step: string;
  /**
   * The address so many steps further on, or back where `by` is negative; undefined where there is none.
   * @throws NexusError for a tag that `checkTag` refuses.
   */
  move(tag: DriverTag, by: number, connection: Connection): string | undefined;
}

import type { DataType } from '../../../src-shared/domain/data-type.ts';

/** As the payload carries it: JSON has integers beyond 2^53 as texts of digits and bytes as base64; null is no value. */
export type DecodedValue = number | boolean | string | bigint | Uint8Array | null;

/** A point that was read out of a message. What a payload does not say is left out, or undefined. */
export interface DecodedPoint {
  /** Of the tag. */
  readonly topic: string;
  readonly value: DecodedValue;
  /** µs since 1970 UTC. */
  readonly timeUs: number | undefined;
  /** The classic number: 192 good. */
  readonly quality: number | undefined;
  readonly unit?: string;
  /** Text of an enumeration. */
  readonly state?: string;
  readonly device?: string;
  readonly tag?: string;
  /** By which duplicates are known: see `mqtt.meta`. */
  readonly meta?: PointMeta;
}

export interface PointMeta {
  readonly log: string;
  readonly lane: number;
  readonly seq: number;
}

/** The value of a tag whose type is known: JSON alone cannot tell a large integer from a text. */
export function typedValue(value: DecodedValue, type: DataType): DecodedValue {
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) return value;
  return type === 'int64' || type === 'uint64' ? BigInt(value) : value;
}

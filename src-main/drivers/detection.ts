import type { ByteOrder, DataType } from '../../src-shared/domain/data-type.ts';

/** What may stand at an address, and what speaks for it. */
export interface DetectedValue {
  /** Of a tag that reads it this way. */
  readonly address: string;
  readonly dataType: DataType;
  /** Undefined where the type has none. */
  readonly byteOrder?: ByteOrder | undefined;
  /** Times this it is the value that was expected: 0.1, 1. Left out where none was, or it is not. */
  readonly scale?: number | undefined;
  /** The higher the likelier; below 0: most likely not. */
  readonly score: number;
  /** The last value, in short. */
  readonly text: string;
  /** What speaks for it and against it, in words. */
  readonly evidence: readonly string[];
}

export interface DetectionQuestion {
  /** Of the first cell. */
  readonly address: string;
  /** Cells to look at. */
  readonly count: number;
  /** What it should read, where somebody can see the device. */
  readonly expected?: number | undefined;
}

/** What was made of several reads of the same cells; best first. */
export interface Detection {
  readonly samples: number;
  readonly values: readonly DetectedValue[];
}

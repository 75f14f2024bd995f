import { decodeBatch } from './batch-frame.ts';
import type { PointBatch } from './point-batch.ts';

const DEVICE_AT = 8;

/** What the numbers in a frame are from now on. */
export interface NewNumbers {
  device(number: number): number;
  tag(number: number): number;
}

/**
 * Gives the device and the tags of a frame other numbers, in place.
 *
 * @returns the batch, whose columns are views of the frame. @throws RangeError when the bytes are no frame.
 */
export function renumberBatch(frame: ArrayBuffer, numbers: NewNumbers): PointBatch {
  const batch = decodeBatch(frame);
  const device = numbers.device(batch.device);
  new DataView(frame).setUint32(DEVICE_AT, device, true);
  const { tag } = batch;
  for (let row = 0; row < tag.length; row++) tag[row] = numbers.tag(tag[row]!);
  return { ...batch, device };
}

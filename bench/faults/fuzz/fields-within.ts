import type { DecodedFrame } from '../../../src-main/drivers/frame-listener.ts';

/** @throws Error where a field of a frame in words stands outside of its bytes. */
export function fieldsWithin(decoded: DecodedFrame | undefined, bytes: Uint8Array): void {
  for (const { name, at, length } of decoded?.fields ?? [])
    if (at < 0 || at + length > bytes.length)
      throw new Error(`the field ${name} at ${at}, ${length} bytes long, of ${Buffer.from(bytes).toString('hex')}`);
}

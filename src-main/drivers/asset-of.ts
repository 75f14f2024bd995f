import type { Asset } from '../../src-shared/domain/device.ts';

const LONGEST = 128;

/** What a device said of itself as its file keeps it: what was not said, or is empty, is left out. */
export function assetOf(said: { readonly [Key in keyof Asset]: Asset[Key] | undefined }): Asset {
  const known = Object.entries(said).flatMap(([key, text]) => {
    const trimmed = text?.trim().slice(0, LONGEST);
    return trimmed ? [[key, trimmed]] : [];
  });
  return Object.fromEntries(known) as Asset;
}

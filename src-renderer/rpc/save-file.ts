/** Hands what was made in the page to the browser as a file. */
export function saveFile(name: string, parts: readonly BlobPart[], type: string): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }));
  followDownload(address, name);
  URL.revokeObjectURL(address);
}

const listeners = new Set<(name: string) => void>();

/** Tells the names of files that are handed over from now on. Returns what ends it. */
export function onFileSaved(listener: (name: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lets the browser fetch `address` into a file of that name. */
export function followDownload(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  for (const listener of listeners) listener(name);
}

/** Bytes as procedures send them. */
export const bytesOfBase64 = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

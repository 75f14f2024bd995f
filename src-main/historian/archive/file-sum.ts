import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** @returns the SHA-256 of what comes, in hex. */
export async function sumOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of content) hash.update(bytes);
  return hash.digest('hex');
}

/** @returns the SHA-256 of a file, in hex. */
export function fileSum(path: string): Promise<string> {
  return sumOf(createReadStream(path));
}

import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 256 * 1024;
/** A line that is longer is cut: nothing of ours is, and memory stays bounded whatever a file holds. */
const MOST_LINE = 1_048_576;

/** The lines of a file, without their breaks. @param read is told the bytes read so far. */
export async function* fileLines(file: FileHandle, read: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  const buffer = new Uint8Array(CHUNK_BYTES);
  let rest = '';
  let position = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    read(position);
    const text = rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
    const lines = text.split('\n');
    rest = lines.pop()!;
    if (rest.length > MOST_LINE) rest = rest.slice(0, MOST_LINE);
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
}

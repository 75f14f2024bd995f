import type { TextEncoding } from './tag-sheet.ts';

/**
 * In which encoding a text file is written: by its byte order mark, by the zeros that UTF-16 has in plain text, and
 * otherwise UTF-8 where it is that without a fault, else Windows-1252, in which every byte means something.
 */
export function textEncoding(bytes: Uint8Array): TextEncoding {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const [even, odd] = zeros(bytes.subarray(0, 4_096));
  const many = Math.min(bytes.length, 4_096) / 5;
  if (odd > many && even === 0) return 'utf-16le';
  if (even > many && odd === 0) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** The text without its byte order mark. What is no character of the encoding becomes U+FFFD. */
export const decodedText = (bytes: Uint8Array, encoding: TextEncoding): string =>
  new TextDecoder(encoding).decode(bytes);

function zeros(bytes: Uint8Array): readonly [number, number] {
  const found: [number, number] = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) found[(at % 2) as 0 | 1]++;
  return found;
}

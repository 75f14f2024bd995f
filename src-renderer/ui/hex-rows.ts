/** One line of a hex view. */
export interface HexRow {
  /** Of its first byte. */
  readonly at: number;
  readonly bytes: readonly string[];
  /** What the bytes are as ASCII; a dot for what is no character. */
  readonly text: string;
}

const WIDTH = 16;

/** Bytes, sixteen a line. @param hex two digits a byte */
export function hexRows(hex: string): readonly HexRow[] {
  const bytes = hex.match(/../g) ?? [];
  const rows: HexRow[] = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const own = bytes.slice(at, at + WIDTH);
    rows.push({ at, bytes: own, text: own.map(letterOf).join('') });
  }
  return rows;
}

function letterOf(byte: string): string {
  const code = Number.parseInt(byte, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCodePoint(code) : '.';
}

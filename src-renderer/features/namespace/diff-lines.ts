/** A line of a payload, and whether the payload before did not have it. */
export interface DiffLine {
  readonly text: string;
  readonly isChanged: boolean;
}

/** Larger ones are shown without marks. */
const MOST_LINES = 2_000;

/**
 * The lines of a payload, marked where they differ from the one before: of two payloads with as many lines line by line,
 * otherwise by whether the line stood there at all.
 */
export function diffLines(text: string, previous: string | null): readonly DiffLine[] {
  const lines = text.split('\n');
  if (previous === null || lines.length > MOST_LINES) return lines.map((line) => ({ text: line, isChanged: false }));
  const before = previous.split('\n');
  const known = before.length === lines.length ? undefined : new Set(before);
  return lines.map((line, at) => ({ text: line, isChanged: known ? !known.has(line) : line !== before[at] }));
}

/** A line of two texts laid over each other. */
export interface TextLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** A place where same lines were left out; `text` is then empty. */
  readonly skipped?: number;
}

/** Same lines that stay around a change. */
const AROUND = 3;
/** Beyond this the middle is shown as one block that goes and one that comes. */
const MOST_STEPS = 400;

/** What differs between two texts line by line, with a few lines around each change (Myers, 1986). */
export function lineDiff(before: string | null, after: string | null): readonly TextLine[] {
  const [a, b] = [before, after].map((text) =>
    text === null || text === '' ? [] : text.replace(/\n$/, '').split('\n'),
  );
  return folded(merged(a!, b!));
}

function merged(a: readonly string[], b: readonly string[]): TextLine[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const middle = shortest(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const same = (lines: readonly string[]): TextLine[] => lines.map((text) => ({ kind: 'same', text }));
  return [...same(a.slice(0, head)), ...middle, ...same(a.slice(a.length - tail))];
}

/** The shortest way from one to the other. */
function shortest(a: readonly string[], b: readonly string[]): TextLine[] {
  const trace: Map<number, number>[] = [];
  let ends = new Map<number, number>([[1, 0]]);
  for (let steps = 0; steps <= Math.min(a.length + b.length, MOST_STEPS); steps++) {
    trace.push(new Map(ends));
    for (let k = -steps; k <= steps; k += 2) {
      const isDown = k === -steps || (k !== steps && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1));
      let x = isDown ? (ends.get(k + 1) ?? 0) : (ends.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      ends.set(k, x);
      if (x >= a.length && x - k >= b.length) return walked(trace, a, b);
    }
    ends = new Map(ends);
  }
  return [
    ...a.map((text): TextLine => ({ kind: 'removed', text })),
    ...b.map((text): TextLine => ({ kind: 'added', text })),
  ];
}

function walked(trace: readonly Map<number, number>[], a: readonly string[], b: readonly string[]): TextLine[] {
  const lines: TextLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let steps = trace.length - 1; steps >= 0; steps--) {
    const ends = trace[steps]!;
    const k = x - y;
    const isDown = k === -steps || (k !== steps && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1));
    const from = isDown ? k + 1 : k - 1;
    const fromX = ends.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      lines.push({ kind: 'same', text: a[--x]! });
      y--;
    }
    if (steps === 0) break;
    if (isDown) lines.push({ kind: 'added', text: b[--y]! });
    else lines.push({ kind: 'removed', text: a[--x]! });
  }
  return lines.reverse();
}

function folded(lines: readonly TextLine[]): readonly TextLine[] {
  const isNear = lines.map(() => false);
  for (const [at, { kind }] of lines.entries()) {
    if (kind !== 'same') isNear.fill(true, Math.max(0, at - AROUND), at + AROUND + 1);
  }
  const kept: TextLine[] = [];
  let skipped = 0;
  for (const [at, line] of lines.entries()) {
    if (isNear[at]) {
      if (skipped > 0) kept.push({ kind: 'same', text: '', skipped });
      skipped = 0;
      kept.push(line);
    } else skipped++;
  }
  return skipped > 0 && kept.length > 0 ? [...kept, { kind: 'same', text: '', skipped }] : kept;
}

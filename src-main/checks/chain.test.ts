import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainHead, chainLine, NO_ENTRIES, readChain } from './chain.ts';

function chainOf(texts: readonly string[]): { readonly lines: readonly string[]; readonly head: ChainHead } {
  let head = NO_ENTRIES;
  const lines = texts.map((text) => {
    const next = chainLine(head, text);
    head = next.head;
    return next.line;
  });
  return { lines, head };
}

const TEXTS = Array.from({ length: 12 }, (_, n) =>
  JSON.stringify({ kind: 'captured', step: `point-${n}`, name: 'Drück ✔' }),
);
const { lines: LINES, head: HEAD } = chainOf(TEXTS);
const WHOLE = Buffer.from(LINES.join(''));
const read = (lines: readonly string[]) => readChain(Buffer.from(lines.join('')), HEAD);

describe('the chain of a record', () => {
  it('is whole as it was written', () => {
    const { entries, breaks, head, bytes } = readChain(WHOLE, HEAD);
    expect(breaks).toEqual([]);
    expect(entries.map(({ text }) => text)).toEqual(TEXTS);
    expect([head, bytes]).toEqual([HEAD, WHOLE.length]);
  });

  it('shows every single byte that was changed, and names the entry', () => {
    let at = 0;
    for (const [index, line] of LINES.entries()) {
      const size = Buffer.byteLength(line);
      for (let byte = 0; byte < size; byte++) {
        for (const flip of [1, 0x20, 0x80]) {
          const altered = Buffer.from(WHOLE);
          altered[at + byte]! ^= flip;
          const { breaks } = readChain(altered, HEAD);
          expect(breaks[0]?.entry, `byte ${byte} of entry ${index + 1}`).toBe(index + 1);
        }
      }
      at += size;
    }
  });

  it('shows every cut', () => {
    for (let length = 0; length < WHOLE.length; length++) {
      expect(readChain(WHOLE.subarray(0, length), HEAD).breaks.length, `cut at ${length}`).toBeGreaterThan(0);
    }
  });

  it('shows entries that were taken out, swapped, doubled or put in', () => {
    fc.assert(
      fc.property(fc.nat(LINES.length - 1), fc.nat(LINES.length - 1), (a, b) => {
        const without = LINES.toSpliced(a, 1);
        expect(read(without).breaks.length).toBeGreaterThan(0);
        expect(read(LINES.toSpliced(b, 0, LINES[a]!)).breaks.length).toBeGreaterThan(0);
        if (a !== b) expect(read(LINES.with(a, LINES[b]!).with(b, LINES[a]!)).breaks.length).toBeGreaterThan(0);
      }),
    );
  });

  it('names an altered entry alone: those behind it are as they were', () => {
    const altered = LINES.with(4, LINES[4]!.replace('point-4', 'point-9'));
    const { breaks, entries } = read(altered);
    expect(breaks).toEqual([{ entry: 5, text: 'It was altered after it was written.' }]);
    expect(entries).toHaveLength(TEXTS.length - 1);
  });

  it('shows a record that was written anew, by the hash that was exported before', () => {
    const forged = chainOf(TEXTS.with(4, '{"kind":"signed","verdict":"pass"}'));
    expect(readChain(Buffer.from(forged.lines.join('')), forged.head).breaks).toEqual([]);
    expect(readChain(Buffer.from(forged.lines.join('')), HEAD).breaks).toHaveLength(1);
  });

  it('takes what a crash cut off for what it is: nobody was told of it', () => {
    const torn = Buffer.from(LINES.join('') + chainLine(HEAD, '{"kind":"captured"}').line.slice(0, 30));
    const { breaks, bytes } = readChain(torn, HEAD);
    expect([breaks, bytes]).toEqual([[], WHOLE.length]);
  });

  it('takes an entry whose note a crash prevented', () => {
    const more = chainLine(HEAD, '{"kind":"captured"}');
    expect(read([...LINES, more.line]).breaks).toEqual([]);
    expect(readChain(Buffer.from(LINES[0]!), undefined).breaks).toEqual([]);
    expect(readChain(WHOLE, undefined).breaks).toHaveLength(1);
  });
});

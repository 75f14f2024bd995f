import { describe, expect, it } from 'vitest';
import { MOST_PENS } from '../../src-shared/contract/trends.ts';
import { addPens } from './pen-list.ts';

const tag = (name: string) => ({ device: 'boiler-1', tag: name });
const slots = (pens: readonly { readonly slot: number; readonly tag: string }[]) =>
  pens.map((pen) => `${pen.slot}${pen.tag}`);

describe('the pens of a trend', () => {
  it('take the lowest free slot, so that a colour stays with its tag', () => {
    const pens = addPens([], [tag('a'), tag('b'), tag('c')]);
    const without = pens.filter((pen) => pen.tag !== 'b');
    expect(slots(addPens(without, [tag('d')]))).toEqual(['1a', '2d', '3c']);
  });

  it('hold a tag once', () => {
    expect(slots(addPens(addPens([], [tag('a')]), [tag('a'), tag('b')]))).toEqual(['1a', '2b']);
  });

  it('are 32 at most', () => {
    const many = Array.from({ length: 40 }, (_, at) => tag(`t${at}`));
    const pens = addPens([], many);
    expect(pens.length).toBe(MOST_PENS);
    expect(pens.at(-1)!.slot).toBe(32);
  });
});

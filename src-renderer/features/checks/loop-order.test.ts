import { describe, expect, it } from 'vitest';
import type { CheckLoopView } from '../../../src-shared/contract/check-loops.ts';
import { matchingLoops, nextOpen } from './loop-order.ts';
import { freeSheetId } from './sheet-id.ts';

const loop = (tag: string, state: CheckLoopView['state']): CheckLoopView =>
  ({
    ...{ device: 'b', tag, name: tag.toUpperCase(), deviceName: 'Boiler', template: 'ai', assigned: '', problem: null },
    state,
    signature: state === 'open' ? null : { name: 'JD' },
  }) as CheckLoopView;
const LOOPS = [loop('pt-1', 'pass'), loop('pt-2', 'open'), loop('ft-3', 'fail'), loop('pt-4', 'open')];
const tags = (loops: readonly CheckLoopView[]): readonly string[] => loops.map(({ tag }) => tag);

describe('the loops of a sheet', () => {
  it('are narrowed by state and by words, all of which must fit', () => {
    expect(tags(matchingLoops(LOOPS, 'is:open'))).toEqual(['pt-2', 'pt-4']);
    expect(tags(matchingLoops(LOOPS, 'is:fail ft'))).toEqual(['ft-3']);
    expect(tags(matchingLoops(LOOPS, 'jd pt'))).toEqual(['pt-1']);
    expect(tags(matchingLoops(LOOPS, 'is:nothing'))).toEqual([]);
  });

  it('go on to the next open one, from the top at the end', () => {
    expect(nextOpen(LOOPS, 'b/pt-1')?.tag).toBe('pt-2');
    expect(nextOpen(LOOPS, 'b/pt-2')?.tag).toBe('pt-4');
    expect(nextOpen(LOOPS, 'b/pt-4')?.tag).toBe('pt-2');
    expect(nextOpen([LOOPS[0]!], 'b/pt-1')).toBeUndefined();
  });
});

describe('the id of a sheet', () => {
  it('is what of its name may be a file name, and free', () => {
    expect(freeSheetId('Kessel Prüfung №1', [])).toBe('kessel-pru-fung-no1');
    expect(freeSheetId('SAT', ['sat', 'sat-2'])).toBe('sat-3');
    expect([freeSheetId('漢字', []), freeSheetId('con', [])]).toEqual(['checks', 'checks']);
  });
});

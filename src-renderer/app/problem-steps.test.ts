import { afterEach, describe, expect, it } from 'vitest';
import { problemsFound } from '../state/problems.ts';
import { hasProblemPlaces, problemStepped } from './problem-steps.ts';

const gone: string[] = [];
const problem = (key: string) => ({
  key,
  severity: 'error' as const,
  device: null,
  text: key,
  go: () => void gone.push(key),
});

describe('stepping through the problems', () => {
  afterEach(() => {
    gone.length = 0;
    for (const source of ['draft', 'health']) problemsFound(source, []);
  });

  it('goes round and round over all sources, and passes over those without a place', () => {
    problemsFound('draft', [problem('a'), { ...problem('nowhere'), go: undefined as never }]);
    problemsFound('health', [problem('b')]);
    for (const step of [1, 1, 1, -1, -1] as const) problemStepped(step);
    expect(gone).toEqual(['a', 'b', 'a', 'b', 'a']);
  });

  it('goes on from the beginning when the last one was mended', () => {
    problemsFound('draft', [problem('c'), problem('d')]);
    problemStepped(1);
    problemsFound('draft', [problem('d'), problem('e')]);
    problemStepped(1);
    expect(gone).toEqual(['c', 'd']);
  });

  it('stays with the edits of the tab in front as long as they have problems', () => {
    const tab = 'device/boiler-1/tags';
    problemsFound('health', [problem('slow device')]);
    problemsFound(`edits ${tab}`, [problem('cell 1'), problem('cell 2')]);
    for (const step of [1, 1, 1] as const) problemStepped(step, tab);
    problemsFound(`edits ${tab}`, []);
    problemStepped(1, tab);
    expect(gone).toEqual(['cell 1', 'cell 2', 'cell 1', 'slow device']);
  });

  it('goes nowhere when there is none', () => {
    expect(hasProblemPlaces()).toBe(false);
    problemStepped(1);
    expect(gone).toEqual([]);
  });
});

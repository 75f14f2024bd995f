import { describe, expect, it } from 'vitest';
import type { Problem } from '../../state/problems.ts';
import { copiedProblems, problemCounts, problemRows, splitProblem } from './problem-rows.ts';

const problem = (device: string | null, severity: Problem['severity'], text: string): Problem => ({
  key: text,
  severity,
  device,
  text,
});
const SOURCES = {
  health: [problem('b', 'warning', 'slow'), problem('b', 'error', 'flow is bad'), problem('a', 'error', 'no answer')],
  draft: [problem(null, 'warning', 'files differ'), problem('gone', 'error', 'left over')],
};
const DEVICES = [
  { id: 'a', name: 'Boiler' },
  { id: 'b', name: 'Mixer' },
];
const ALL = { severity: 'all', words: '' } as const;

describe('the rows of problems', () => {
  it('stand together by device in the order of the project, errors first', () => {
    expect(
      problemRows(SOURCES, DEVICES, ALL).map((row) => `${row.deviceName}: ${row.problem.text} ${row.isFirst}`),
    ).toEqual([
      'Project: files differ true',
      'Boiler: no answer true',
      'Mixer: flow is bad true',
      'Mixer: slow false',
      'gone: left over true',
    ]);
  });

  it('are narrowed by severity and by words, also of the name of the device', () => {
    const texts = (filter: Parameters<typeof problemRows>[2]): string[] =>
      problemRows(SOURCES, DEVICES, filter).map((row) => row.problem.text);
    expect(texts({ severity: 'warning', words: '' })).toEqual(['files differ', 'slow']);
    expect(texts({ severity: 'all', words: 'mixer bad' })).toEqual(['flow is bad']);
    expect(texts({ severity: 'all', words: 'dev:mixer* -is:warning' })).toEqual(['flow is bad']);
  });

  it('are copied with their device in every line', () => {
    const rows = problemRows(SOURCES, DEVICES, { severity: 'all', words: 'mixer' });
    expect(copiedProblems(rows)).toBe('Mixer\tError\tflow is bad\t\nMixer\tWarning\tslow\t');
    expect(problemCounts(SOURCES.health)).toBe('2 errors, 1 warning');
    expect(problemCounts([])).toBe('');
  });

  it('are told in a sentence, with the next step below it', () => {
    const of = (text: string) => splitProblem(problem('a', 'error', text));
    expect(of('192.168.1.10 answered but refused port 502. Check the port. (ECONNREFUSED)')).toEqual({
      what: '192.168.1.10 answered but refused port 502.',
      next: 'Check the port. (ECONNREFUSED)',
    });
    expect(of('no end')).toEqual({ what: 'no end', next: '' });
  });
});

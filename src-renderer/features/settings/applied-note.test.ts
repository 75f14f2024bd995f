import { describe, expect, it } from 'vitest';
import { appliedNote } from './applied-note.ts';

const change = (path: string, restart: boolean) => ({ path, before: null, after: 1, restart });

describe('the note after an apply', () => {
  it('says that everything is in effect, or what waits for the next start', () => {
    expect(appliedNote(5, [change('log.level', false)])).toBe('Revision 5 is saved and in effect.');
    expect(appliedNote(6, [change('log.level', false), change('server.port', true)])).toBe(
      'Revision 6 is saved. Takes effect at the next start: server.port.',
    );
  });

  it('names five of many', () => {
    const many = Array.from({ length: 8 }, (_, n) => change(`a.${n}`, true));
    expect(appliedNote(7, many)).toMatch(/a\.0, a\.1, a\.2, a\.3, a\.4 and 3 more\.$/);
  });
});

import { describe, expect, it } from 'vitest';
import { matchesWords } from './filter-words.ts';

describe('a filter', () => {
  it('asks for every word, in any order and case', () => {
    expect(matchesWords('Boiler-1 192.168.1.10:502 Modbus TCP Connected', 'modbus BOIL')).toBe(true);
    expect(matchesWords('Boiler-1 Modbus TCP', 'modbus line-4')).toBe(false);
  });

  it('holds everywhere while it is empty or blank', () => {
    expect([matchesWords('x', ''), matchesWords('x', '  ')]).toEqual([true, true]);
  });
});

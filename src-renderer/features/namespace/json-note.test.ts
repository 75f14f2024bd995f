import { describe, expect, it } from 'vitest';
import { jsonNote } from './json-note.ts';

describe('what is said of a payload that is typed', () => {
  it('is what it will be sent as', () => {
    expect(jsonNote('{"v": 8.42}')).toBe('JSON.');
    expect(jsonNote('on')).toBe('Sent as text.');
    expect(jsonNote(' ')).toContain('clears');
  });

  it('is the line where it stops being JSON', () => {
    expect(jsonNote('{\n"v": 8.42\n"q": 192\n}')).toBe('Line 3: this is no JSON. It is sent as it stands.');
  });
});

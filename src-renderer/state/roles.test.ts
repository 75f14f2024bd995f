import { describe, expect, it } from 'vitest';
import { mayWith, whomToAsk } from './roles.ts';

describe('roles', () => {
  it('keep nobody from anything before they are known', () => {
    expect(mayWith(undefined, 'users')).toBe(true);
    expect(mayWith([], 'read')).toBe(false);
  });

  it('allow what the table says and no more: an engineer writes, an administrator does not', () => {
    expect(mayWith(['engineer'], 'write')).toBe(true);
    expect(mayWith(['admin'], 'write')).toBe(false);
    expect(mayWith(['operator', 'admin'], 'users')).toBe(true);
  });

  it('tell whom to ask', () => {
    expect(whomToAsk('write')).toBe('an Operator');
    expect(whomToAsk('configure')).toBe('an Engineer');
    expect(whomToAsk('users')).toBe('an Administrator');
  });
});

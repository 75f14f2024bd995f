import { describe, expect, it } from 'vitest';
import { covers } from './roles.ts';

describe('roles', () => {
  it('keep nobody from anything before they are known', () => {
    expect(covers(undefined, 'admin')).toBe(true);
    expect(covers([], 'viewer')).toBe(false);
  });

  it('cover what they may do and no more: an engineer writes, an administrator does not', () => {
    expect(covers(['engineer'], 'operator')).toBe(true);
    expect(covers(['admin'], 'operator')).toBe(false);
    expect(covers(['admin'], 'engineer')).toBe(false);
    expect(covers(['operator'], 'engineer')).toBe(false);
    expect(covers(['admin'], 'viewer')).toBe(true);
    expect(covers(['operator', 'admin'], 'admin')).toBe(true);
  });
});

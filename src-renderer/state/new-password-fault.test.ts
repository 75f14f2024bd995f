import { describe, expect, it } from 'vitest';
import { newPasswordFault } from './new-password-fault.ts';

describe('a password that is to be set', () => {
  it('has twelve characters at least, as a person counts them', () => {
    expect(newPasswordFault('12345678', '12345678')?.text).toBe('Use at least 12 characters. This one has 8.');
    expect(newPasswordFault('🔑🔑🔑🔑🔑🔑', '')?.text).toContain('has 6.');
    expect(newPasswordFault('pass phrase 1', 'pass phrase 1')).toBeUndefined();
  });

  it('is typed twice the same', () => {
    expect(newPasswordFault('pass phrase 1', 'pass phrase l')?.line).toBe('again');
  });
});

import { describe, expect, it } from 'vitest';
import { allows, PERMISSION_NAMES, ROLES } from './access.ts';

describe('the table of permissions', () => {
  it('keeps duties apart', () => {
    expect(allows(['admin'], 'write')).toBe(false);
    expect(allows(['admin'], 'configure')).toBe(false);
    expect(allows(['engineer'], 'users')).toBe(false);
    expect(allows(['engineer'], 'release')).toBe(false);
    expect(allows(['auditor'], 'read')).toBe(false);
  });

  it('adds up what several roles allow', () => {
    expect(allows(['operator', 'admin'], 'write')).toBe(true);
    expect(allows(['operator', 'admin'], 'users')).toBe(true);
  });

  it('denies what no role is held for', () => {
    for (const permission of PERMISSION_NAMES) expect(allows([], permission)).toBe(false);
  });

  it('gives every permission to somebody', () => {
    for (const permission of PERMISSION_NAMES) expect(ROLES.some((role) => allows([role], permission))).toBe(true);
  });
});

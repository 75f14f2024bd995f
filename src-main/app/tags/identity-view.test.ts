import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { identityOf, LOCAL_IDENTITY } from '../../rpc/session-identity.ts';
import { identityView } from './identity-view.ts';

const ALL = ['viewer', 'operator', 'engineer', 'admin', 'auditor'];

describe('who calls', () => {
  it('is the person at this computer where no login is asked for', () => {
    expect(identityView({ session: LOCAL_IDENTITY })).toEqual({ name: userInfo().username, roles: ALL });
  });

  it('is a session by its first characters, which do not give it away', () => {
    const { name, roles } = identityView({ session: identityOf('secret') });
    expect(name).toMatch(/^session [0-9a-f]{6}$/);
    expect(roles).toEqual(ALL);
  });
});

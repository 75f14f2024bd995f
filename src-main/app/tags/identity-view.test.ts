import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { localVisitor } from '../../rpc/session-identity.ts';
import { identityView } from './identity-view.ts';

const ALL = ['viewer', 'operator', 'engineer', 'admin', 'auditor'];

describe('who calls', () => {
  it('is the person at this computer where no login is asked for', () => {
    expect(identityView(localVisitor())).toEqual({ name: userInfo().username, roles: ALL });
  });

  it('is somebody else under his own name and roles', () => {
    const identity = { kind: 'user', id: 'u1', name: 'Maria Ruiz', roles: ['viewer'] } as const;
    expect(identityView({ identity })).toEqual({ name: 'Maria Ruiz', roles: ['viewer'] });
  });
});

import { describe, expect, it } from 'vitest';
import { cautions } from './cautions.ts';
import { OpcUaConnection } from './connection.ts';

const fields = (settings: Record<string, unknown>): string[] =>
  cautions(OpcUaConnection.parse({ endpoint: 'opc.tcp://plc7', ...settings })).map(({ field }) => field);

describe('what a check reminds of', () => {
  it('is nothing where nobody lowered the security knowingly', () => {
    expect(fields({})).toEqual([]);
    expect(fields({ security_mode: 'SignAndEncrypt' })).toEqual([]);
    // A weak policy without the permission is not used at all.
    expect(fields({ security_mode: 'Sign', security_policy: 'Basic256' })).toEqual([]);
    expect(fields({ allow_weak_security: true })).toEqual([]);
  });

  it('is a policy that can be broken', () => {
    const weak = { security_mode: 'Sign', allow_weak_security: true };
    expect(fields({ ...weak, security_policy: 'Basic128Rsa15' })).toEqual(['security_policy']);
    expect(fields({ ...weak, security_policy: 'Basic256' })).toEqual(['security_policy']);
    expect(fields({ ...weak, security_policy: 'Basic256Sha256' })).toEqual([]);
  });

  it('is a password, or writing, without security', () => {
    const user = { user: 'name', user_name: 'op', password: { env: 'PW' } };
    expect(fields({ ...user, allow_weak_security: true })).toEqual(['security_mode']);
    expect(fields({ allow_writes_unsecured: true })).toEqual(['allow_writes_unsecured']);
  });
});

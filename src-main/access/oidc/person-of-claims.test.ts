import { describe, expect, it } from 'vitest';
import type { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { type ClaimRules, type Claims, personOfClaims } from './person-of-claims.ts';

const RULES: ClaimRules = {
  name: 'Keycloak',
  issuer: 'https://login.acme.example/realms/plant',
  roles_claim: 'realm_access.roles',
  roles: [
    { value: 'plant-operator', role: 'operator' },
    { value: 'plant-lead', role: 'engineer' },
    { value: 'plant-lead', role: 'operator' },
  ],
  default_roles: [],
  name_claim: 'preferred_username',
};
const MARIA: Claims = { sub: '7f3a', preferred_username: 'mruiz', name: 'Maria Ruiz', email: 'm@acme.example' };
const withRoles = (...roles: unknown[]): Claims => ({ ...MARIA, realm_access: { roles } });
const refusal = (claims: Claims, rules = RULES): NexusError => {
  try {
    personOfClaims(claims, rules);
  } catch (error) {
    return error as NexusError;
  }
  throw new Error('was let in');
};

describe('a person of a provider', () => {
  it('has the roles that the values of the claim are mapped to, each once', () => {
    expect(personOfClaims(withRoles('offline_access', 'plant-lead', 'plant-operator'), RULES)).toEqual({
      provider: 'Keycloak',
      issuer: RULES.issuer,
      subject: '7f3a',
      name: 'mruiz',
      displayName: 'Maria Ruiz',
      roles: ['operator', 'engineer'],
    });
  });

  it('has a role by the whole value only', () => {
    expect(refusal(withRoles('plant-operators', 'Plant-Operator', ' plant-operator')).code).toBe('NX_OIDC_NO_ROLE');
  });

  it('is not let in without a role, and reads what the provider said', () => {
    expect(refusal(withRoles('guest', 7, null)).text).toBe(
      'Keycloak knows “mruiz”, but gives no role for this gateway: realm_access.roles says “guest”. Ask an Administrator to add the role there, or to map it here.',
    );
    expect(refusal(MARIA).text).toContain('realm_access.roles says nothing.');
    expect(refusal(withRoles('a', 'b', 'c', 'd', 'e', 'f', 'g')).text).toContain('“e” and 2 more.');
  });

  it('has the default roles only where none is mapped', () => {
    const rules: ClaimRules = { ...RULES, default_roles: ['viewer'] };
    expect(personOfClaims(MARIA, rules).roles).toEqual(['viewer']);
    expect(personOfClaims(withRoles('plant-operator'), rules).roles).toEqual(['operator']);
  });

  it('takes a claim that is one text as well', () => {
    expect(personOfClaims({ ...MARIA, groups: 'plant-operator' }, { ...RULES, roles_claim: 'groups' }).roles).toEqual([
      'operator',
    ]);
  });

  it('is named by what there is, in one line of bounded length', () => {
    const named = (claims: Claims): string =>
      personOfClaims({ ...claims, realm_access: { roles: ['plant-lead'] } }, RULES).name;
    expect(named({ sub: '7f3a', email: 'm@acme.example' })).toBe('m@acme.example');
    expect(named({ sub: '7f3a' })).toBe('7f3a');
    expect(named({ sub: '7f3a', preferred_username: 'a\nb\u202e'.padEnd(400, 'c') })).toMatch(/^abc{126}$/);
  });
});

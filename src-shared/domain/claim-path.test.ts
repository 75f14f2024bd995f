import { describe, expect, it } from 'vitest';
import { parseClaimPath, valuesAt } from './claim-path.ts';

const KEYCLOAK = {
  groups: ['/plant/operators', '/plant/night'],
  realm_access: { roles: ['operator', 'offline_access'] },
  resource_access: { 'nexus-edge': { roles: ['engineer'] }, 'a.b': { roles: ['viewer'] } },
  'https://acme.example/roles': 'admin',
  teams: [{ name: 'a' }, { name: 'b' }],
};
const at = (path: string): readonly unknown[] => valuesAt(KEYCLOAK, parseClaimPath(path)!);

describe('the path of a claim', () => {
  it('names a member, with and without the root', () => {
    expect(at('groups')).toEqual([KEYCLOAK.groups]);
    expect(at('$.groups')).toEqual([KEYCLOAK.groups]);
    expect(at('realm_access.roles')).toEqual([['operator', 'offline_access']]);
  });

  it('takes names that have dots or slashes in quotes', () => {
    expect(at('$.resource_access["nexus-edge"].roles')).toEqual([['engineer']]);
    expect(at("resource_access['a.b'].roles")).toEqual([['viewer']]);
    expect(at('["https://acme.example/roles"]')).toEqual(['admin']);
    expect(valuesAt({ 'a"b': 1 }, parseClaimPath('["a\\"b"]')!)).toEqual([1]);
  });

  it('takes one item or all of them', () => {
    expect(at('groups[1]')).toEqual(['/plant/night']);
    expect(at('groups[*]')).toEqual(['/plant/operators', '/plant/night']);
    expect(at('teams[*].name')).toEqual(['a', 'b']);
    expect(at('resource_access.*.roles')).toEqual([['engineer'], ['viewer']]);
  });

  it('finds nothing where nothing stands, and never what JavaScript brings along', () => {
    expect(at('nobody.roles')).toEqual([]);
    expect(at('groups[9]')).toEqual([]);
    expect(at('groups.length')).toEqual([]);
    expect(at('constructor.name')).toEqual([]);
    expect(valuesAt(null, parseClaimPath('a')!)).toEqual([]);
  });

  it('is refused where it could mean something else', () => {
    for (const text of [
      '',
      '$',
      '.a',
      '$a',
      'a..b',
      'a.',
      'a b',
      'a[',
      'a["b]',
      'a[-1]',
      'a[?(@.b)]',
      'a["b"]c',
      '$..a',
    ])
      expect(parseClaimPath(text), text).toBeUndefined();
  });
});

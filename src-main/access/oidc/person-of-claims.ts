import { ROLES, type Role } from '../../../src-shared/domain/access.ts';
import { parseClaimPath, valuesAt } from '../../../src-shared/domain/claim-path.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { OidcPerson } from './oidc-person.ts';

/** Of `access.oidc`: how a provider's claims are read. */
export interface ClaimRules {
  readonly name: string;
  readonly issuer: string;
  readonly roles_claim: string;
  readonly roles: readonly { readonly value: string; readonly role: Role }[];
  readonly default_roles: readonly Role[];
  readonly name_claim: string;
}

export type Claims = Readonly<Record<string, unknown>>;

/** Of a name, as audit and lists show it. */
const MAX_NAME = 128;
/** Of the values that a refusal names: a person may be in hundreds of groups. */
const SHOWN_VALUES = 5;

/** Whether the claim with the roles is there at all. */
export const hasRolesClaim = (claims: Claims, rules: ClaimRules): boolean =>
  valuesAt(claims, parseClaimPath(rules.roles_claim) ?? []).length > 0;

/**
 * Who it is, by the rules of the configuration.
 *
 * @throws NexusError NX_OIDC_NO_ROLE when nothing that the provider says is a role here.
 */
export function personOfClaims(claims: Claims, rules: ClaimRules): OidcPerson {
  const subject = textOf(claims['sub'])!;
  const values = textsAt(claims, rules.roles_claim);
  const mapped = rules.roles.filter(({ value }) => values.includes(value)).map(({ role }) => role);
  const given = mapped.length > 0 ? mapped : rules.default_roles;
  // In the order of the table, each once.
  const roles = ROLES.filter((role) => given.includes(role));
  const name = clean(textsAt(claims, rules.name_claim)[0] ?? textOf(claims['email'])) || clean(subject);
  if (roles.length === 0) throw noRole(name, values, rules);
  const displayName = clean(textOf(claims['name'])) || name;
  return { provider: rules.name, issuer: rules.issuer, subject, name, displayName, roles };
}

function noRole(name: string, values: readonly string[], { name: provider, roles_claim }: ClaimRules): NexusError {
  const shown = values.slice(0, SHOWN_VALUES).map((value) => `“${clean(value)}”`);
  const more = values.length > SHOWN_VALUES ? ` and ${values.length - SHOWN_VALUES} more` : '';
  const seen = shown.length > 0 ? `${roles_claim} says ${shown.join(', ')}${more}` : `${roles_claim} says nothing`;
  const text = `${provider} knows “${name}”, but gives no role for this gateway: ${seen}. Ask an Administrator to add the role there, or to map it here.`;
  return new NexusError('NX_OIDC_NO_ROLE', text);
}

/** A claim is one text or a list of them. */
function textsAt(claims: Claims, path: string): readonly string[] {
  return valuesAt(claims, parseClaimPath(path) ?? [])
    .flat()
    .flatMap((value) => textOf(value) ?? []);
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What comes from elsewhere stands in lists and logs: one line, of bounded length. */
const clean = (text: string | undefined): string =>
  (text ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, MAX_NAME);

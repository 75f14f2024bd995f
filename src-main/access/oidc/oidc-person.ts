import type { Role } from '../../../src-shared/domain/access.ts';

/** Somebody whom a provider vouches for, as of this sign-in. */
export interface OidcPerson {
  /** As the sign-in page names the provider: `Keycloak`. */
  readonly provider: string;
  /** Issuer and subject together are who it is, for good; names may change and be given anew. */
  readonly issuer: string;
  readonly subject: string;
  /** `mruiz` */
  readonly name: string;
  /** `Maria Ruiz` */
  readonly displayName: string;
  /** At least one. */
  readonly roles: readonly Role[];
}

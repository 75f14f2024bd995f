export type CertificateStore = 'own' | 'trusted' | 'issuers' | 'rejected';

/** A certificate that a protocol keeps for a project. Times in µs since 1970 UTC. */
export interface CertificateEntry {
  readonly store: CertificateStore;
  readonly name: string;
  readonly subject: string;
  readonly issuer: string;
  /** SHA-1 and SHA-256 as hexadecimal capital letters and digits. */
  readonly thumbprint: string;
  readonly thumbprint256: string;
  readonly validFromUs: number;
  readonly validToUs: number;
  readonly applicationUri: string;
  readonly hosts: readonly string[];
  readonly keyBits: number;
  readonly isAuthority: boolean;
  /** Where a rejected one was shown; null where nobody noted it. */
  readonly seen: { readonly endpoint: string; readonly atUs: number } | null;
}

/** Where people make a server trust our certificate. */
export interface TrustGuide {
  readonly server: string;
  /** What to do there. */
  readonly text: string;
  /** Who says so. */
  readonly source: string;
}

/**
 * The certificates of a protocol, in files that count at the next connect. Everything but `list` and `own` rejects with
 * NX_OPCUA_NO_CERTIFICATE for a thumbprint that is not there.
 */
export interface CertificateKeeper {
  /** How servers are made to trust ours. */
  readonly guides: readonly TrustGuide[];
  list(): Promise<readonly CertificateEntry[]>;
  /** Ours (DER); made where there is none yet. */
  own(): Promise<Uint8Array>;
  /** Another one of ours for the same key. Every peer has to trust it anew. */
  renew(): Promise<void>;
  trust(thumbprint: string): Promise<void>;
  /** Takes trust away. */
  reject(thumbprint: string): Promise<void>;
  remove(thumbprint: string): Promise<void>;
  /** Trusts one that was brought along (DER or PEM). Rejects with NX_REQUEST_INVALID for what is none. */
  add(bytes: Uint8Array, store: 'trusted' | 'issuers'): Promise<void>;
}

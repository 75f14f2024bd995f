import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The standard places of certificates of an OPC UA application (OPC 10000-12, F.1). */
export interface PkiFolder {
  readonly root: string;
  /** Of this application: `certs/` and `private/`. */
  readonly own: string;
  /** Servers, or authorities, that somebody trusted. */
  readonly trusted: string;
  readonly trustedRevocations: string;
  /** Authorities that complete a chain and are not trusted by themselves. */
  readonly issuers: string;
  readonly issuerRevocations: string;
  /** Servers that nobody trusted yet, and those whose trust was taken away. */
  readonly rejected: string;
}

/** @param folder of drivers: `<project>/.nexus/drivers`. */
export function pkiFolder(folder: string): PkiFolder {
  const root = join(folder, 'opcua');
  return {
    root,
    own: join(root, 'own'),
    trusted: join(root, 'trusted', 'certs'),
    trustedRevocations: join(root, 'trusted', 'crl'),
    issuers: join(root, 'issuers', 'certs'),
    issuerRevocations: join(root, 'issuers', 'crl'),
    rejected: join(root, 'rejected', 'certs'),
  };
}

/** Makes them where they are missing, for this user alone. */
export async function makePkiFolder(pki: PkiFolder): Promise<void> {
  const { trusted, trustedRevocations, issuers, issuerRevocations, rejected } = pki;
  for (const path of [trusted, trustedRevocations, issuers, issuerRevocations, rejected]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
}

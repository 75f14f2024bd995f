import type { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PkiFolder } from './pki-folder.ts';

const MOST_LISTS = 100;
const LARGEST_BYTES = 4 * 1_024 * 1_024;

/**
 * Whether an authority revoked a certificate, by the lists (CRL) in the folders. A list counts where the authority signed
 * it, whatever its age: what was revoked stays so.
 */
export async function revocationsOf(
  pki: PkiFolder,
): Promise<(certificate: X509Certificate, issuer: X509Certificate) => Promise<boolean>> {
  const files = [...(await lists(pki.trustedRevocations)), ...(await lists(pki.issuerRevocations))];
  if (files.length === 0) return async () => false;
  // Loaded only where somebody keeps such lists.
  const { exploreCertificateRevocationList, readCertificateRevocationList, verifyCrlIssuedByCertificate } =
    await import('node-opcua-crypto');
  const read = await Promise.all(
    files.map(async (file) => {
      try {
        const der = await readCertificateRevocationList(file);
        const { tbsCertList } = exploreCertificateRevocationList(der);
        return [{ der, revoked: tbsCertList.revokedCertificates ?? [] }];
      } catch {
        return [];
      }
    }),
  );
  return async (certificate, issuer) => {
    const serial = plain(certificate.serialNumber);
    return read
      .flat()
      .some(
        ({ der, revoked }) =>
          revoked.some(({ userCertificate }) => plain(userCertificate) === serial) &&
          verifyCrlIssuedByCertificate(der, issuer.raw),
      );
  };
}

async function lists(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const found: string[] = [];
  for (const name of names.filter((one) => /\.(crl|der|pem)$/i.test(one)).slice(0, MOST_LISTS)) {
    const path = join(folder, name);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes && bytes.length <= LARGEST_BYTES) found.push(path);
  }
  return found;
}

/** Serial numbers as hexadecimal without separators and leading zeros. */
const plain = (serial: string): string =>
  serial
    .replaceAll(/[^0-9a-f]/gi, '')
    .replace(/^0+/, '')
    .toUpperCase();

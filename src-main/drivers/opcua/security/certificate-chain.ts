import type { X509Certificate } from 'node:crypto';

/** Longer chains are made by nobody who means well. */
const LONGEST = 8;

/**
 * The certificate and, one after another, those whose keys signed the one before, as far as they are known. Ends at one that
 * signed itself, and where it would run in a circle.
 * @param known where issuers may be found. Only what truly signed comes into the chain.
 */
export function chainOf(certificate: X509Certificate, known: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = [certificate];
  while (chain.length < LONGEST) {
    const last = chain.at(-1)!;
    const issuer = known.find((one) => isIssuerOf(one, last) && !chain.some((before) => before.raw.equals(one.raw)));
    if (!issuer) return chain;
    chain.push(issuer);
  }
  return chain;
}

function isIssuerOf(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

import type { X509Certificate } from 'node:crypto';
import { readCertificate } from './certificate-facts.ts';

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

/** One certificate (DER) or several, one behind another, as servers send them. @throws TypeError for anything else. */
export function readChain(bytes: Uint8Array): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let at = 0; at < bytes.length && chain.length < LONGEST; ) {
    const end = at + derLength(bytes, at);
    chain.push(readCertificate(bytes.subarray(at, end)));
    at = end;
  }
  return chain;
}

/** Bytes of the sequence that begins there: 30 82 hh ll … */
function derLength(bytes: Uint8Array, at: number): number {
  const size = bytes[at + 1] ?? 0;
  if (size < 0x80) return 2 + size;
  const digits = size & 0x7f;
  let length = 0;
  for (let i = 0; i < digits; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  return 2 + digits + length;
}

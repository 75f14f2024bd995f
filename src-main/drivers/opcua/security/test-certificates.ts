import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readCertificate } from './certificate-facts.ts';

/**
 * Certificates of the tests, made by openssl for a hundred years from 2026 on: `plc7` signed itself; `plc7-signed` and `plc7-revoked`
 * were signed by `authority`, whose list revokes the second; `plc7-loop` by `loop-a`, which `loop-b` signed, which
 * `loop-a` signed. All servers are urn:plc7:server on plc7 and 10.0.0.7; `weak` has a key of 1,024 bits.
 */
export function testCertificate(
  name: 'plc7' | 'plc7-signed' | 'plc7-revoked' | 'plc7-loop' | 'authority' | 'loop-a' | 'loop-b' | 'weak',
): X509Certificate {
  return readCertificate(readFileSync(new URL(`testdata/${name}.pem`, import.meta.url)));
}

/** The list of what `authority` revoked. */
export const revocationList = (): Buffer => readFileSync(new URL('testdata/authority.crl', import.meta.url));

import type { ReactNode } from 'react';
import type { CertificateView } from '../../../src-shared/contract/certificates.ts';
import { dayOf, grouped } from './certificate-words.ts';

/** What a certificate says, for somebody who compares it with the server. */
export function CertificateFacts({ certificate }: { readonly certificate: CertificateView }): ReactNode {
  const { subject, issuer, thumbprint, thumbprint256, validFromUs, validToUs, hosts, applicationUri, keyBits, seen } =
    certificate;
  return (
    <dl className="certificate-facts">
      {seen ? (
        <>
          <dt>Shown by</dt>
          <dd className="mono">{seen.endpoint}</dd>
        </>
      ) : null}
      <dt>Subject</dt>
      <dd>{subject}</dd>
      <dt>Issuer</dt>
      <dd>{issuer === subject ? 'signed by itself' : issuer}</dd>
      <dt>SHA-1</dt>
      <dd className="mono">{grouped(thumbprint)}</dd>
      <dt>SHA-256</dt>
      <dd className="mono">{grouped(thumbprint256)}</dd>
      <dt>Valid</dt>
      <dd>
        {dayOf(validFromUs)} to {dayOf(validToUs)}
      </dd>
      <dt>Hosts</dt>
      <dd>{hosts.join(', ') || '—'}</dd>
      <dt>Application</dt>
      <dd className="mono">{applicationUri || '—'}</dd>
      <dt>Key</dt>
      <dd>{keyBits === 0 ? 'not RSA' : `RSA ${keyBits} bits`}</dd>
    </dl>
  );
}

import type { ReactNode } from 'react';
import type { CertificateView } from '../../../src-shared/contract/certificates.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { CertificateFacts } from './CertificateFacts.tsx';
import { certificateStatus } from './certificate-words.ts';

interface CertificateCardProps {
  readonly certificate: CertificateView;
  /** Buttons. */
  readonly children: ReactNode;
}

/** One certificate: how it stands, what it says, what can be done with it. */
export function CertificateCard({ certificate, children }: CertificateCardProps): ReactNode {
  const { glyph, word, tone } = certificateStatus(certificate, gatewayNowUs());
  return (
    <article className="certificate" aria-label={certificate.name}>
      <header className="certificate-head">
        <h3>{certificate.name}</h3>
        <span className="certificate-status" data-tone={tone}>
          <Glyph name={glyph} /> {word}
        </span>
        <span className="spacer" />
        {children}
      </header>
      <CertificateFacts certificate={certificate} />
    </article>
  );
}

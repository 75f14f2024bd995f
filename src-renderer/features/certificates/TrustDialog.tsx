import type { ReactNode } from 'react';
import type { CertificateView } from '../../../src-shared/contract/certificates.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { CertificateFacts } from './CertificateFacts.tsx';
import { certificateTrusted } from './certificates-store.ts';

interface TrustDialogProps {
  readonly certificate: CertificateView;
  readonly onClose: () => void;
  readonly onTrusted?: () => void;
}

/** Asks before somebody is trusted: the thumbprint is to be compared with the server, not with this page. */
export function TrustDialog({ certificate, onClose, onTrusted }: TrustDialogProps): ReactNode {
  const from = certificate.seen ? ` from ${certificate.seen.endpoint}` : '';
  const trust = (): void => {
    void certificateTrusted(certificate).then(onTrusted);
    onClose();
  };
  return (
    <Dialog title={`Trust “${certificate.name}”`} onClose={onClose}>
      <div className="trust-dialog">
        <p data-msg="ua.untrusted">
          Nobody has trusted this certificate{from} yet. Compare the thumbprint with the one that the server shows
          before you trust it.
        </p>
        <CertificateFacts certificate={certificate} />
        <div className="trust-buttons">
          <button type="button" className="button" data-autofocus onClick={onClose}>
            Keep rejected
          </button>
          <button type="button" className="button primary" onClick={trust}>
            Trust this certificate
          </button>
        </div>
      </div>
    </Dialog>
  );
}

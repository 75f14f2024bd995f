import { Download, FilePlus, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CertificateView } from '../../../src-shared/contract/certificates.ts';
import { useDrivers, wantDrivers } from '../../state/drivers.ts';
import { useLink } from '../../state/link.ts';
import { useMay } from '../../state/roles.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ErrorStrip } from '../../ui/ErrorStrip.tsx';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { CertificateCard } from './CertificateCard.tsx';
import {
  certificateBrought,
  certificateRejected,
  certificateRemoved,
  ownRenewed,
  ownSaved,
  readCertificates,
  useCertificates,
} from './certificates-store.ts';
import { TrustDialog } from './TrustDialog.tsx';
import { TrustUs } from './TrustUs.tsx';
import './certificates.css';

/** Devices show their certificates while this page is open. */
const READ_EVERY_MS = 3_000;

const read = (): void => void readCertificates();

/** Which servers are trusted, which wait to be, and the certificate by which they know this gateway. */
export function CertificatesPage(): ReactNode {
  const { list, problem, said } = useCertificates();
  const keeper = useDrivers(({ drivers }) => drivers.find(({ keepsCertificates }) => keepsCertificates)?.id ?? '');
  const isOpen = useLink(({ state }) => state.kind === 'open');
  const [asked, setAsked] = useState<CertificateView | undefined>();
  useEffect(() => wantDrivers(), []);
  useEffect(() => {
    if (!isOpen) return undefined;
    read();
    const timer = setInterval(read, READ_EVERY_MS);
    return () => clearInterval(timer);
  }, [isOpen]);
  const isChangeable = useMay('trust') && isOpen;
  if (!list)
    return problem === null ? (
      <Waiting text="Reading the certificates…" onRetry={read} />
    ) : (
      <ErrorState title="The certificates could not be read." cause={problem} onRetry={read} />
    );
  const of = (store: CertificateView['store']): readonly CertificateView[] => list.filter((one) => one.store === store);
  const protocol = list[0]?.protocol ?? keeper;
  const [own] = of('own');
  return (
    <>
      <div className="toolbar">
        <Bring protocol={protocol} isChangeable={isChangeable} />
        <button type="button" className="button" onClick={read}>
          <RefreshCw size={16} strokeWidth={1.5} aria-hidden />
          Read again
        </button>
        <span className="quiet" role="status">
          {said}
        </span>
      </div>
      {isOpen ? null : (
        <Strip tone="warning" announce="none">
          The gateway is lost. The certificates below are from before that and cannot be changed now.
        </Strip>
      )}
      <ReadOnlyStrip needs="trust" to="change whom this gateway trusts" />
      {problem === null ? null : <ErrorStrip title="That did not work." cause={problem} onRetry={read} />}
      <div className="certificates" data-region-scroll tabIndex={0} role="region" aria-label="Certificates">
        <Group title="Waiting for a decision" empty="No server has shown a certificate that is not trusted.">
          {of('rejected').map((one) => (
            <CertificateCard key={one.thumbprint} certificate={one}>
              <button type="button" className="button" disabled={!isChangeable} onClick={() => setAsked(one)}>
                Trust…
              </button>
              <button
                type="button"
                className="button"
                disabled={!isChangeable}
                onClick={() => void certificateRemoved(one)}
              >
                Forget
              </button>
            </CertificateCard>
          ))}
        </Group>
        <Group title="Trusted" empty="No server is trusted yet.">
          {[...of('trusted'), ...of('issuers')].map((one) => (
            <CertificateCard key={`${one.store} ${one.thumbprint}`} certificate={one}>
              <button
                type="button"
                className="button"
                disabled={!isChangeable}
                onClick={() => void (one.store === 'trusted' ? certificateRejected(one) : certificateRemoved(one))}
              >
                {one.store === 'trusted' ? 'Take trust away' : 'Forget'}
              </button>
            </CertificateCard>
          ))}
        </Group>
        <Group title="This gateway" empty="Made when it is first needed.">
          {own ? (
            <CertificateCard certificate={own}>
              <button type="button" className="button" disabled={!isOpen} onClick={() => void ownSaved(protocol)}>
                <Download size={16} strokeWidth={1.5} aria-hidden />
                Save certificate
              </button>
              <button
                type="button"
                className="button"
                disabled={!isChangeable}
                title="Another certificate for the same key. Every server has to trust it anew."
                onClick={() => void ownRenewed(protocol)}
              >
                Renew
              </button>
            </CertificateCard>
          ) : null}
        </Group>
        <TrustUs key={own?.thumbprint} protocol={protocol} />
        {own ? null : (
          <button type="button" className="button" disabled={!isOpen} onClick={() => void ownSaved(protocol)}>
            Make and save our certificate
          </button>
        )}
      </div>
      {asked ? <TrustDialog certificate={asked} onClose={() => setAsked(undefined)} /> : null}
    </>
  );
}

interface GroupProps {
  readonly title: string;
  readonly empty: string;
  readonly children: ReactNode;
}

function Group({ title, empty, children }: GroupProps): ReactNode {
  const isEmpty = children === null || (Array.isArray(children) && children.length === 0);
  return (
    <section className="certificate-group" aria-label={title}>
      <h2>{title}</h2>
      {isEmpty ? <p className="quiet">{empty}</p> : children}
    </section>
  );
}

function Bring({ protocol, isChangeable }: { readonly protocol: string; readonly isChangeable: boolean }): ReactNode {
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="button" disabled={!isChangeable} onClick={() => file.current?.click()}>
        <FilePlus size={16} strokeWidth={1.5} aria-hidden />
        Trust a certificate from a file…
      </button>
      <input
        ref={file}
        type="file"
        hidden
        accept=".der,.cer,.crt,.pem"
        aria-label="Certificate file"
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          target.value = '';
          if (chosen) void certificateBrought(protocol, chosen);
        }}
      />
    </>
  );
}

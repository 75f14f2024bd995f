import { type ReactNode, useState } from 'react';
import type { CertificateView } from '../../../src-shared/contract/certificates.ts';
import { rpc } from '../../rpc/connect.ts';
import { tabOpened } from '../../state/layout.ts';
import { useMay } from '../../state/roles.ts';
import { TrustDialog } from './TrustDialog.tsx';

interface TrustButtonProps {
  /** SHA-1 of the one that is meant; left out: the one that was seen last at one of the addresses. */
  readonly thumbprint?: string | undefined;
  readonly addresses: readonly string[];
  /** It is trusted from now on. */
  readonly onTrusted: () => void;
}

/** Shows the certificate that waits for a decision, where the person meets it. */
export function TrustButton({ thumbprint, addresses, onTrusted }: TrustButtonProps): ReactNode {
  const [asked, setAsked] = useState<CertificateView>();
  const isEngineer = useMay('trust');
  const ask = async (): Promise<void> => {
    const list = await rpc()
      .certificates.list({})
      .catch(() => []);
    const waiting = list.filter(({ store }) => store === 'rejected');
    const places = new Set(addresses.map(placeIn));
    const found = thumbprint
      ? waiting.find((one) => one.thumbprint.toUpperCase() === thumbprint.toUpperCase())
      : waiting
          .filter(({ seen }) => seen && places.has(placeIn(seen.endpoint)))
          .toSorted((a, b) => b.seen!.atUs - a.seen!.atUs)[0];
    // Gone meanwhile, or never kept: what there is stands on the page.
    if (found) setAsked(found);
    else tabOpened('certificates', 'kept');
  };
  return (
    <>
      <button type="button" className="button" disabled={!isEngineer} onClick={() => void ask()}>
        Compare and trust…
      </button>
      {asked ? <TrustDialog certificate={asked} onClose={() => setAsked(undefined)} onTrusted={onTrusted} /> : null}
    </>
  );
}

/** Host and port of an endpoint, whatever its path. */
const placeIn = (endpoint: string): string =>
  /^\w+(?:\.\w+)*:\/\/([^/]+)/.exec(endpoint)?.[1]?.toLowerCase() ?? endpoint;

import { Copy, Download, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { copyText } from '../../ui/copy-text.ts';
import { grouped } from './certificate-words.ts';
import { ownSaved } from './certificates-store.ts';
import './certificates.css';

interface TrustUsProps {
  readonly protocol: string;
  /** Tries the server once more; left out: nothing waits for it. */
  readonly onRetry?: () => void;
}

interface Help {
  readonly name: string;
  readonly pem: string;
  readonly thumbprint: string;
  readonly guides: readonly { readonly server: string; readonly text: string; readonly source: string }[];
}

/** What is to be done on a server so that it trusts this gateway: our certificate, and the place where it belongs. */
export function TrustUs({ protocol, onRetry }: TrustUsProps): ReactNode {
  const id = useId();
  const [help, setHelp] = useState<Help>();
  const [chosen, setChosen] = useState(0);
  const [said, setSaid] = useState('');
  useEffect(() => {
    let isWanted = true;
    const { own, guides } = rpc().certificates;
    Promise.all([own({ protocol }), guides({ protocol })])
      .then(([{ fileName, pem, thumbprint }, list]) => {
        if (isWanted) setHelp({ name: fileName.replace(/\.der$/, ''), pem, thumbprint, guides: list });
      })
      .catch((error: unknown) => isWanted && setSaid(toNexusError(error).text));
    return () => void (isWanted = false);
  }, [protocol]);
  if (!help) return <p role="status">{said}</p>;
  const { name, pem, thumbprint, guides } = help;
  const guide = guides[chosen];
  const copy = (): void =>
    void copyText(pem).then(
      () => setSaid('Copied as PEM.'),
      (error: unknown) => setSaid(toNexusError(error).text),
    );
  return (
    <section className="trust-us" aria-label="Our certificate">
      <p>
        Our certificate is <strong>{name}</strong>, SHA-1 <span className="mono">{grouped(thumbprint)}</span>
      </p>
      <div className="trust-us-actions">
        <button type="button" className="button" onClick={copy}>
          <Copy size={16} strokeWidth={1.5} aria-hidden />
          Copy our certificate
        </button>
        <button type="button" className="button" onClick={() => void ownSaved(protocol)}>
          <Download size={16} strokeWidth={1.5} aria-hidden />
          Save as a file
        </button>
        {onRetry ? (
          <button type="button" className="button" onClick={onRetry}>
            <RefreshCw size={16} strokeWidth={1.5} aria-hidden />
            Retry
          </button>
        ) : null}
      </div>
      <label htmlFor={id}>What to do on the server</label>
      <select id={id} className="select" value={chosen} onChange={({ target }) => setChosen(target.selectedIndex)}>
        {guides.map(({ server }, at) => (
          <option key={server} value={at}>
            {server}
          </option>
        ))}
      </select>
      {guide ? <p title={guide.source}>{guide.text}</p> : null}
      <p role="status" className="quiet">
        {said}
      </p>
    </section>
  );
}

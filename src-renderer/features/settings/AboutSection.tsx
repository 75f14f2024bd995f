import { type ReactNode, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabOpened } from '../../state/layout.ts';
import { useSystem } from '../../state/system.ts';
import { copyText } from '../../ui/copy-text.ts';
import { formatClock, formatDay } from '../../ui/time-format.ts';
import { diagnosticsText } from './diagnostics-text.ts';

/** What runs here and there, and a text about it that can be given to somebody who helps. */
export function AboutSection({ id }: { readonly id: string }): ReactNode {
  const info = useSystem((state) => state.info);
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    const { status } = useSystem.getState();
    const { list, health } = useDevices.getState();
    const kinds = list.map((device) => (health[device.id] ?? device.health).status.kind);
    try {
      await copyText(diagnosticsText({ info, status, kinds, agent: navigator.userAgent }));
      setSaid('Copied. Names, addresses and secrets are left out.');
    } catch {
      setSaid('This browser does not let pages copy here. Open the page over HTTPS or on this computer.');
    }
  };
  return (
    <section id={id} className="settings-scope" aria-label="About" tabIndex={-1}>
      <h2>About</h2>
      <dl className="settings-about">
        <dt>Nexus Edge</dt>
        <dd>{info?.version ?? '—'}</dd>
        <dt>Project</dt>
        <dd>{info?.project ?? '—'}</dd>
        <dt>Gateway</dt>
        <dd>{info?.gateway ?? '—'}</dd>
        <dt>Running since</dt>
        <dd>{info ? `${formatDay(info.startedUs / 1_000)} ${formatClock(info.startedUs / 1_000)}` : '—'}</dd>
        <dt>You</dt>
        <dd>{info?.you.name ?? '—'}</dd>
        <dt>Configuration</dt>
        <dd>
          <button type="button" className="link-button" onClick={() => tabOpened('revisions', 'kept')}>
            Revisions
          </button>{' '}
          say who changed what, and go back.
        </dd>
        {location.protocol.startsWith('http') ? (
          <>
            <dt>API</dt>
            <dd>
              <a href="/api/docs" target="_blank" rel="noreferrer">
                REST and OpenAPI of this gateway
              </a>
            </dd>
          </>
        ) : null}
        <dt>Backup</dt>
        <dd>
          On the gateway: <code>nexus-edge backup --project &lt;folder&gt; --out &lt;folder&gt;</code>. It copies
          project, history and journal while the gateway runs.
        </dd>
      </dl>
      <div className="settings-about-line">
        <button type="button" className="button" onClick={() => void copy()}>
          Copy diagnostics
        </button>
        <span className="quiet" role="status">
          {said}
        </span>
      </div>
    </section>
  );
}

import type { ReactNode } from 'react';
import './shell.css';

/** Where a session is needed and there is none. */
export function SignedOut(): ReactNode {
  return (
    <main className="signed-out">
      <h1>Nexus Edge</h1>
      <p>This gateway asks for a session. Open the address that the service printed when it started.</p>
      <p className="quiet">
        The address holds a one-time token after “#”. If it was used already, restart the service for a new one.
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}

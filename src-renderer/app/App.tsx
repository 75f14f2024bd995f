import { type ReactNode, useEffect } from 'react';
import { SignInPage } from '../features/sign-in/SignInPage.tsx';
import { useLink } from '../state/link.ts';
import { useSystem } from '../state/system.ts';
import { wantPens } from './record-pens.ts';
import { Shell } from './Shell.tsx';

/** The page: the workbench, or what to do where a session is needed. */
export function App(): ReactNode {
  const link = useLink(({ state }) => state.kind);
  const signedOut = useLink(({ state }) => (state.kind === 'signed-out' ? state : undefined));
  const project = useSystem((state) => state.info?.project);
  useEffect(() => {
    document.title = project === undefined ? 'Nexus Edge' : `${project} – Nexus Edge`;
  }, [project]);
  useEffect(() => {
    if (link === 'open') wantPens();
  }, [link]);
  return signedOut ? <SignInPage ways={signedOut.ways} refusal={signedOut.refusal} /> : <Shell />;
}

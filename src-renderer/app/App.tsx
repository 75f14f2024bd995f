import { type ReactNode, useEffect } from 'react';
import { useLink } from '../state/link.ts';
import { useSystem } from '../state/system.ts';
import { wantPens } from './record-pens.ts';
import { Shell } from './Shell.tsx';
import { SignedOut } from './SignedOut.tsx';

/** The page: the workbench, or what to do where a session is needed. */
export function App(): ReactNode {
  const link = useLink((state) => state.state.kind);
  const project = useSystem((state) => state.info?.project);
  useEffect(() => {
    document.title = project === undefined ? 'Nexus Edge' : `${project} – Nexus Edge`;
  }, [project]);
  useEffect(() => {
    if (link === 'open') wantPens();
  }, [link]);
  return link === 'signed-out' ? <SignedOut /> : <Shell />;
}

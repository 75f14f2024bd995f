import './zod-without-eval.ts';
import '@fontsource/inter/400.css';
import '@fontsource/inter/500.css';
import '@fontsource/inter/600.css';
import '@fontsource/jetbrains-mono/400.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { createRoot } from 'react-dom/client';
import { followProblems } from '../features/panel/follow-problems.ts';
import { followEdits } from '../features/tags/edit/follow-edits.ts';
import { commandsAdded } from '../state/commands.ts';
import { liveLoop } from '../state/live-loop.ts';
import { perf } from '../state/perf.ts';
import { followRemoteDevices } from '../state/remote-devices.ts';
import { App } from './App.tsx';
import { followAddress } from './follow-address.ts';
import { followGateway } from './follow-gateway.ts';
import { followPreferences } from './follow-preferences.ts';
import { followWidth } from './follow-width.ts';
import { keepEdited } from './keep-edited.ts';
import { recordPens } from './record-pens.ts';
import { takeShortcuts } from './shortcuts.ts';
import { workbenchCommands } from './workbench-commands.ts';

declare global {
  interface Window {
    /** For tests: figures of the live display. */
    __nexus: { readonly perf: typeof perf };
  }
}

window.__nexus = { perf };
followPreferences();
followAddress();
followWidth();
keepEdited();
recordPens();
commandsAdded(workbenchCommands());
takeShortcuts();
window.addEventListener('keydown', () => liveLoop.giveWay(), { capture: true, passive: true });
followProblems();
followEdits();
followRemoteDevices();
// The page lives as long as its connection: nothing ends it but closing the window.
void followGateway(new AbortController().signal);
createRoot(document.getElementById('root')!).render(<App />);

import type { ReactNode } from 'react';
import type { PreflightView } from '../../../src-shared/contract/deploy-views.ts';
import { messageId } from '../../../src-shared/errors/message-ids.ts';
import { Glyph } from '../../ui/Glyph.tsx';

const TITLES: Readonly<Record<PreflightView['checks'][number]['check'], string>> = {
  agent: 'Agent',
  version: 'Version',
  disk: 'Disk',
  clock: 'Clock',
  faults: 'Configuration',
  secrets: 'Secrets',
  serial: 'Serial ports',
  load: 'Load',
  simulators: 'Simulators',
  drift: 'Local changes',
  probe: 'Shadow run',
};
const LOOKS = {
  ok: ['done', 'OK'],
  warning: ['half', 'Warning'],
  fault: ['bad', 'Fault'],
  skipped: ['never', 'Left out'],
} as const;

/** What was checked at one target before anything is sent. */
export function PreflightList({ name, view }: { readonly name: string; readonly view: PreflightView }): ReactNode {
  return (
    <section className="preflight" aria-label={`Checks of ${name}`}>
      <h3>
        {name}: {view.isReady ? 'ready' : 'not ready'}
      </h3>
      <ul>
        {view.checks.map(({ check, state, text, code }) => {
          const [glyph, word] = LOOKS[state];
          return (
            <li key={check} data-state={state} data-msg={code === null ? undefined : messageId(code, text)}>
              <span className="preflight-word">
                <Glyph name={glyph} />
                {word}
              </span>{' '}
              <span className="preflight-check">{TITLES[check]}</span> <span className="preflight-text">{text}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

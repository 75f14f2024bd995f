import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { FaultSummary } from '../../forms/FaultSummary.tsx';
import { tabOpened } from '../../state/layout.ts';
import { useLink } from '../../state/link.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { formatInteger } from '../../ui/number-format.ts';
import { ReadOnlyStrip } from '../../ui/ReadOnlyStrip.tsx';
import { Strip } from '../../ui/Strip.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { AboutSection } from './AboutSection.tsx';
import { GATEWAY_FORM, GatewaySettings } from './GatewaySettings.tsx';
import { JsonSettings } from './JsonSettings.tsx';
import { KeyboardSettings } from './KeyboardSettings.tsx';
import { SettingsApplyBar } from './SettingsApplyBar.tsx';
import { ShellSettings } from './ShellSettings.tsx';
import { readSections, type SettingScope, type SettingSection, searched } from './setting-sections.ts';
import { readSettings, useSettings } from './settings-store.ts';
import { USER_SECTIONS, UserSettings } from './UserSettings.tsx';
import './settings.css';

const SCOPES: readonly { readonly scope: SettingScope; readonly title: string; readonly text: string }[] = [
  { scope: 'user', title: 'User', text: 'This browser.' },
  { scope: 'workspace', title: 'Workspace', text: 'What goes with the project wherever it runs.' },
  { scope: 'gateway', title: 'Gateway', text: 'How this gateway runs the project.' },
];

/** Every setting on one page that can be searched: those of this browser, of the project, and of the gateway. */
export function SettingsPage(): ReactNode {
  const { read, problem } = useSettings();
  const [words, setWords] = useState('');
  const [view, setView] = useState<'form' | 'json'>('form');
  const isOpen = useLink((link) => link.state.kind === 'open');
  useEffect(() => {
    if (isOpen) void readSettings();
  }, [isOpen]);
  const schema = read?.schema;
  const sections = useMemo(() => [...USER_SECTIONS, ...(schema ? readSections(schema) : [])], [schema]);
  const found = useMemo(() => searched(sections, words), [sections, words]);
  const count = (of: readonly SettingSection[]): number => of.reduce((sum, { settings }) => sum + settings.length, 0);
  return (
    <>
      <div className="toolbar">
        <FilterBox label="Search all settings" value={words} onChange={setWords} />
        <span className="quiet settings-count" role="status">
          {formatInteger(count(found))} of {formatInteger(count(sections))} settings
        </span>
        <button
          type="button"
          className="button settings-view"
          aria-pressed={view === 'json'}
          disabled={!read}
          onClick={() => setView(view === 'json' ? 'form' : 'json')}
        >
          JSON
        </button>
        <nav className="settings-scopes" aria-label="Scopes" hidden={view === 'json'}>
          {SCOPES.map(({ scope, title }) => (
            <button key={scope} type="button" className="link-button" onClick={() => showScope(scope)}>
              {title}
            </button>
          ))}
          <button type="button" className="link-button" onClick={() => showScope('about')}>
            About
          </button>
          <button type="button" className="link-button" onClick={() => tabOpened('certificates', 'kept')}>
            Certificates
          </button>
        </nav>
      </div>
      {isOpen ? null : (
        <Strip tone="warning" announce="none">
          The gateway is lost. Its settings below are from before that and cannot be changed now.
        </Strip>
      )}
      <ReadOnlyStrip needs="settings" to="change the settings of workspace and gateway" />
      <div className="settings-scroll" data-region-scroll>
        <div className="settings">
          <Faults />
          {view === 'json' ? <JsonSettings /> : null}
          {SCOPES.map(({ scope, title, text }) => {
            if (view === 'json') return null;
            const own = found.filter((section) => section.scope === scope);
            if (words !== '' && own.length === 0 && scope !== 'user') return null;
            return (
              <section
                key={scope}
                id={idOf(scope)}
                className="settings-scope"
                aria-label={`${title} settings`}
                tabIndex={-1}
              >
                <h2>{title}</h2>
                <p className="quiet">{text}</p>
                {scope === 'user' ? (
                  <UserSettings sections={own} isSearch={words !== ''} />
                ) : read || problem === null ? (
                  <FromGateway sections={own} isSearch={words !== ''} />
                ) : (
                  <NotRead problem={problem} />
                )}
                {scope === 'user' ? <KeyboardSettings words={words} /> : null}
                {scope === 'user' && words === '' ? <ShellSettings /> : null}
              </section>
            );
          })}
          {words !== '' && found.length === 0 ? (
            <EmptyState text={`No setting matches “${words}”.`}>
              <button type="button" className="button" onClick={() => setWords('')}>
                Clear search (Esc)
              </button>
            </EmptyState>
          ) : null}
          {words === '' && view === 'form' ? <AboutSection id={idOf('about')} /> : null}
        </div>
      </div>
      <SettingsApplyBar sections={sections} />
    </>
  );
}

function FromGateway(props: { readonly sections: readonly SettingSection[]; readonly isSearch: boolean }): ReactNode {
  const isRead = useSettings(({ read }) => read !== undefined);
  return isRead ? (
    <GatewaySettings {...props} />
  ) : (
    <Waiting text="Reading the settings of the gateway…" onRetry={read} />
  );
}

function NotRead({ problem }: { readonly problem: string }): ReactNode {
  return <ErrorState title="The settings of the gateway could not be read." cause={problem} onRetry={read} />;
}

const read = (): void => void readSettings();

/** Once an apply was refused, what stands in its way is said on top too, and leads to the fields. */
function Faults(): ReactNode {
  const { faults, asked } = useSettings();
  return asked > 0 ? <FaultSummary form={GATEWAY_FORM} faults={faults} asked={asked} /> : null;
}

const idOf = (scope: string): string => `settings-${scope}`;

function showScope(scope: string): void {
  const section = document.getElementById(idOf(scope));
  section?.scrollIntoView({ block: 'start' });
  section?.focus({ preventScroll: true });
}

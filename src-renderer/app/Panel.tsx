import { X } from 'lucide-react';
import {
  type ComponentType,
  type KeyboardEvent,
  type LazyExoticComponent,
  lazy,
  type ReactNode,
  Suspense,
} from 'react';
import { useJobs } from '../state/jobs.ts';
import { type PanelTab, panelShown, panelToggled, useLayout } from '../state/layout.ts';
import { useProblems } from '../state/problems.ts';
import { PageBoundary } from '../ui/PageBoundary.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { escapeToEditor } from './regions.ts';
import { RegionSplitter } from './Splitter.tsx';
import './panel.css';

interface PanelView {
  readonly tab: PanelTab;
  readonly title: string;
  /** A hook: how many things there are to look at; undefined says no number. */
  readonly useCount?: () => number;
  readonly View: LazyExoticComponent<ComponentType>;
}

const ProblemsPanel = lazy(async () => ({
  default: (await import('../features/panel/ProblemsPanel.tsx')).ProblemsPanel,
}));
const LogPanel = lazy(async () => ({ default: (await import('../features/panel/LogPanel.tsx')).LogPanel }));
const JobsPanel = lazy(async () => ({ default: (await import('../features/panel/JobsPanel.tsx')).JobsPanel }));
const WritesPage = lazy(async () => ({ default: (await import('../features/writes/WritesPage.tsx')).WritesPage }));

/** Every view of the panel, in the order of its tabs. */
const VIEWS: readonly PanelView[] = [
  {
    tab: 'problems',
    title: 'Problems',
    useCount: () => useProblems((state) => Object.values(state.bySource).flat().length),
    View: ProblemsPanel,
  },
  { tab: 'log', title: 'Log', View: LogPanel },
  { tab: 'writes', title: 'Writes', View: WritesPage },
  {
    tab: 'jobs',
    title: 'Jobs',
    useCount: () => useJobs(({ jobs }) => jobs.filter(({ state }) => state === 'running').length),
    View: JobsPanel,
  },
];

/** What goes on beside the work in the editors: one view at a time, below them. */
export function Panel(): ReactNode {
  const chosen = useLayout((state) => state.panelTab);
  const shown = VIEWS.find(({ tab }) => tab === chosen) ?? VIEWS[0]!;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    panelShown(VIEWS[(VIEWS.indexOf(shown) + step + VIEWS.length) % VIEWS.length]!.tab);
  };
  return (
    <section className="panel" data-region="panel" aria-label="Panel" tabIndex={-1} onKeyDown={escapeToEditor}>
      <RegionSplitter region="panel" />
      <header className="panel-bar">
        <div className="panel-tabs" role="tablist" aria-label="Panel views" onKeyDown={onKeyDown}>
          {VIEWS.map((view) => (
            <PanelTabButton key={view.tab} view={view} isShown={view === shown} />
          ))}
        </div>
        <span className="spacer" />
        <button
          type="button"
          className="icon-button"
          aria-label="Hide the panel (Ctrl+J)"
          title="Ctrl+J"
          onClick={panelToggled}
        >
          <X size={16} strokeWidth={1.5} aria-hidden />
        </button>
      </header>
      <div className="panel-page" role="tabpanel" aria-labelledby={`panel-tab-${shown.tab}`}>
        <Suspense fallback={<Waiting text={`Loading ${shown.title}…`} />}>
          <PageBoundary key={shown.tab}>
            <shown.View />
          </PageBoundary>
        </Suspense>
      </div>
    </section>
  );
}

const noCount = (): number => 0;

function PanelTabButton({ view, isShown }: { readonly view: PanelView; readonly isShown: boolean }): ReactNode {
  const { tab, title, useCount = noCount } = view;
  const count = useCount();
  return (
    <button
      id={`panel-tab-${tab}`}
      type="button"
      className="panel-tab"
      role="tab"
      aria-selected={isShown}
      tabIndex={isShown ? 0 : -1}
      data-region-focus={isShown || undefined}
      ref={(button) => {
        // Arrow keys in the row move the focus with the view.
        if (isShown && button?.closest('[role="tablist"]')?.contains(document.activeElement)) button.focus();
      }}
      onClick={() => panelShown(tab)}
    >
      {title}
      {count === 0 ? null : <span className="panel-count">{count}</span>}
    </button>
  );
}

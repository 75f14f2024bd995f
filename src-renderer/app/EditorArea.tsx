import { lazy, type ReactNode, Suspense } from 'react';
import { DevicesPage } from '../features/devices/DevicesPage.tsx';
import { TagTable } from '../features/tags/TagTable.tsx';
import { WelcomePage } from '../features/welcome/WelcomePage.tsx';
import { useArming } from '../state/arming.ts';
import { tabOpened, useLayout } from '../state/layout.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageBoundary } from '../ui/PageBoundary.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { EditorTabs } from './EditorTabs.tsx';
import { LinkStrip } from './LinkStrip.tsx';
import { tabSubject } from './tab-path.ts';

// Every page that the shell does not need to paint first is loaded when it is opened.
const TrendPage = lazy(async () => ({ default: (await import('../features/trend/TrendPage.tsx')).TrendPage }));

const WritesPage = lazy(async () => ({ default: (await import('../features/writes/WritesPage.tsx')).WritesPage }));
const DiagnosticsPage = lazy(async () => ({
  default: (await import('../features/diagnostics/DiagnosticsPage.tsx')).DiagnosticsPage,
}));

/** The tabs and the page of the active one. Tabs behind it are not in the document. */
export function EditorArea(): ReactNode {
  const active = useLayout((state) => state.active);
  const isArmed = useArming((state) => state.scopes.length > 0);
  return (
    <main className="editor" data-region="editor" data-armed={isArmed || undefined} aria-label="Editor" tabIndex={-1}>
      <EditorTabs />
      <LinkStrip />
      <div
        className="editor-page"
        role={active === null ? undefined : 'tabpanel'}
        aria-labelledby={active === null ? undefined : 'active-tab'}
      >
        <Suspense fallback={<Waiting text="Loading the page…" />}>
          {active === null ? (
            <NoTabs />
          ) : (
            <PageBoundary key={active}>
              <Page path={active} />
            </PageBoundary>
          )}
        </Suspense>
      </div>
    </main>
  );
}

function Page({ path }: { readonly path: string }): ReactNode {
  const subject = tabSubject(path);
  switch (subject?.kind) {
    case 'welcome':
      return <WelcomePage />;
    case 'devices':
      return <DevicesPage />;
    case 'writes':
      return <WritesPage />;
    case 'diagnostics':
      return <DiagnosticsPage />;
    case 'tags':
      return <TagTable device={subject.device} path={path} />;
    case 'trend':
      return <TrendPage id={subject.id} />;
    case undefined:
      return <EmptyState text={`There is no page “${path}”.`} />;
  }
}

function NoTabs(): ReactNode {
  return (
    <EmptyState text="No tab is open. Choose a device on the left, or begin here.">
      <button type="button" className="button" onClick={() => tabOpened('welcome', 'kept')}>
        Welcome
      </button>
    </EmptyState>
  );
}

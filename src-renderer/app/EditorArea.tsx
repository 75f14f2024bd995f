import { lazy, type ReactNode, Suspense } from 'react';
import { DevicesPage } from '../features/devices/DevicesPage.tsx';
import { TagTable } from '../features/tags/TagTable.tsx';
import { WelcomePage } from '../features/welcome/WelcomePage.tsx';
import { tabOpened, useLayout } from '../state/layout.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageBoundary } from '../ui/PageBoundary.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { EditorTabs } from './EditorTabs.tsx';
import { LinkStrip } from './LinkStrip.tsx';
import { tabSubject } from './tab-path.ts';

// Charts are the heaviest part and not what the shell needs to paint first.
const TrendPage = lazy(async () => ({ default: (await import('../features/trend/TrendPage.tsx')).TrendPage }));

/** The tabs and the page of the active one. Tabs behind it are not in the document. */
export function EditorArea(): ReactNode {
  const active = useLayout((state) => state.active);
  return (
    <main className="editor" data-region="editor" aria-label="Editor" tabIndex={-1}>
      <EditorTabs />
      <LinkStrip />
      <div
        className="editor-page"
        role={active === null ? undefined : 'tabpanel'}
        aria-labelledby={active === null ? undefined : 'active-tab'}
      >
        <Suspense fallback={<Waiting text="Loading the chart…" />}>
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

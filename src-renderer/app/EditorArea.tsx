import { type ReactNode, Suspense, useMemo } from 'react';
import { useArming } from '../state/arming.ts';
import { tabOpened, useLayout } from '../state/layout.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageBoundary } from '../ui/PageBoundary.tsx';
import { PageContext } from '../ui/page-context.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { EditorTabs } from './EditorTabs.tsx';
import { LinkStrip } from './LinkStrip.tsx';
import { pageOf } from './pages.tsx';

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
  const found = useMemo(() => pageOf(path), [path]);
  const place = useMemo(() => ({ path, isActive: true }), [path]);
  if (!found) return <EmptyState text={`There is no page “${path}”.`} />;
  return (
    <PageContext value={place}>
      <found.kind.Page params={found.params} path={path} />
    </PageContext>
  );
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

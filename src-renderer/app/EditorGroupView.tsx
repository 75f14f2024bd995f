import { X } from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useMemo, useRef } from 'react';
import type { EditorGroup } from '../state/editor-groups.ts';
import { groupClosed, groupFocused, tabOpened, useLayout } from '../state/layout.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageBoundary } from '../ui/PageBoundary.tsx';
import { PageContext } from '../ui/page-context.ts';
import { Strip } from '../ui/Strip.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { EditorTabs } from './EditorTabs.tsx';
import { pageOf } from './pages.tsx';
import { refocusPage } from './regions.ts';
import { useTabDrop } from './tab-drop.ts';

interface EditorGroupViewProps {
  readonly group: EditorGroup;
  /** Undefined where it is the only one. */
  readonly label: string | undefined;
  /** Its part of the height of its column. */
  readonly share: number;
  readonly children: ReactNode;
}

/** A row of tabs and the page of the active one. Tabs behind it are not in the document. */
export function EditorGroupView({ group, label, share, children }: EditorGroupViewProps): ReactNode {
  const isFocused = useLayout((state) => state.editors.focused === group.id);
  const { zone, ...drop } = useTabDrop(group.id);
  const focus = (): void => groupFocused(group.id);
  const { active } = group;
  const page = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page asks for the focus
  useEffect(() => {
    if (isFocused && page.current) refocusPage(page.current);
  }, [active, isFocused]);
  return (
    <section
      className="editor-group"
      aria-label={label}
      data-focused={isFocused || undefined}
      style={{ flexGrow: share }}
      onFocusCapture={focus}
      onPointerDownCapture={focus}
    >
      <EditorTabs group={group} label={label} isFocused={isFocused} />
      <div
        ref={page}
        className="editor-page"
        tabIndex={-1}
        role={active === null ? undefined : 'tabpanel'}
        aria-labelledby={active === null ? undefined : `tab-of-group-${group.id}`}
        data-drop={zone}
        {...drop}
      >
        <Suspense fallback={<Waiting text="Loading the page…" />}>
          {active === null ? (
            <NoTabs group={group.id} isOnly={label === undefined} />
          ) : (
            <PageBoundary key={active}>
              <Page path={active} isActive={isFocused} />
            </PageBoundary>
          )}
        </Suspense>
      </div>
      {children}
    </section>
  );
}

/** Pages that change devices and tags; on a narrow page they are for reading. */
const CONFIGURES = /^(device|new-device)(\/|$)/;

function Page({ path, isActive }: { readonly path: string; readonly isActive: boolean }): ReactNode {
  const found = useMemo(() => pageOf(path), [path]);
  const place = useMemo(() => ({ path, isActive }), [path, isActive]);
  const isNarrow = useLayout((state) => state.width === 'single');
  if (!found) return <EmptyState text={`There is no page “${path}”.`} />;
  return (
    <PageContext value={place}>
      {isNarrow && CONFIGURES.test(path) ? (
        <Strip tone="info" announce="none">
          Open on a screen at least 1024 px wide to edit tags.
        </Strip>
      ) : null}
      <found.kind.Page params={found.params} path={path} />
    </PageContext>
  );
}

function NoTabs({ group, isOnly }: { readonly group: number; readonly isOnly: boolean }): ReactNode {
  return (
    <EmptyState
      text={
        isOnly
          ? 'No tab is open. Choose a device on the left, or begin here.'
          : 'What you open next is shown here. Choose a device on the left, or bring a tab over.'
      }
    >
      {isOnly ? (
        <button type="button" className="button" data-region-focus onClick={() => tabOpened('welcome', 'kept')}>
          Welcome
        </button>
      ) : (
        <button type="button" className="button" data-region-focus onClick={() => groupClosed(group)}>
          <X size={16} strokeWidth={1.5} aria-hidden />
          Close this group
        </button>
      )}
    </EmptyState>
  );
}

import { X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { tabClosed, tabKept, tabOpened, tabStepped, useLayout } from '../state/layout.ts';
import type { Tab } from '../state/tab-list.ts';
import { pageOf } from './pages.tsx';
import './editor-tabs.css';

/** The row of open tabs. A preview is in italics until it is kept. */
export function EditorTabs(): ReactNode {
  const tabs = useLayout((state) => state.tabs);
  const active = useLayout((state) => state.active);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey) return;
    if (event.key === 'ArrowRight') tabStepped(1);
    else if (event.key === 'ArrowLeft') tabStepped(-1);
    else if (event.key === 'Delete' && active !== null) tabClosed(active);
    else return;
    event.preventDefault();
  };
  if (tabs.length === 0) return <div className="tabs" />;
  return (
    <div className="tabs" role="tablist" aria-label="Open tabs" onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <EditorTab key={tab.path} tab={tab} isActive={tab.path === active} />
      ))}
    </div>
  );
}

function EditorTab({ tab, isActive }: { readonly tab: Tab; readonly isActive: boolean }): ReactNode {
  const title = useTabTitle(tab.path);
  return (
    <div className="tab" data-active={isActive || undefined} data-kept={tab.kept || undefined} role="presentation">
      <button
        id={isActive ? 'active-tab' : undefined}
        type="button"
        className="tab-title"
        role="tab"
        aria-selected={isActive}
        tabIndex={isActive ? 0 : -1}
        data-region-focus={isActive || undefined}
        aria-keyshortcuts="Delete Alt+W"
        title={tab.kept ? title : `${title} (preview, double click keeps it)`}
        ref={(button) => {
          // Arrow keys in the row move the focus with the active tab.
          if (isActive && document.activeElement?.getAttribute('role') === 'tab') button?.focus();
        }}
        onClick={() => tabOpened(tab.path, 'preview')}
        onDoubleClick={() => tabKept(tab.path)}
        onAuxClick={(event) => event.button === 1 && tabClosed(tab.path)}
      >
        {title}
      </button>
      {/* A tablist holds nothing but tabs for screen readers; for them, Delete and Alt+W close. */}
      <span
        className="tab-close"
        aria-hidden
        data-testid="close-tab"
        title="Close (Alt+W)"
        onClick={() => tabClosed(tab.path)}
      >
        <X size={14} />
      </span>
    </div>
  );
}

function useTabTitle(path: string): string {
  const found = pageOf(path);
  // Hooks may be called here: a path never changes its kind.
  return found ? found.kind.useTitle(found.params) : path;
}

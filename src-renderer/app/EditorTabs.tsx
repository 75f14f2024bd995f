import { Pin, X } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { EditorGroup } from '../state/editor-groups.ts';
import { tabClosed, tabKept, tabOpened, tabPinned, tabStepped } from '../state/layout.ts';
import { usePending } from '../state/pending.ts';
import type { Tab } from '../state/tab-list.ts';
import { Menu } from '../ui/Menu.tsx';
import { pageOf } from './pages.tsx';
import { dragTab, useTabRowDrop } from './tab-drop.ts';
import { tabMenu } from './tab-menu.ts';
import './editor-tabs.css';

interface EditorTabsProps {
  readonly group: EditorGroup;
  /** Undefined where it is the only group. */
  readonly label: string | undefined;
  readonly isFocused: boolean;
}

interface OpenMenu {
  readonly path: string;
  readonly x: number;
  readonly y: number;
}

/** The row of open tabs of a group. A preview is in italics until it is kept. */
export function EditorTabs({ group, label, isFocused }: EditorTabsProps): ReactNode {
  const { tabs, active } = group;
  const [menu, setMenu] = useState<OpenMenu>();
  const { zone, ...drop } = useTabRowDrop(group.id);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey) return;
    if (event.key === 'ArrowRight') tabStepped(1);
    else if (event.key === 'ArrowLeft') tabStepped(-1);
    else if (event.key === 'Delete' && active !== null) tabClosed(active);
    else return;
    event.preventDefault();
  };
  const openMenu = (event: MouseEvent, path: string): void => {
    event.preventDefault();
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    // The menu key has no pointer: its menu begins below the tab.
    setMenu(event.button === 2 ? { path, x: event.clientX, y: event.clientY } : { path, x: left, y: bottom });
  };
  if (tabs.length === 0) return <div className="tabs" {...drop} data-drop={zone} />;
  return (
    <>
      <div
        className="tabs"
        role="tablist"
        aria-label={label === undefined ? 'Open tabs' : `Open tabs, ${label.toLowerCase()}`}
        onKeyDown={onKeyDown}
        {...drop}
      >
        {tabs.map((tab, at) => (
          <EditorTab
            key={tab.path}
            tab={tab}
            group={group.id}
            isActive={tab.path === active}
            takesKeys={tab.path === active && isFocused}
            drop={zone === at ? 'before' : zone === tabs.length && at === tabs.length - 1 ? 'after' : undefined}
            onMenu={openMenu}
          />
        ))}
      </div>
      {menu ? <Menu label="Tab" items={tabMenu(menu.path)} at={menu} onClose={() => setMenu(undefined)} /> : null}
    </>
  );
}

interface EditorTabProps {
  readonly tab: Tab;
  readonly group: number;
  readonly isActive: boolean;
  readonly takesKeys: boolean;
  /** On which side of it a dragged tab would land. */
  readonly drop: 'before' | 'after' | undefined;
  readonly onMenu: (event: MouseEvent, path: string) => void;
}

function EditorTab({ tab, group, isActive, takesKeys, drop, onMenu }: EditorTabProps): ReactNode {
  const title = useTabTitle(tab.path);
  const edits = usePending((state) => state.byTab[tab.path]?.edits ?? 0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) box.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isActive]);
  return (
    <div
      ref={box}
      className="tab"
      data-active={isActive || undefined}
      data-kept={tab.kept || undefined}
      data-drop={drop}
      role="presentation"
      draggable
      onDragStart={(event) => dragTab(event, tab.path)}
      onContextMenu={(event) => onMenu(event, tab.path)}
    >
      <button
        id={isActive ? `tab-of-group-${group}` : undefined}
        type="button"
        className="tab-title"
        role="tab"
        aria-selected={isActive}
        tabIndex={isActive ? 0 : -1}
        data-region-focus={takesKeys || undefined}
        aria-keyshortcuts="Delete Alt+W Shift+F10"
        title={tab.kept ? title : `${title} (preview, double click keeps it)`}
        ref={(button) => {
          // Arrow keys in the row move the focus with the active tab.
          if (isActive && button?.closest('[role="tablist"]')?.contains(document.activeElement)) button.focus();
        }}
        onClick={() => tabOpened(tab.path, 'preview')}
        onDoubleClick={() => tabKept(tab.path)}
        onAuxClick={(event) => event.button === 1 && tabClosed(tab.path)}
      >
        {title}
        {edits === 0 ? null : (
          <span className="tab-pending">
            <span aria-hidden> ●</span>
            <span className="visually-hidden">, {edits} pending</span>
          </span>
        )}
      </button>
      <TabEnd tab={tab} />
    </div>
  );
}

/** A tablist holds nothing but tabs for screen readers; for them there are Delete, Alt+W and the menu of the tab. */
function TabEnd({ tab }: { readonly tab: Tab }): ReactNode {
  if (tab.pinned) {
    return (
      <span className="tab-close" aria-hidden title="Unpin" onClick={() => tabPinned(tab.path, 'loose')}>
        <Pin size={14} />
      </span>
    );
  }
  return (
    <span
      className="tab-close"
      aria-hidden
      data-testid="close-tab"
      title="Close (Alt+W)"
      onClick={() => tabClosed(tab.path)}
    >
      <X size={14} />
    </span>
  );
}

function useTabTitle(path: string): string {
  const found = pageOf(path);
  // Hooks may be called here: a path never changes its kind.
  return found ? found.kind.useTitle(found.params) : path;
}

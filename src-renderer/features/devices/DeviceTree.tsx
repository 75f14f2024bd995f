import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { useDevices } from '../../state/devices.ts';
import { tabKept, tabOpened, useLayout } from '../../state/layout.ts';
import { tagsPath, useRemoteDevices } from '../../state/remote-devices.ts';
import { selected } from '../../state/selection.ts';
import type { MenuPlace } from '../../ui/DataGrid.tsx';
import { FilterBox } from '../../ui/FilterBox.tsx';
import { matchesWords } from '../../ui/filter-words.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { DEVICE_ACTIONS, devicesOf, whyNot } from './device-actions.ts';
import { deviceMenu } from './device-menu.ts';
import { deviceStatus } from './device-status.ts';
import { deviceTree, remoteTree, type TreeNode, type TreeRow, visibleRows } from './device-tree.ts';
import './device-tree.css';

/** Devices by area. One click previews the tags of a device, a double click or a second Enter keeps them open. */
export function DeviceTree(): ReactNode {
  const status = useDevices((state) => state.status);
  const devices = useDevices((state) => state.list);
  const [filter, setFilter] = useState('');
  const filterBox = useRef<HTMLInputElement>(null);
  const shown = useMemo(
    () => devices.filter((device) => matchesWords(`${device.name} ${device.unsPrefix}`, filter)),
    [devices, filter],
  );
  const remote = useRemoteDevices((state) => state.list);
  const shownRemote = useMemo(() => remote.filter(({ id }) => matchesWords(id, filter)), [remote, filter]);
  const tree = useMemo(() => [...deviceTree(shown), ...remoteTree(shownRemote)], [shown, shownRemote]);
  const typeToFilter = (event: KeyboardEvent): void => {
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.altKey || event.metaKey) return;
    filterBox.current?.focus();
  };
  return (
    <>
      <div className="explorer-filter">
        <FilterBox ref={filterBox} label="Filter devices" value={filter} onChange={setFilter} />
      </div>
      {devices.length + remote.length > 0 && tree.length === 0 ? (
        <p className="explorer-note">No device matches “{filter}”.</p>
      ) : null}
      {devices.length + remote.length === 0 ? <p className="explorer-note">{NONE[status]}</p> : null}
      <Tree tree={tree} onType={typeToFilter} />
    </>
  );
}

const NONE = { loading: '', failed: 'The devices could not be read.', ready: 'No devices yet.' } as const;

interface TreeProps {
  readonly tree: readonly TreeNode[];
  readonly onType: (event: KeyboardEvent) => void;
}

function Tree({ tree, onType }: TreeProps): ReactNode {
  const id = useId();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ readonly device: string; readonly at: MenuPlace } | null>(null);
  const rows = visibleRows(tree, (key) => !closed.has(key));
  const at = Math.max(
    0,
    rows.findIndex((row) => row.node.key === focus),
  );
  const setOpen = (key: string, state: 'open' | 'closed'): void => {
    const next = new Set(closed);
    if (state === 'closed') next.add(key);
    else next.delete(key);
    setClosed(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (!row || event.altKey) return;
    if (row.node.kind === 'device' && runByKey(event, row.node.device)) return event.preventDefault();
    const target = treeTarget(event.key, rows, at, !closed.has(row.node.key));
    if (target === 'open' || target === 'closed') setOpen(row.node.key, target);
    else if (typeof target === 'number') moveTo(rows[target]!);
    else if (event.key === 'Enter') enter(row.node);
    else return onType(event);
    event.preventDefault();
  };
  const moveTo = (row: TreeRow): void => {
    setFocus(row.node.key);
    if (row.node.kind === 'device') selected({ kind: 'device', device: row.node.device });
    document.getElementById(`${id}-${row.node.key}`)?.scrollIntoView({ block: 'nearest' });
  };
  /** For the row under the pointer; by the menu key, which the browser sends to the tree itself, for the one in focus. */
  const onContextMenu = (event: MouseEvent<HTMLElement>): void => {
    const under = event.target instanceof Element ? event.target.closest('.tree-line') : null;
    const line = under ?? event.currentTarget.querySelector('.tree-line[data-focused]');
    const row = rows.find(({ node }) => `${id}-${node.key}` === line?.id);
    // Nothing can be done with a device of another gateway but open it.
    if (!line || row?.node.kind !== 'device' || devicesOf([row.node.device]).length === 0) return;
    event.preventDefault();
    moveTo(row);
    const { left, bottom } = line.getBoundingClientRect();
    const at = event.button === 2 ? { x: event.clientX, y: event.clientY } : { x: left + 24, y: bottom };
    setMenu({ device: row.node.device, at });
  };
  const toggle = (key: string): void => setOpen(key, closed.has(key) ? 'open' : 'closed');
  if (rows.length === 0) return null;
  return (
    <>
      <div
        className="tree"
        role="tree"
        aria-label="Devices by area"
        tabIndex={0}
        aria-activedescendant={`${id}-${rows[at]!.node.key}`}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
      >
        {rows.map((row, index) => (
          <TreeLine
            key={row.node.key}
            id={`${id}-${row.node.key}`}
            row={row}
            isOpen={!closed.has(row.node.key)}
            isFocused={index === at}
            onFocus={() => setFocus(row.node.key)}
            onToggle={() => toggle(row.node.key)}
          />
        ))}
      </div>
      {menu === null ? null : (
        <Menu label="Device" items={deviceMenu(devicesOf([menu.device]))} at={menu.at} onClose={() => setMenu(null)} />
      )}
    </>
  );
}

/** The keys of what can be done with a device. @returns whether this is one of them. */
function runByKey(event: KeyboardEvent, device: string): boolean {
  const keys = `${event.ctrlKey ? 'Ctrl+' : ''}${event.key}`;
  const action = DEVICE_ACTIONS.find((one) => one.keys === keys && one.id !== 'tags');
  const devices = devicesOf([device]);
  if (!action || whyNot(action, devices) !== undefined) return false;
  action.run(devices);
  return true;
}

/** Enter shows the tags of a device; Enter on what is shown already keeps it. */
function enter(node: TreeNode): void {
  if (node.kind !== 'device') return;
  const path = tagsPath(node.device);
  if (useLayout.getState().active === path) tabKept(path);
  else tabOpened(path, 'preview');
}

/** What a key does in a tree: the row to go to, or what happens to the row itself. */
function treeTarget(
  key: string,
  rows: readonly TreeRow[],
  at: number,
  isOpen: boolean,
): number | 'open' | 'closed' | undefined {
  const row = rows[at]!;
  const isGroup = row.node.kind === 'group';
  if (key === 'ArrowDown') return Math.min(rows.length - 1, at + 1);
  if (key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return rows.length - 1;
  if (key === 'ArrowRight' && isGroup) return isOpen ? Math.min(rows.length - 1, at + 1) : 'open';
  if (key === 'ArrowLeft' && isGroup && isOpen) return 'closed';
  if (key === 'ArrowLeft' && row.parent !== null) return rows.findIndex((other) => other.node.key === row.parent);
  return undefined;
}

interface TreeLineProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly isOpen: boolean;
  readonly isFocused: boolean;
  readonly onFocus: () => void;
  readonly onToggle: () => void;
}

function TreeLine({ id, row: { node, level }, isOpen, isFocused, onFocus, onToggle }: TreeLineProps): ReactNode {
  const health = useDevices((state) => (node.kind === 'device' ? state.health[node.device] : undefined));
  const active = useLayout((state) => state.active);
  const status = health && deviceStatus(health);
  const click = (): void => {
    onFocus();
    if (node.kind === 'group') return onToggle();
    selected({ kind: 'device', device: node.device });
    tabOpened(tagsPath(node.device), 'preview');
  };
  return (
    <div
      id={id}
      className="tree-line"
      role="treeitem"
      aria-level={level}
      aria-expanded={node.kind === 'group' ? isOpen : undefined}
      aria-selected={node.kind === 'device' && active === tagsPath(node.device)}
      data-focused={isFocused || undefined}
      style={{ paddingLeft: 8 + (level - 1) * 16 }}
      onClick={click}
      onDoubleClick={() => node.kind === 'device' && tabOpened(tagsPath(node.device), 'kept')}
    >
      {node.kind === 'group' ? (
        isOpen ? (
          <ChevronDown size={16} aria-hidden />
        ) : (
          <ChevronRight size={16} aria-hidden />
        )
      ) : null}
      {status ? <Glyph name={status.glyph} title={status.word} /> : null}
      <span className="tree-label" title={node.label}>
        {node.label}
      </span>
    </div>
  );
}

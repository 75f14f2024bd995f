import { type DragEvent, useState } from 'react';
import { canSplit, groupsOf } from '../state/editor-groups.ts';
import { groupFocused, groupSplit, tabMoved, useLayout } from '../state/layout.ts';

/** What a dragged tab carries: its path. */
const TYPE = 'application/x-nexus-tab';

export function dragTab(event: DragEvent, path: string): void {
  event.dataTransfer.setData(TYPE, path);
  event.dataTransfer.effectAllowed = 'move';
}

const carriesTab = (event: DragEvent): boolean => event.dataTransfer.types.includes(TYPE);

/** Where on a page a tab is let go: near its right or lower edge it makes a new group. */
type Zone = 'here' | 'right' | 'down';
const EDGE_SHARE = 0.25;

function zoneOf(event: DragEvent, group: number): Zone {
  const box = event.currentTarget.getBoundingClientRect();
  const editors = { ...useLayout.getState().editors, focused: group };
  if (event.clientX > box.right - box.width * EDGE_SHARE && canSplit(editors, 'right')) return 'right';
  if (event.clientY > box.bottom - box.height * EDGE_SHARE && canSplit(editors, 'down')) return 'down';
  return 'here';
}

interface Drop<Z> {
  /** Where it would land now. */
  readonly zone: Z | undefined;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

function useDrop<Z>(zoneAt: (event: DragEvent) => Z, take: (path: string, zone: Z) => void): Drop<Z> {
  const [zone, setZone] = useState<Z>();
  return {
    zone,
    onDragOver: (event) => {
      if (!carriesTab(event)) return;
      event.preventDefault();
      setZone(zoneAt(event));
    },
    onDragLeave: (event) => {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
        setZone(undefined);
    },
    onDrop: (event) => {
      if (!carriesTab(event)) return;
      event.preventDefault();
      setZone(undefined);
      take(event.dataTransfer.getData(TYPE), zoneAt(event));
    },
  };
}

/** Takes a tab that is let go on the page of a group. */
export const useTabDrop = (group: number): Drop<Zone> =>
  useDrop(
    (event) => zoneOf(event, group),
    (path, zone) => {
      if (!hasTab(group, path)) tabMoved(path, group, Number.MAX_SAFE_INTEGER);
      groupFocused(group);
      if (zone !== 'here') groupSplit(zone, path);
    },
  );

/** Takes a tab that is let go in a row: before the tab whose middle is right of the pointer. */
export const useTabRowDrop = (group: number): Drop<number> =>
  useDrop(
    (event) => {
      const tabs = [...event.currentTarget.querySelectorAll('.tab')].map((tab) => tab.getBoundingClientRect());
      return tabs.filter(({ left, width }) => left + width / 2 < event.clientX).length;
    },
    (path, place) => {
      const row = groupsOf(useLayout.getState().editors).find(({ id }) => id === group)?.tabs ?? [];
      const from = row.findIndex((tab) => tab.path === path);
      // Its own place is counted before it is taken out of the row.
      tabMoved(path, group, from >= 0 && from < place ? place - 1 : place);
    },
  );

const hasTab = (group: number, path: string): boolean =>
  groupsOf(useLayout.getState().editors).some(({ id, tabs }) => id === group && tabs.some((tab) => tab.path === path));

import { create } from 'zustand';
import type { MemoryAreaView, MemoryMapView, MemoryScanView } from '../../../src-shared/contract/memory.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { firstLink } from '../../state/first-link.ts';
import { CellBook } from './cell-book.ts';
import type { CellRun } from './cell-selection.ts';
import type { CellFormat } from './cell-text.ts';
import type { Reading } from './decoder-rows.ts';
import { firstTagged } from './first-tagged.ts';

/** What is shown of the memory of a device, and how. */
export interface MemoryWindow {
  readonly area: string;
  readonly from: number;
  readonly count: number;
  /** Id of a notation. */
  readonly notation: string;
  readonly format: CellFormat;
  /** `changes`: how often each cell changed, in the place of its value. */
  readonly shows: 'values' | 'changes';
  /** Rows without a cell that changed are left out. */
  readonly changingOnly: boolean;
  readonly run: CellRun;
  /** How the chosen cells are to be read as a tag; null: cell by cell. */
  readonly chosen: Reading | null;
  /** Null: read once. */
  readonly everyMs: number | null;
}

/** How the last look went. */
export interface LastLook {
  readonly timeUs: number;
  readonly tookMs: number;
  readonly requests: number;
  readonly isOwnConnection: boolean;
}

/** The memory of one device as its page has it. */
export interface DeviceMemory {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly map: MemoryMapView | null;
  /** Why the areas could not be read. */
  readonly reason: { readonly code: string; readonly text: string } | null;
  readonly window: MemoryWindow;
  readonly reading: 'idle' | 'once' | 'cyclic';
  readonly last: LastLook | null;
  /** The last scan of the gateway, running or ended. */
  readonly scan: MemoryScanView | null;
  /** Why the last look came to nothing; what was read before stays. */
  readonly fault: { readonly code: string; readonly text: string } | null;
}

const FIRST_WINDOW: MemoryWindow = {
  area: '',
  from: 0,
  count: 64,
  notation: '',
  format: 'dec',
  shows: 'values',
  changingOnly: false,
  run: { anchor: 0, focus: 0 },
  chosen: null,
  everyMs: 1_000,
};
const NEW: DeviceMemory = {
  status: 'loading',
  map: null,
  reason: null,
  window: FIRST_WINDOW,
  reading: 'idle',
  last: null,
  scan: null,
  fault: null,
};

/** By device; it stays while the page is closed, so that what was read is there again. */
export const useMemories = create<{ readonly byDevice: Readonly<Record<string, DeviceMemory>> }>()(() => ({
  byDevice: {},
}));

/** Their first addresses say where to begin. */
const TAGS_LOOKED_AT = 500;

const books = new Map<string, CellBook>();

export const memoryOf = (device: string): DeviceMemory => useMemories.getState().byDevice[device] ?? NEW;

/** The same for a component, which is drawn anew when it changes. */
export const useMemoryOf = (device: string): DeviceMemory => useMemories(({ byDevice }) => byDevice[device] ?? NEW);

export function memoryChanged(device: string, change: Partial<DeviceMemory>): void {
  useMemories.setState(({ byDevice }) => ({
    byDevice: { ...byDevice, [device]: { ...(byDevice[device] ?? NEW), ...change } },
  }));
}

export const windowChanged = (device: string, change: Partial<MemoryWindow>): void =>
  memoryChanged(device, { window: { ...memoryOf(device).window, ...change } });

export const areaOf = ({ map, window }: DeviceMemory): MemoryAreaView | undefined =>
  map?.areas.find(({ id }) => id === window.area);

/** What is known of the cells of an area, from the first look on. */
export function bookOf(device: string, area: MemoryAreaView): CellBook {
  const key = `${device} ${area.id}`;
  const known = books.get(key);
  if (known && known.end >= Math.min(area.last + 1, 65_536)) return known;
  const book = new CellBook(area);
  books.set(key, book);
  return book;
}

/** Reads what a device has to look at. @param named areas that somebody knows of, though the device may not list them */
export async function loadMemory(device: string, named: readonly string[] = []): Promise<void> {
  memoryChanged(device, { status: memoryOf(device).map ? 'ready' : 'loading', reason: null });
  await firstLink();
  try {
    const [map, tags] = await Promise.all([
      rpc().memory.areas({ device, named: [...named] }),
      rpc().devices.tags({ device, limit: TAGS_LOOKED_AT }),
    ]);
    const { window } = memoryOf(device);
    const shown = map.areas.find(({ id }) => id === window.area);
    // Where its tags are is where somebody looks first.
    const tagged = map.areas.find((one) => one.fault === null && firstTagged(tags, one) !== undefined);
    const area = shown ?? tagged ?? map.areas.find(({ fault }) => fault === null) ?? map.areas[0];
    const isSame = area?.id === window.area;
    memoryChanged(device, { status: 'ready', map });
    if (area && !isSame) areaChosen(device, area, firstTagged(tags, area));
  } catch (error) {
    const { code, text } = toNexusError(error);
    memoryChanged(device, { status: 'failed', reason: { code, text } });
  }
}

/** Shows another area, from its beginning or another cell of it. */
export function areaChosen(device: string, area: MemoryAreaView, from = area.first): void {
  const { notation, count } = memoryOf(device).window;
  const known = area.notations.find(({ id }) => id === notation) ?? area.notations[0];
  windowChanged(device, {
    area: area.id,
    from,
    count: Math.min(count, area.last - from + 1),
    notation: known?.id ?? '',
    run: { anchor: from, focus: from },
    chosen: null,
  });
  memoryChanged(device, { fault: null, last: null });
}

import { create } from 'zustand';
import type { SavedLayout } from '../../../../src-shared/contract/layouts.ts';
import type { PlaceReading, PlaceTypeView } from '../../../../src-shared/contract/places.ts';
import { readLayoutLines } from '../../../../src-shared/domain/layout-lines.ts';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import type { BlockValue, FileBlockView } from './block-values.ts';

/** What a page knows of the blocks of one device beside its memory. */
export interface DeviceBlocks {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly reason: string;
  readonly types: readonly PlaceTypeView[];
  readonly layouts: readonly SavedLayout[];
  readonly files: readonly FileBlockView[];
  /** Keys of blocks that are open. */
  readonly open: ReadonlySet<string>;
  /** Keys of values. */
  readonly ticked: ReadonlySet<string>;
  readonly readings: ReadonlyMap<string, PlaceReading>;
  /** Values that are read now. */
  readonly reading: number;
  /** What the address helper has. */
  readonly address: string;
  readonly said: { readonly tone: 'error' | 'quiet'; readonly code: string; readonly text: string } | null;
}

const NEW: DeviceBlocks = {
  ...{ status: 'loading', reason: '', types: [], layouts: [], files: [], readings: new Map(), reading: 0 },
  ...{ open: new Set(), ticked: new Set(), address: '', said: null },
};

/** By device; what was found out stays while the page is closed. */
export const useBlocks = create<{ readonly byDevice: Readonly<Record<string, DeviceBlocks>> }>()(() => ({
  byDevice: {},
}));

export const blocksOf = (device: string): DeviceBlocks => useBlocks.getState().byDevice[device] ?? NEW;
export const useBlocksOf = (device: string): DeviceBlocks => useBlocks(({ byDevice }) => byDevice[device] ?? NEW);

export function blocksChanged(device: string, change: Partial<DeviceBlocks>): void {
  useBlocks.setState(({ byDevice }) => ({
    byDevice: { ...byDevice, [device]: { ...(byDevice[device] ?? NEW), ...change } },
  }));
}

/** Adds to a set what is not in it, and takes away what is. */
export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** Places of one call. */
const AT_ONCE = 5_000;

/** Reads the layouts of a device and where their values are. */
export async function loadBlocks(device: string): Promise<void> {
  try {
    const [types, list] = await Promise.all([rpc().places.types({ device }), rpc().layouts.list({})]);
    const own = list.filter((entry) => entry.device === device && entry.fault === null);
    const layouts = await Promise.all(own.map(async ({ id }) => await rpc().layouts.get({ id })));
    const files = (await Promise.all(layouts.map((layout) => filesOf(device, layout)))).flat();
    blocksChanged(device, { status: 'ready', reason: '', types, layouts, files });
  } catch (error) {
    blocksChanged(device, { status: 'failed', reason: toNexusError(error).text });
  }
}

async function filesOf(device: string, layout: SavedLayout): Promise<readonly FileBlockView[]> {
  const raw = layout.blocks.map((block, index) => {
    const { values } = readLayoutLines(block.values);
    return { block, index, values };
  });
  const placed = raw.flatMap(({ block, index, values }) =>
    values.flatMap(({ offset, bit, type }, line) =>
      block.area === '' || offset === undefined
        ? []
        : [{ key: keyOf(layout.id, index, line), fields: { area: block.area, start: offset, ...typed(type, bit) } }],
    ),
  );
  const places = new Map<string, BlockValue['place']>();
  for (let at = 0; at < placed.length; at += AT_ONCE) {
    const chunk = placed.slice(at, at + AT_ONCE);
    const found = await rpc().places.build({ device, places: chunk.map(({ fields }) => fields) });
    chunk.forEach(({ key }, i) => places.set(key, found[i]!.place));
  }
  return raw.map(({ block, index, values }) => ({
    ...{ key: `${layout.id} ${index}`, layout: layout.id, index },
    ...{ area: block.area, name: block.name, access: block.access },
    values: values.map(({ name, type, comment }, line): BlockValue => {
      const key = keyOf(layout.id, index, line);
      return { key, name, type, comment, place: places.get(key) ?? null };
    }),
  }));
}

const keyOf = (layout: string, block: number, line: number): string => `${layout} ${block} ${line}`;

/** `STRING[20]` as a type and a length; a bit where the type is one. */
function typed(text: string, bit: number): { type: string; length: number | null; bit: number | null } {
  const [, type = text, length] = /^(\w+)\[(\d+)\]$/.exec(text) ?? [];
  return { type, length: length === undefined ? null : Number(length), bit: type === 'BOOL' ? bit : null };
}

/** Says which block of the device a block of a file is. */
export async function areaSaid(device: string, { layout: id, index }: FileBlockView, area: string): Promise<void> {
  const layout = blocksOf(device).layouts.find((one) => one.id === id);
  if (!layout) return;
  const blocks = layout.blocks.map((block, at) => (at === index ? { ...block, area } : block));
  await saveLayout(device, { ...layout, blocks });
}

/** Keeps a layout in the project and reads all anew. */
export async function saveLayout(device: string, { id, name, blocks }: Omit<SavedLayout, 'device'>): Promise<void> {
  try {
    await rpc().layouts.save({ id, name, device, blocks });
    await loadBlocks(device);
  } catch (error) {
    const { code, text } = toNexusError(error);
    blocksChanged(device, { said: { tone: 'error', code, text: `The layout was not saved. ${text}` } });
  }
}

export async function layoutRemoved(device: string, id: string): Promise<void> {
  await rpc()
    .layouts.remove({ id })
    .catch(() => undefined);
  await loadBlocks(device);
}

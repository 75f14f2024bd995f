import type { MemoryScanView } from '../../../src-shared/contract/memory.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { firstLink } from '../../state/first-link.ts';
import { noticed } from '../../state/notices.ts';
import { usePause } from '../../state/pause.ts';
import { bookOf, type DeviceMemory, memoryChanged, memoryOf, windowChanged } from './memory-store.ts';

const EVERY_MS = 1_000;
/** While none runs: somebody else may start one. */
const IDLE_MS = 5_000;
/** Of one call. */
const MOST_CELLS = 10_000;

/** Keeps the scan of a device in sight while its page is open: how far it is, and its cells in the window. */
export function followScan(device: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpen = true;
  const turn = async (): Promise<void> => {
    if (usePause.getState().sinceMs === null) await look(device).catch(() => undefined);
    if (isOpen) timer = setTimeout(() => void turn(), isScanning(memoryOf(device)) ? EVERY_MS : IDLE_MS);
  };
  void firstLink().then(turn);
  return () => {
    isOpen = false;
    clearTimeout(timer);
  };
}

async function look(device: string): Promise<void> {
  const { scan: before } = memoryOf(device);
  const scan = await rpc().memory.lastScan({ device });
  if (scan === null && before === null) return;
  memoryChanged(device, { scan });
  // The cells of one that has ended stay as they are, unless the window shows others of them.
  const { from, count, area } = memoryOf(device).window;
  const key = `${area} ${from} ${count} ${scan?.job.id} ${scan?.job.state}`;
  if (!scan || (scan.job.state !== 'running' && shown.get(device) === key)) return;
  shown.set(device, key);
  await scanShown(device, scan);
}

/** What was brought last of the scan of a device. */
const shown = new Map<string, string>();

/** Brings the cells of the window that the scan knows. */
async function scanShown(device: string, { wish }: MemoryScanView): Promise<void> {
  const { map, window } = memoryOf(device);
  const area = map?.areas.find(({ id }) => id === wish.area);
  if (!area || window.area !== wish.area) return;
  const start = Math.max(window.from, wish.start);
  const end = Math.min(window.from + window.count, wish.start + wish.count);
  if (start >= end) return;
  const { bytes, changes, ...part } = await rpc().memory.scanned({
    device,
    start,
    count: Math.min(MOST_CELLS, end - start),
  });
  const raw = Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0));
  bookOf(device, area).takeScan({ ...part, bytes: raw }, changes);
}

/** Shows what is scanned: its area, from its first cell on. */
export function scanBroughtUp(device: string, { wish }: MemoryScanView): void {
  windowChanged(device, {
    area: wish.area,
    from: wish.start,
    count: Math.min(MOST_CELLS, wish.count),
    run: { anchor: wish.start, focus: wish.start },
    chosen: null,
    ...(wish.repeats && { shows: 'changes' }),
  });
  shown.delete(device);
  void look(device).catch(() => undefined);
}

export const isScanning = ({ scan }: DeviceMemory): boolean => scan?.job.state === 'running';

/** Ends a scan; what it found stays. */
export function scanEnded(device: string, { job }: MemoryScanView): void {
  rpc()
    .jobs.cancel({ id: job.id })
    .then(() => look(device))
    .catch((error: unknown) => noticed({ kind: 'failed', text: toNexusError(error).text }));
}

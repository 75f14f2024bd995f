import { MOST_CELLS } from '../../../src-shared/contract/memory.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { usePause } from '../../state/pause.ts';
import { areaOf, bookOf, memoryChanged, memoryOf } from './memory-store.ts';

/** Over connections that are made for each look, not more often. */
const LEAST_APART_MS = 2_000;

const running = new Map<string, AbortController>();

/** Ends the reading of a device; what was read stays. */
export function readingStopped(device: string): void {
  running.get(device)?.abort();
  running.delete(device);
  if (memoryOf(device).reading !== 'idle') memoryChanged(device, { reading: 'idle' });
}

/** Reads the window once. */
export async function readOnce(device: string): Promise<void> {
  if (running.has(device)) return;
  const stop = begun(device, 'once');
  await lookAtWindow(device, stop.signal);
  ended(device, stop);
}

/** Reads the window again and again, at the pace that is chosen, until it is stopped; not while the screen is paused. */
export async function readCyclically(device: string): Promise<void> {
  readingStopped(device);
  const stop = begun(device, 'cyclic');
  const { signal } = stop;
  while (!signal.aborted) {
    const startedMs = performance.now();
    if (usePause.getState().sinceMs === null) await lookAtWindow(device, signal);
    const { window, last, fault } = memoryOf(device);
    if (window.everyMs === null) break;
    const isApart = last?.isOwnConnection === true || fault !== null;
    const everyMs = isApart ? Math.max(LEAST_APART_MS, window.everyMs) : window.everyMs;
    await resting(Math.max(20, everyMs - (performance.now() - startedMs)), signal);
  }
  ended(device, stop);
}

function begun(device: string, reading: 'once' | 'cyclic'): AbortController {
  const stop = new AbortController();
  running.set(device, stop);
  memoryChanged(device, { reading });
  return stop;
}

function ended(device: string, stop: AbortController): void {
  if (running.get(device) !== stop) return;
  running.delete(device);
  memoryChanged(device, { reading: 'idle' });
}

/** The whole window, in as many calls as it takes. */
async function lookAtWindow(device: string, signal: AbortSignal): Promise<void> {
  const memory = memoryOf(device);
  const area = areaOf(memory);
  if (!area) return;
  const { from, count } = memory.window;
  const end = Math.min(from + count, area.last + 1);
  let [tookMs, requests] = [0, 0];
  try {
    for (let start = from; start < end && !signal.aborted; start += MOST_CELLS) {
      const own = { area: area.id, start, count: Math.min(MOST_CELLS, end - start) };
      const { bytes, unread, timeUs, ...look } = await rpc().memory.read({ device, ...own }, { signal });
      if (signal.aborted) return;
      tookMs += look.tookMs;
      requests += look.requests;
      bookOf(device, area).take({ ...own, bytes: bytesOf(bytes), unread, timeUs });
      memoryChanged(device, {
        last: { timeUs, tookMs, requests, isOwnConnection: look.isOwnConnection },
        fault: null,
      });
    }
  } catch (error) {
    if (signal.aborted) return;
    const { code, text } = toNexusError(error);
    memoryChanged(device, { fault: { code, text } });
  }
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

const resting = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

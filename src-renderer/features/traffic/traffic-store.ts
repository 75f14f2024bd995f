import { create } from 'zustand';
import type { FrameView, TrafficState } from '../../../src-shared/contract/traffic.ts';
import { rpc } from '../../rpc/connect.ts';
import { keepFollowing } from '../../state/keep-following.ts';
import { type Exchange, withFrames } from './exchanges.ts';

/** Exchanges that a page keeps; then the older half goes. */
const KEPT = 10_000;
const RETRY_MS = 500;

/** What a page knows of the traffic of one device. */
export interface TrafficView {
  readonly state: TrafficState | undefined;
  readonly exchanges: readonly Exchange[];
  /** Counts up when exchanges were taken away at the front: then rows are others. */
  readonly generation: number;
  /** Frames that came while the view stood still. */
  readonly waiting: readonly FrameView[];
  readonly isPaused: boolean;
  /** Why nothing is watched now. */
  readonly reason: string;
}

const EMPTY: TrafficView = {
  state: undefined,
  exchanges: [],
  generation: 0,
  waiting: [],
  isPaused: false,
  reason: '',
};

export const useTraffic = create<{ readonly byDevice: Readonly<Record<string, TrafficView>> }>()(() => ({
  byDevice: {},
}));

export const trafficOf = (device: string): TrafficView => useTraffic.getState().byDevice[device] ?? EMPTY;
export const useTrafficOf = (device: string): TrafficView => useTraffic((state) => state.byDevice[device] ?? EMPTY);

function put(device: string, change: Partial<TrafficView>): void {
  useTraffic.setState(({ byDevice }) => ({
    byDevice: { ...byDevice, [device]: { ...(byDevice[device] ?? EMPTY), ...change } },
  }));
}

/** Watches the frames of a device until the signal; a link that was lost begins anew. */
export const followTraffic = (device: string, signal: AbortSignal): Promise<void> =>
  keepFollowing(
    {
      open: () => {
        put(device, { exchanges: [], waiting: [], reason: '', generation: trafficOf(device).generation + 1 });
        return rpc().traffic.frames({ signal, input: { device } });
      },
      take: ({ state, frames }) => {
        put(device, { state });
        take(device, frames);
      },
      failed: (reason) => put(device, { reason }),
      retryMs: RETRY_MS,
    },
    signal,
  );

function take(device: string, frames: readonly FrameView[]): void {
  const { isPaused, exchanges, waiting, generation } = trafficOf(device);
  if (frames.length === 0) return;
  if (isPaused) {
    put(device, { waiting: [...waiting, ...frames].slice(-2 * KEPT) });
    return;
  }
  const next = withFrames(exchanges, frames);
  const isFull = next.length > KEPT;
  put(device, {
    exchanges: isFull ? next.slice(-KEPT / 2) : next,
    generation: isFull ? generation + 1 : generation,
  });
}

/** Lets the view stand still while recording goes on, or shows what came meanwhile. */
export function pauseTraffic(device: string, isPaused: boolean): void {
  const { waiting } = trafficOf(device);
  put(device, { isPaused, waiting: [] });
  if (!isPaused) take(device, waiting);
}

/** @throws NexusError as the engine says. */
export async function recordTraffic(device: string, on: boolean): Promise<void> {
  put(device, { state: await rpc().traffic.record({ device, on }) });
}

/** @throws NexusError as the engine says. */
export async function clearTraffic(device: string): Promise<void> {
  const state = await rpc().traffic.clear({ device });
  put(device, { state, exchanges: [], waiting: [], generation: trafficOf(device).generation + 1 });
}

import { create } from 'zustand';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { onFileSaved } from '../../rpc/save-file.ts';
import { showDemo } from './show-demo.ts';

export type TourStep = 'values' | 'trend' | 'written' | 'unplugged' | 'plugged' | 'checked' | 'exported';

interface TourState {
  readonly demo: 'idle' | 'starting';
  readonly done: ReadonlySet<TourStep>;
  /** Simulated devices that this page unplugged. */
  readonly unplugged: ReadonlySet<string>;
  /** What went wrong last, ready to be shown. */
  readonly problem: string | null;
}

/** The tour through the demo plant: what was done, and what runs. */
export const useTour = create<TourState>()(() => ({
  demo: 'idle',
  done: new Set(),
  unplugged: new Set(),
  problem: null,
}));

export function stepDone(step: TourStep): void {
  useTour.setState(({ done }) => (done.has(step) ? {} : { done: new Set([...done, step]) }));
}

export async function demoStarted(): Promise<void> {
  useTour.setState({ demo: 'starting', problem: null });
  try {
    const { devices, past } = await rpc().demo.start({});
    await showDemo(devices, past.id);
  } catch (error) {
    useTour.setState({ problem: `The demo plant did not start. ${toNexusError(error).text}` });
  } finally {
    useTour.setState({ demo: 'idle' });
  }
}

/** Pulls the cable of a simulated device, or puts it back. */
export async function cableMoved(device: string, to: 'unplugged' | 'plugged'): Promise<void> {
  useTour.setState({ problem: null });
  try {
    await rpc().demo.setFault({ device, fault: to === 'unplugged' ? 'unplug' : 'none' });
  } catch (error) {
    useTour.setState({ problem: `The cable of ${device} was not moved. ${toNexusError(error).text}` });
    return;
  }
  stepDone(to);
  useTour.setState((state) => {
    const unplugged = new Set(state.unplugged);
    if (to === 'unplugged') unplugged.add(device);
    else unplugged.delete(device);
    return { unplugged };
  });
}

onFileSaved((name) => {
  if (/\.(?:csv|json|jsonl|parquet|xlsx|yaml)$/.test(name)) stepDone('exported');
});

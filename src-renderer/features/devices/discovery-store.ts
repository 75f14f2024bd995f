import { create } from 'zustand';
import type { FoundPeer } from '../../../src-shared/contract/discovery.ts';
import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { useDevices } from '../../state/devices.ts';
import { jobStarted } from '../../state/jobs.ts';
import { deviceOfPeer } from './found-device.ts';

/** What is looked for. */
export interface Sought {
  readonly range: string;
  readonly sought: readonly { readonly protocol: string; readonly port: number }[];
}

/** A search as it stands; it goes on while its dialog is closed. */
export interface Discovery {
  readonly state: 'none' | 'running' | 'done' | 'stopped' | 'refused';
  readonly found: readonly FoundPeer[];
  readonly done: number;
  readonly total: number;
  readonly reason: { readonly code: string; readonly text: string } | null;
  /** What became of adding, by `host:port`: the id of the device, or why there is none. */
  readonly added: Readonly<Record<string, { readonly id: string } | { readonly fault: string }>>;
  readonly isOpen: boolean;
}

const NOTHING = { found: [], done: 0, total: 0, reason: null, added: {} } as const;

export const useDiscovery = create<Discovery>()(() => ({ state: 'none', ...NOTHING, isOpen: false }));

export const discoveryOpened = (): void => useDiscovery.setState({ isOpen: true });
export const discoveryClosed = (): void => useDiscovery.setState({ isOpen: false });

let running: AbortController | undefined;

export const discoveryStopped = (): void => running?.abort();

/** Starts a search; one that is running goes on. */
export async function discoveryStarted(wanted: Sought): Promise<void> {
  if (running) return;
  const abort = new AbortController();
  running = abort;
  const job = jobStarted({
    title: `Discover devices in ${wanted.range}`,
    cancel: discoveryStopped,
    show: discoveryOpened,
  });
  const put = (change: Partial<Discovery>): void => useDiscovery.setState(change);
  put({ state: 'running', ...NOTHING });
  // Whoever stops it is told at once, whatever the gateway still has to put away.
  abort.signal.addEventListener('abort', () => put({ state: 'stopped' }), { once: true });
  try {
    const input = { range: wanted.range, sought: [...wanted.sought] };
    for await (const event of await rpc().discovery.find({ signal: abort.signal, input })) {
      if (abort.signal.aborted) break;
      if (event.type === 'found') put({ found: [...useDiscovery.getState().found, event.peer] });
      else {
        put({ done: event.done, total: event.total });
        job.progress(event.total === 0 ? 1 : event.done / event.total, `${event.done} of ${event.total}`);
      }
    }
    if (!abort.signal.aborted) put({ state: 'done' });
  } catch (error) {
    const { code, text } = toNexusError(error);
    if (!abort.signal.aborted) put({ state: 'refused', reason: { code, text } });
  }
  running = undefined;
  const { state, found, reason } = useDiscovery.getState();
  if (state === 'refused') job.failed(reason?.text ?? '');
  else if (state === 'stopped') job.cancelled('Stopped.');
  else job.done(`${found.length} found.`);
}

/** Makes what was found a device of the project. */
export async function peerAdded(peer: FoundPeer): Promise<void> {
  const key = keyOf(peer);
  const put = (what: Discovery['added'][string]): void =>
    useDiscovery.setState(({ added }) => ({ added: { ...added, [key]: what } }));
  const device = deviceOfPeer(peer, useDevices.getState().list);
  try {
    await rpc().config.addDevice({ device, comment: `Found at ${key}` });
    put({ id: device.id });
  } catch (error) {
    put({ fault: toNexusError(error).text });
  }
}

export const keyOf = ({ host, port }: FoundPeer): string => `${host}:${port}`;

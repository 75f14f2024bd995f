import { create } from 'zustand';
import type { RemoteDeviceView } from '../../src-shared/contract/devices.ts';
import { rpc } from '../rpc/connect.ts';
import { isOpen } from './link.ts';
import { useSystem } from './system.ts';

/** Devices of other gateways, whose points come over MQTT. Their id is their place in the namespace. */
export const useRemoteDevices = create<{ readonly list: readonly RemoteDeviceView[] }>()(() => ({ list: [] }));

export const isRemote = (device: string): boolean => useRemoteDevices.getState().list.some(({ id }) => id === device);

/** The tab with the tags of a device, of the project or of another gateway. */
export const tagsPath = (device: string): string =>
  isRemote(device) ? `remote/${encodeURIComponent(device)}` : `device/${device}/tags`;

/** The device of such a tab, by the part of its path that names it. */
export function deviceOfTab(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @throws NexusError NX_NET_UNREACHABLE, NX_CANCELLED. */
export async function readRemoteDevices(signal?: AbortSignal): Promise<void> {
  useRemoteDevices.setState({ list: await rpc().devices.remote({}, signal ? { signal } : {}) });
}

/** Reads them again whenever the gateway met more tags. For the whole life of the page. */
export function followRemoteDevices(): void {
  let readFor: number | undefined;
  let isReading = false;
  useSystem.subscribe(({ status }) => {
    const count = status?.remote?.tags;
    if (count === undefined || count === readFor || isReading || !isOpen()) return;
    isReading = true;
    readRemoteDevices()
      .then(
        () => {
          readFor = count;
        },
        // Asked for again with the next figures.
        () => undefined,
      )
      .finally(() => {
        isReading = false;
      });
  });
}

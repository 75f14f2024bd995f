import { toNexusError } from '../../src-shared/errors/nexus-error.ts';
import { rpc } from '../rpc/connect.ts';
import { devicesFailed, devicesRead } from './devices.ts';
import { readRemoteDevices, useRemoteDevices } from './remote-devices.ts';
import { systemInfoRead } from './system.ts';
import { rereadTags } from './tags.ts';
import { watches } from './watches.ts';

/**
 * Reads what runs at the other end, its devices, and every list of tags that something asked for. What the engine
 * refuses is told by the store of devices.
 *
 * @throws NexusError NX_NET_UNREACHABLE or NX_CANCELLED when there was no answer.
 */
export async function readLists(signal?: AbortSignal): Promise<void> {
  const options = signal ? { signal } : {};
  // With its first devices a project may have become the demo.
  systemInfoRead(await rpc().system.info({}, options));
  try {
    const devices = await rpc().devices.list({}, options);
    await readRemoteDevices(signal);
    await rereadTags([...devices, ...useRemoteDevices.getState().list].map(({ id }) => id));
    devicesRead(devices);
  } catch (error) {
    const known = toNexusError(error);
    if (known.code === 'NX_NET_UNREACHABLE' || known.code === 'NX_CANCELLED') throw error;
    devicesFailed(known);
  }
  watches.resend();
}

/** The same on request of a person; without a link it is read when that is back. */
export const readListsAgain = (): void => void readLists().catch(() => undefined);

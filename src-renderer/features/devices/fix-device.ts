import { toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { testAsked } from '../../state/device-requests.ts';
import { refusalAsked } from '../../state/frame-requests.ts';
import { tabOpened } from '../../state/layout.ts';
import { noticed } from '../../state/notices.ts';
import type { DeviceFix } from './device-fix.ts';

/** Does what a device was offered, or shows it. */
export function fixDevice(device: string, { does, tag }: DeviceFix): void {
  if (does === 'test') testAsked(device);
  else if (does === 'try') void reconnect(device);
  else if (does === 'frame') refusalAsked(device, tag);
  else tabOpened(does === 'certificates' ? does : `device/${device}/${does}`, 'kept');
}

/** Ends the wait of a device, or connects it anew. What speaks against it is told as a notice. */
export async function reconnect(device: string): Promise<void> {
  try {
    await rpc().diagnostics.reconnect({ device });
  } catch (error) {
    noticed({ kind: 'failed', text: `“${device}” was not tried. ${toNexusError(error).text}` });
  }
}

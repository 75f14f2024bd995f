import { rpc } from '../../rpc/connect.ts';
import { bytesOfBase64, saveFile } from '../../rpc/save-file.ts';

/**
 * Hands what was recorded of a device to the browser as a file.
 * @returns its name and how many frames it has.
 * @throws NexusError NX_NOT_FOUND where nothing was recorded.
 */
export async function savePcapng(device: string): Promise<{ readonly name: string; readonly frames: number }> {
  const { name, frames, base64 } = await rpc().traffic.export({ device });
  saveFile(name, [bytesOfBase64(base64)], 'application/x-pcapng');
  return { name, frames };
}

import { rpc } from '../../rpc/connect.ts';

/**
 * Hands what was recorded of a device to the browser as a file.
 * @returns its name and how many frames it has.
 * @throws NexusError NX_NOT_FOUND where nothing was recorded.
 */
export async function savePcapng(device: string): Promise<{ readonly name: string; readonly frames: number }> {
  const { name, frames, base64 } = await rpc().traffic.export({ device });
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0)!);
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/x-pcapng' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
  return { name, frames };
}

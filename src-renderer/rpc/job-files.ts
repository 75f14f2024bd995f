import { rpc } from './connect.ts';
import { bytesOfBase64, followDownload, saveFile } from './save-file.ts';

/**
 * Hands the file of a job to the browser, which saves it: by a one-time address of the service; in the desktop app, which
 * has no HTTP, part by part.
 *
 * @throws NexusError NX_NOT_FOUND when the file is no longer kept.
 */
export async function fetchJobFile(id: string): Promise<void> {
  if (!window.nexusShell) {
    const { path, name } = await rpc().jobs.download({ id });
    return followDownload(path, name);
  }
  const { name } = (await rpc().jobs.get({ id })).result ?? { name: 'history' };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; ; ) {
    const { base64, bytes, totalBytes } = await rpc().jobs.read({ id, offset });
    parts.push(bytesOfBase64(base64));
    offset += bytes;
    if (offset >= totalBytes || bytes === 0) break;
  }
  saveFile(name, parts, 'application/octet-stream');
}

import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** What fits into `sun_path` on every system, with its closing zero. */
const MOST_BYTES = 103;

/**
 * Where programs of the same user on this computer reach the engine of a project without TCP: a Unix socket in the
 * project, or a named pipe on Windows. Too long a path is replaced by one below the temporary folder of the user.
 */
export function localSocketPath(project: string): string {
  const folder = resolve(project);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\nexus-edge-${name}`;
  const path = join(folder, '.nexus', 'service.sock');
  if (Buffer.byteLength(path) <= MOST_BYTES) return path;
  return join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), `nexus-edge-${userInfo().uid}`, `${name}.sock`);
}

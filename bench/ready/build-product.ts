import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The service as it is installed: without the sources, whose types would have to be taken off at every start. */
export const BUILT_SERVICE = `${ROOT}out/main/headless-main.js`;

/** `npm run build`. @throws Error with what it printed. */
export function buildProduct(): void {
  const build = ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'];
  const { status, stdout, stderr } = spawnSync(process.execPath, build, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The product could not be built:\n${stdout}${stderr}`);
}

import { execFileSync } from 'node:child_process';

/** Builds the programs and the pages into out/, as `npm run build` does. @throws when that fails. */
export function buildProduct(root: string): void {
  const command = ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'];
  execFileSync(process.execPath, command, { cwd: root, stdio: 'pipe' });
}

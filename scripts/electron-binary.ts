import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** Electron's own binary, or undefined: it is a download that npm does not bring. Looked for, never downloaded. */
export function electronBinary(environment: NodeJS.ProcessEnv = process.env, root = ROOT): string | undefined {
  const folder = environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  const pathFile = join(root, 'node_modules/electron/path.txt');
  const usual = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const binary = join(folder, existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : usual);
  return existsSync(binary) ? binary : undefined;
}

/**
 * Why the specs of the shell do not run here, or undefined where they do. This is the one skip that CI allows: the
 * binary comes from GitHub's releases, which build machines without the internet cannot reach.
 */
export function electronSkipReason(binary = electronBinary()): string | undefined {
  if (binary !== undefined) return undefined;
  return (
    'SKIPPED: the desktop shell in Electron, because its binary is missing. To get it: npx install-electron. ' +
    'Allowed in CI too: the binary is a download from GitHub that build machines cannot reach.'
  );
}

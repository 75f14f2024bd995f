import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/**
 * `npm run package`: the installers of the desktop program for this operating system, from a built tree, into dist/. Without
 * NEXUS_UPDATE_URL they ask no server for updates.
 */
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/electron-builder/cli.js',
    ...['--config', 'resources/electron-builder.yml', '--publish', 'never'],
    ...process.argv.slice(2),
  ],
  {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: 'inherit',
    env: { ...process.env, NEXUS_UPDATE_URL: process.env['NEXUS_UPDATE_URL'] ?? '' },
  },
);
process.exitCode = status ?? 1;

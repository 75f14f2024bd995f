import { spawnSync } from 'node:child_process';
import { electronSkipReason } from './electron-binary.ts';
import { providePeers } from './peers.ts';

const PLAYWRIGHT = ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'] as const;

/** `npm test`: peers, unit tests, integration against real peers, then end to end on the built product in a browser. */
const STEPS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['unit', 'node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'],
  ['integration', 'node_modules/vitest/vitest.mjs', 'run', '--project', 'integration'],
  ['integration by the clock', 'node_modules/vitest/vitest.mjs', 'run', '--project', 'clock'],
  ['build', 'node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
  ['end to end', ...PLAYWRIGHT, '--project', 'two at once'],
  ['end to end by the clock', ...PLAYWRIGHT, '--project', 'clock'],
];

const skipped = providePeers();
if (skipped.length > 0 && process.env['CI'] === 'true') {
  console.error(`In CI nothing may be skipped; missing here: ${skipped.join(', ')}`);
  process.exit(1);
}
const shellSkipped = electronSkipReason();
if (shellSkipped) console.log(shellSkipped);
const failed: string[] = [];
for (const [name, ...command] of STEPS) {
  if (name.startsWith('end to end') && skipped.includes('end to end in a browser')) continue;
  console.log(`\n--- ${name}`);
  const began = Date.now();
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  console.log(`--- ${name}: ${Math.round((Date.now() - began) / 1_000)} s`);
  if (status !== 0) failed.push(name);
}
console.log(failed.length === 0 ? '\nAll tests passed.' : `\nFailed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

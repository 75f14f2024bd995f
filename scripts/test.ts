import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronSkipReason } from './electron-binary.ts';
import { missedFaults } from './missed-faults.ts';
import { providePeers } from './peers.ts';
import { collectOutcomes, FLAKY_ALLOWED, readOutcomes } from './test-outcome.ts';

const IN_CI = process.env['CI'] === 'true';
const VITEST = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=./scripts/vitest-outcome.ts',
] as const;
// Real peers, real clocks and a shared machine: in CI a second try, named at the end, and no more than a few of them.
const VITEST_PEERS = [...VITEST, `--retry=${IN_CI ? 1 : 0}`] as const;
const PLAYWRIGHT = [
  ...['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'],
  ...['--reporter', 'list,./scripts/playwright-outcome.ts', '--retries', IN_CI ? '1' : '0'],
] as const;

/** What is broken on purpose with each change; their reports name what was not kept. */
const TIERS = [0, 1] as const;

const reportOf = (tier: number): string => `bench/results/faults-tier-${tier}.json`;

/** `npm test`: peers, unit tests, integration against real peers, the faults of a change, then end to end on the built product in a browser. */
const STEPS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['unit', ...VITEST, '--project', 'unit'],
  ['integration', ...VITEST_PEERS, '--project', 'integration'],
  ['integration by the clock', ...VITEST_PEERS, '--project', 'clock'],
  ...TIERS.map((tier) => [`faults, tier ${tier}`, 'bench/faults/run.ts', '--tier', String(tier)] as const),
  ['build', 'node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
  ['end to end', ...PLAYWRIGHT, '--project', 'two at once'],
  ['end to end by the clock', ...PLAYWRIGHT, '--project', 'clock'],
];

for (const tier of TIERS) rmSync(reportOf(tier), { force: true });
const skipped = providePeers();
if (skipped.length > 0 && IN_CI) {
  console.error(`In CI nothing may be skipped; missing here: ${skipped.join(', ')}`);
  process.exit(1);
}
const shellSkipped = electronSkipReason();
if (shellSkipped) console.log(shellSkipped);
const outcomes = path.join(mkdtempSync(path.join(tmpdir(), 'nexus-tests-')), 'outcomes.jsonl');
collectOutcomes(outcomes);
const failed: string[] = [];
for (const [name, ...command] of STEPS) {
  if (name.startsWith('end to end') && skipped.includes('end to end in a browser')) continue;
  console.log(`\n--- ${name}`);
  const began = Date.now();
  const { status, signal } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  console.log(`--- ${name}: ${Math.round((Date.now() - began) / 1_000)} s`);
  if (status !== 0) failed.push(signal ? `${name} (ended by ${signal})` : name);
}
const noted = readOutcomes(outcomes);
for (const tier of TIERS) noted.push(...missedFaults(reportOf(tier), tier));
for (const { kind, test, reason } of noted)
  console.log(`${kind === 'failed' ? '✘' : '✓ at the second try:'} ${test}\n    ${reason}`);
const flaky = noted.filter(({ kind }) => kind === 'flaky').length;
if (flaky > FLAKY_ALLOWED) failed.push(`${flaky} tests needed a second try, ${FLAKY_ALLOWED} may`);
console.log(failed.length === 0 ? '\nAll tests passed.' : `\nFailed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

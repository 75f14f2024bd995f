import { spawn } from 'node:child_process';

/** `npm run check`: everything that can be said about the code without running it. All steps run; all faults show. */
const tsc = 'node_modules/typescript/bin/tsc';
const STEPS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['types shared', tsc, '-p', 'src-shared'],
  ['types main', tsc, '-p', 'src-main'],
  ['types renderer', tsc, '-p', 'src-renderer'],
  ['types e2e', tsc, '-p', 'e2e'],
  ['format', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  [
    'lint',
    'node_modules/oxlint/bin/oxlint',
    '--type-aware',
    '--deny-warnings',
    'src-main',
    'src-shared',
    'src-renderer',
    'scripts',
    'bench',
    'e2e',
  ],
  ['layers', 'scripts/check-layers.ts'],
  ['sizes', 'scripts/check-sizes.ts'],
  ['docs', 'scripts/make-docs.ts', '--check'],
];

function run(
  command: readonly string[],
): Promise<{ readonly ok: boolean; readonly output: string; readonly seconds: number }> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('close', (code) => resolve({ ok: code === 0, output, seconds: (performance.now() - startedMs) / 1_000 }));
  });
}

let failed = 0;
for (const [name, ...command] of STEPS) {
  const { ok, output, seconds } = await run(command);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) {
    failed++;
    console.log(output);
  }
}
console.log(failed === 0 ? 'check: all steps passed' : `check: ${failed} of ${STEPS.length} steps failed`);
process.exit(failed === 0 ? 0 : 1);

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pingHost } from './ping-host.ts';

const path = process.env['PATH'];
const never = new AbortController().signal;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ping-'));
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true, force: true });
});

/** A ping program that ends with this code, in place of that of the system. */
function givenPing(code: number): void {
  const file = join(folder, 'ping');
  writeFileSync(file, `#!/bin/sh\nexit ${code}\n`);
  chmodSync(file, 0o755);
  process.env['PATH'] = folder;
}

it.runIf(process.platform !== 'win32').each([
  [0, 'answered'],
  [1, 'silent'],
  [2, 'unknown'],
] as const)('what the program ends with is told: %i is %s', async (code, told) => {
  givenPing(code);
  expect(await pingHost('127.0.0.1', never)).toBe(told);
});

it('without the program, and of what is no host, nothing is known', async () => {
  process.env['PATH'] = folder;
  expect(await pingHost('127.0.0.1', never)).toBe('unknown');
  expect(await pingHost('-f', never)).toBe('unknown');
});

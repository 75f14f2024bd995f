import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { electronBinary, electronSkipReason } from './electron-binary.ts';

const ROOT = resolve(import.meta.dirname, '..');
const playwright = (...words: readonly string[]): string => {
  const cli = resolve(ROOT, 'node_modules/@playwright/test/cli.js');
  const config = resolve(ROOT, 'e2e/playwright.config.ts');
  return spawnSync(process.execPath, [cli, 'test', '--config', config, 'e2e/electron/desktop', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 50_000,
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: resolve(ROOT, 'no-such-folder') },
  }).stdout;
};

describe('the specs of the shell', () => {
  it('say why they do not run where the binary is missing, and how to get it', () => {
    expect(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' })).toBeUndefined();
    expect(electronSkipReason(undefined)).toBeDefined();
    const reason = electronSkipReason(electronBinary({ ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' }));
    expect(reason).toMatch(/^SKIPPED: .*binary is missing.*npx install-electron.*Allowed in CI/);
    expect(electronSkipReason('/opt/electron/electron')).toBeUndefined();
  });

  it('are all listed as skipped with the reason then: none passes without having run', () => {
    const report = JSON.parse(playwright('--reporter', 'json')) as {
      readonly suites: readonly { readonly specs: readonly { readonly tests: readonly unknown[] }[] }[];
      readonly stats: Readonly<Record<string, number>>;
    };
    expect(report.stats).toMatchObject({ expected: 0, unexpected: 0, flaky: 0 });
    expect(report.stats['skipped']).toBeGreaterThanOrEqual(5);
    const annotations = JSON.stringify(report.suites).match(/"description":"SKIPPED: the desktop shell[^"]*"/g) ?? [];
    expect(annotations.length).toBeGreaterThanOrEqual(report.stats['skipped']!);
  });
});

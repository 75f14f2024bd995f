import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import { electronBinary, electronSkipReason } from '../../scripts/electron-binary.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The built desktop program on a demo plant of its own. */
export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
}

export const test = base.extend<{ desktop: Desktop }>({
  desktop: async ({ playwright }, use) => {
    const binary = electronBinary();
    const reason = electronSkipReason(binary);
    test.skip(reason !== undefined, reason);
    const folder = mkdtempSync(join(tmpdir(), 'nexus-desktop-'));
    const args = [
      ROOT,
      `--user-data-dir=${join(folder, 'user')}`,
      // Chromium refuses its sandbox as root, which is who runs in a container.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--project',
      join(folder, 'plant'),
      '--demo',
    ];
    const app = await playwright._electron.launch({ executablePath: binary!, args });
    await use({ app, page: await app.firstWindow() });
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  },
});
export { expect };

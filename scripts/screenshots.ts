import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { chromiumPath } from './peers.ts';

/** Every page of the workstation on the demo plant, light and dark, into docs/images or the folder named. */
const root = resolve(import.meta.dirname, '..');
const folder = resolve(process.argv[2] ?? join(root, 'docs/images'));
const PORT = 8_493;
const ADDRESS = `http://127.0.0.1:${PORT}`;
/** Long enough for a trend to show something. */
const WARM_UP_MS = Number(process.argv[3] ?? 30_000);

const PAGES: readonly (readonly [name: string, path: string, prepare?: (page: Page) => Promise<void>])[] = [
  ['welcome', '/w/welcome'],
  ['devices', '/w/devices'],
  [
    'tags',
    '/w/device/boiler-1/tags',
    (page) =>
      page
        .getByRole('gridcell', { name: /Steam pressure/ })
        .first()
        .click(),
  ],
  ['trend', '/w/device/boiler-1/tags', openTrend],
];

async function openTrend(page: Page): Promise<void> {
  for (const [index, name] of ['Steam pressure', 'Steam temperature', 'Burner load', 'Burner'].entries()) {
    const modifiers = index === 0 ? [] : (['Control'] as const);
    await page
      .getByRole('gridcell', { name, exact: true })
      .first()
      .click({ modifiers: [...modifiers] });
  }
  await page.getByRole('button', { name: /Add to trend/ }).click();
  await page.waitForTimeout(3_000);
}

mkdirSync(folder, { recursive: true });
const project = mkdtempSync(join(tmpdir(), 'nexus-screens-'));
const service = spawn(process.execPath, [
  join(root, 'out/main/headless-main.js'),
  '--service',
  '--project',
  project,
  '--port',
  String(PORT),
  '--demo',
]);
await new Promise<void>((ready) =>
  service.stdout.on('data', (text) => String(text).includes('Workstation:') && ready()),
);
await new Promise((done) => setTimeout(done, WARM_UP_MS));
const browser = await chromium.launch({ executablePath: chromiumPath()!, args: ['--no-sandbox', '--lang=en-US'] });
for (const colorScheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 }, colorScheme });
  for (const [name, path, prepare] of PAGES) {
    const page = await context.newPage();
    page.on(
      'console',
      (message) => message.type() === 'error' && console.log(`${name}: ${message.text().slice(0, 200)}`),
    );
    await page.goto(`${ADDRESS}${path}`);
    await page.waitForTimeout(2_000);
    await prepare?.(page).catch((error: unknown) => console.log(`${name}: ${String(error).split('\n')[0]}`));
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    await page.close();
  }
  await context.close();
}
await browser.close();
service.kill('SIGTERM');
await new Promise((gone) => service.on('exit', gone));
rmSync(project, { recursive: true, force: true });

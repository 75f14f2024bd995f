import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { NODE_FLAGS } from '../src-main/kernel/node-flags.ts';
import { chromiumPath } from './peers.ts';

/** Every page of the workstation on the demo plant, light and dark, into docs/images or the folder named. */
const root = resolve(import.meta.dirname, '..');
const folder = resolve(process.argv[2] ?? join(root, 'docs/images'));
const PORT = 8_493;
const ADDRESS = `http://127.0.0.1:${PORT}`;
/** Long enough for a trend to show something. */
const WARM_UP_MS = Number(process.argv[3] ?? 30_000);

type Scene = readonly [name: string, path: string, prepare?: (page: Page) => Promise<void>];

const SCENES: readonly Scene[] = [
  ['welcome', 'welcome'],
  ['devices', 'devices'],
  ['new-device', 'new-device', (page) => page.getByRole('button', { name: /Modbus TCP/ }).click()],
  ['device', 'device/boiler-1/edit', (page) => page.keyboard.press('F9')],
  ['tags', 'device/boiler-1/tags', (page) => tag(page, 'Steam pressure').click()],
  ['tag-editing', 'device/boiler-1/tags', editTags],
  ['watch', 'watch/demo-tour'],
  ['trend', 'device/boiler-1/tags', openTrend],
  ['writes', 'writes'],
  ['diagnostics', 'diagnostics'],
  ['system', 'system'],
  ['namespace', 'namespace', openTopic],
  ['settings', 'settings'],
  ['palette', 'devices', openPalette],
  ['shortcuts', 'devices', (page) => page.keyboard.press('Control+/')],
  ['panel', 'devices', (page) => page.keyboard.press('Control+j')],
  ['split', 'watch/demo-tour', splitEditor],
];

const tag = (page: Page, name: string) => page.getByRole('gridcell', { name, exact: true }).first();

async function editTags(page: Page): Promise<void> {
  await tag(page, '40108').click();
  await page.keyboard.type('40000');
  await page.keyboard.press('Enter');
  await tag(page, 'Drum level').click();
  await page.keyboard.type('Level of the drum');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.waitForTimeout(1_500);
}

async function openTrend(page: Page): Promise<void> {
  for (const [index, name] of ['Steam pressure', 'Steam temperature', 'Burner load', 'Burner'].entries())
    await tag(page, name).click({ modifiers: index === 0 ? [] : ['Control'] });
  await page.getByRole('button', { name: /Add to trend/ }).click();
  await page.waitForTimeout(3_000);
}

async function openTopic(page: Page): Promise<void> {
  await page.getByRole('treeitem', { name: /^boiler-1/ }).dblclick();
  await page.getByRole('treeitem', { name: /^steam_pressure/ }).click();
  await page.waitForTimeout(4_000);
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.waitForTimeout(800);
  await page.keyboard.type('press');
  await page.waitForTimeout(1_500);
}

async function splitEditor(page: Page): Promise<void> {
  await page.getByRole('treeitem', { name: /Boiler 1/ }).dblclick();
  await page.keyboard.press('Control+\\');
  await page.waitForTimeout(1_000);
}

async function shoot(context: BrowserContext, [name, path, prepare]: Scene, suffix: string): Promise<void> {
  const page = await context.newPage();
  page.on(
    'console',
    (message) => message.type() === 'error' && console.log(`${name}: ${message.text().slice(0, 200)}`),
  );
  await page.goto(`${ADDRESS}/w/${path}`);
  await page.waitForTimeout(2_000);
  await prepare?.(page).catch((error: unknown) => console.log(`${name}: ${String(error).split('\n')[0]}`));
  await page.waitForTimeout(800);
  await page.screenshot({ path: join(folder, `${name}-${suffix}.png`) });
  await page.close();
}

mkdirSync(folder, { recursive: true });
const project = mkdtempSync(join(tmpdir(), 'nexus-screens-'));
const main = join(root, 'out/main/headless-main.js');
const service = spawn(process.execPath, [
  ...NODE_FLAGS,
  main,
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
  for (const scene of SCENES) {
    // Each picture begins as a new user's screen would: tabs of the one before are not open.
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 }, colorScheme });
    await shoot(context, scene, colorScheme);
    await context.close();
  }
}
await browser.close();
service.kill('SIGTERM');
await new Promise((gone) => service.on('exit', gone));
rmSync(project, { recursive: true, force: true });

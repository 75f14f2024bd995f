import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, Service, test, Workstation } from './workstation.ts';

const setting = (page: Page, path: string): Locator =>
  page
    .locator('.setting')
    .filter({ has: page.locator('code', { hasText: new RegExp(`^${path.replaceAll('.', '\\.')}$`) }) });

async function violations(page: Page): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  return found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
}

test('what is chosen for this browser is in effect at once and after a reload, in both themes and three densities', async ({
  workstation,
}) => {
  const { page } = workstation;
  const html = page.locator('html');
  await workstation.open('/w/settings');
  for (const theme of ['Light', 'Dark'] as const) {
    await setting(page, 'user.theme').getByRole('combobox').selectOption(theme);
    await expect(html).toHaveAttribute('data-theme', theme.toLowerCase());
    for (const [density, px] of [
      ['Compact', 24],
      ['Touch', 40],
      ['Normal', 28],
    ] as const) {
      await page.getByRole('radio', { name: density }).check();
      const height = await page.getByRole('button', { name: 'Copy diagnostics' }).evaluate((node) => node.clientHeight);
      // Without its two borders.
      expect(height).toBe(px - 2);
      expect(await violations(page)).toEqual([]);
    }
  }
  await page.getByRole('radio', { name: 'Touch' }).check();
  await setting(page, 'user.timeZone').getByRole('combobox').selectOption('UTC');
  await page.reload();
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await workstation.open('/w/devices');
  const row = workstation.row('Boiler 1');
  await expect(row).toContainText('Connected');
  expect((await row.locator('.data-grid-line').boundingBox())!.height).toBe(40);
  await expect(workstation.status).toContainText(new Date().toISOString().slice(11, 16));
  expect(workstation.complaints).toEqual([]);
});

test('a command is given another key, which works at once, and is told when another command has it', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/settings');
  const explorer = page.getByRole('region', { name: 'Explorer' });
  await expect(explorer).toBeVisible();
  await page.getByRole('textbox', { name: 'Search all settings' }).fill('view.explorer');
  const row = page.locator('.keyboard-table tbody tr');
  await expect(row).toHaveCount(1);
  await row.getByRole('button', { name: /^Change the key of/ }).click();
  await page.keyboard.press('Alt+Shift+E');
  await expect(row.locator('kbd')).toHaveText(['Alt+Shift+E']);
  await expect(row).toContainText('Modified');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Alt+Shift+E');
  await expect(explorer).toBeHidden();
  await row.getByRole('button', { name: /^Change the key of/ }).click();
  await page.keyboard.press('Alt+W');
  await expect(row).toContainText(/Alt\+W is also/);
  await row.getByRole('button', { name: /^Reset the keys of/ }).click();
  await expect(row.locator('kbd').first()).toHaveText('Ctrl+B');
});

test('settings of every scope are found by words, and a search without a find says so', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/settings');
  const search = page.getByRole('textbox', { name: 'Search all settings' });
  await expect(setting(page, 'mqtt.url')).toBeVisible();
  await search.fill('density');
  await expect(page.locator('.setting')).toHaveCount(1);
  await search.fill('mqtt ca');
  await expect(setting(page, 'mqtt.tls.ca')).toBeVisible();
  await search.fill('zzz');
  await expect(page.getByText('No setting matches “zzz”.')).toBeVisible();
  await search.press('Escape');
  await expect(setting(page, 'user.density')).toBeVisible();
});

test('a setting of the gateway is edited, checked and applied; the file keeps its comments', async ({ page }) => {
  const service = await Service.make(['--demo']);
  await service.start();
  await service.end('SIGTERM');
  const file = join(service.folder, 'nexus.yaml');
  writeFileSync(file, `# handed over in spring\n${readFileSync(file, 'utf8')}`);
  await service.start();
  const workstation = new Workstation(page, service);
  await workstation.open('/w/settings');
  const retries = setting(page, 'writes.max_waiting');
  await retries.getByRole('textbox').fill('-1');
  await retries.getByRole('textbox').press('Tab');
  await expect(retries.getByText(/Writes that wait -1 is outside 0–100000/)).toBeVisible();
  const bar = page.getByRole('region', { name: 'Edits that are not applied' });
  await bar.getByRole('button', { name: 'Apply' }).click();
  // A single fault has the focus at its field; several have a summary that leads to theirs.
  await expect(retries.getByRole('textbox')).toBeFocused();
  const port = setting(page, 'server.port').getByRole('textbox');
  await port.fill('70000');
  await bar.getByRole('button', { name: 'Apply' }).click();
  const summary = page.getByRole('group', { name: '2 things keep this from being saved' });
  await expect(summary).toBeFocused();
  await summary.getByRole('button', { name: /HTTP port 70000/ }).click();
  await expect(port).toBeFocused();
  await port.fill('');
  await retries.getByRole('textbox').fill('500');
  await expect(retries.getByText(/is outside/)).toBeHidden();
  await setting(page, 'log.level').getByRole('radio', { name: 'debug' }).check();
  await expect(bar).toContainText('2 edited');
  await expect(bar).toContainText('Takes effect at the next start: Writes that wait.');
  await expect(retries).toContainText('Edited, not applied');
  expect(await violations(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Apply' }).click();
  await expect(
    page.getByText(/Revision \d+ is saved\. Takes effect at the next start: writes\.max_waiting\./),
  ).toBeVisible();
  await expect(retries).toContainText('Modified');
  expect(readFileSync(file, 'utf8')).toMatch(/^# handed over in spring\n/);
  expect(readFileSync(file, 'utf8')).toMatch(/max_waiting: 500/);
  await retries.getByRole('button', { name: 'Reset Writes that wait' }).click();
  await bar.getByRole('button', { name: 'Apply' }).click();
  await expect(bar).toBeHidden();
  await expect(retries).not.toContainText('Modified');
  expect(readFileSync(file, 'utf8')).not.toMatch(/max_waiting/);
  await service.end('SIGTERM');
  service.remove();
});

test('a file that was edited on disk meanwhile is not written over', async ({ workstation }) => {
  const { page, service } = workstation;
  const file = join(service.folder, 'nexus.yaml');
  await workstation.open('/w/settings');
  const name = setting(page, 'project.name').getByRole('textbox');
  await name.fill('North works');
  writeFileSync(file, `${readFileSync(file, 'utf8')}# by hand\n`);
  const bar = page.getByRole('region', { name: 'Edits that are not applied' });
  await bar.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(bar).toContainText('nexus.yaml was edited on disk and not applied.');
  await bar.getByRole('button', { name: 'Apply the files on disk' }).click();
  await expect(bar).not.toContainText('was edited on disk');
  await bar.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText(/Revision \d+ is saved and in effect\./)).toBeVisible();
  expect(readFileSync(file, 'utf8')).toMatch(/name: North works/);
  expect(readFileSync(file, 'utf8')).toMatch(/# by hand/);
});

test('the settings are edited as JSON; a slip is told with its line, and Ctrl+S applies', async ({ workstation }) => {
  const { page, service } = workstation;
  await workstation.open('/w/settings');
  await page.getByRole('button', { name: 'JSON' }).click();
  const text = page.getByRole('textbox', { name: /as JSON/ });
  const before = await text.inputValue();
  const lines = before.split('\n').length;
  await text.fill(before.replace(/\}$/, ''));
  await expect(page.getByText(/this is not JSON\./)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await text.fill(before.replace(/\n\}$/, ',\n  "log": { "level": "warn" }\n}'));
  await expect(page.getByText(/this is not JSON\./)).toBeHidden();
  await expect(page.getByRole('region', { name: 'Edits that are not applied' })).toContainText('1 edited');
  expect((await text.inputValue()).split('\n')).toHaveLength(lines + 1);
  await page.keyboard.press('Control+s');
  await expect(page.getByText(/Revision \d+ is saved and in effect\./)).toBeVisible();
  expect(readFileSync(join(service.folder, 'nexus.yaml'), 'utf8')).toMatch(/log:\n {2}level: warn/);
});

test('a setting that the environment says cannot be changed here', async ({ page }) => {
  process.env['NEXUS__historian__raw'] = '60d';
  const service = await Service.make(['--demo']);
  await service.start();
  delete process.env['NEXUS__historian__raw'];
  const workstation = new Workstation(page, service);
  await workstation.open('/w/settings');
  const raw = setting(page, 'historian.raw');
  await expect(raw).toContainText('Set by NEXUS__historian__raw');
  await expect(raw.getByRole('textbox')).toHaveValue('60d');
  await expect(raw.getByRole('textbox')).toHaveAttribute('readonly');
  await service.end('SIGTERM');
  service.remove();
});

test('brokers are added and removed in a list, with what is wrong at its field and the password by reference', async ({
  workstation,
}) => {
  const { page, service } = workstation;
  await workstation.open('/w/settings');
  await page.getByRole('textbox', { name: 'Search all settings' }).fill('mqtt.brokers');
  const list = setting(page, 'mqtt.brokers');
  await list.getByRole('button', { name: 'Add broker' }).click();
  const one = list.getByRole('group', { name: 'Broker 1' });
  await one.getByRole('textbox', { name: /^Broker/ }).fill('http://elsewhere');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(one).toContainText('Id is empty. Enter one.');
  await one.getByRole('textbox', { name: /^Id/ }).fill('cloud');
  const cloud = list.getByRole('group', { name: 'Broker cloud', exact: true });
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(cloud).toContainText('http://elsewhere');
  await cloud.getByRole('textbox', { name: /^Broker/ }).fill('mqtt://127.0.0.1:1');
  await cloud.getByRole('combobox', { name: /^Payload/ }).selectOption('json-batch');
  await expect(cloud.getByRole('textbox', { name: 'Environment variable' })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('brokers.png') });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText(/at the next start/).first()).toBeVisible();
  const written = (): string => readFileSync(join(service.folder, 'nexus.yaml'), 'utf8');
  await expect.poll(written).toMatch(/brokers:\s+- url: mqtt:\/\/127\.0\.0\.1:1\s+id: cloud\s+payload: json-batch/);
  await list.getByRole('button', { name: 'Remove broker cloud' }).click();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect.poll(written).not.toContain('brokers');
});

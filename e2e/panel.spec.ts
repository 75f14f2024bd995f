import type { Locator } from '@playwright/test';
import { WireTap } from './wire-tap.ts';
import { expect, test, type Workstation } from './workstation.ts';

async function openPanel({ page }: Workstation, view: 'Problems' | 'Log' | 'Jobs'): Promise<Locator> {
  const panel = page.getByRole('region', { name: 'Panel', exact: true });
  if (!(await panel.isVisible())) await page.getByRole('banner').getByRole('button', { name: /panel/i }).click();
  await panel.getByRole('tab', { name: new RegExp(`^${view}`) }).click();
  return panel;
}

/** On the page that is open, which is Welcome. */
async function unplug(workstation: Workstation): Promise<void> {
  await workstation.page.getByRole('button', { name: /^Unplug/ }).click();
  await expect(workstation.status).toContainText('Dev 3/4', { timeout: 20_000 });
}

test('a device that does not answer is a problem with its next step, and Enter shows it', async ({ workstation }) => {
  await workstation.open('/w/welcome');
  await unplug(workstation);
  const { page } = workstation;
  const panel = await openPanel(workstation, 'Problems');
  const row = panel.getByRole('row').filter({ hasText: 'Boiler 1' });
  await expect(row).toContainText('Error');
  await expect(row.locator('[data-msg]')).toHaveAttribute('data-msg', /^(net\.|NX_DRIVER_)/);
  await panel.getByLabel('Severity').selectOption('warning');
  await expect(row).toHaveCount(0);
  await panel.getByLabel('Severity').selectOption('all');
  await panel.getByLabel('Filter problems').fill('boiler');
  await row.click();
  await panel.getByRole('grid').press('Enter');
  await expect(page.getByRole('main').getByRole('grid', { name: 'Devices' })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Boiler 1');
});

test('a tag that fails alone is a problem that leads to its row', async ({ workstation }) => {
  const { page } = workstation;
  const tap = await WireTap.onto(page);
  const text = 'The device has no register at 40120 (wire 119). Check the address. (exception 02)';
  tap.alter('devices/health', (all) =>
    (all as { device: string }[]).map((health) =>
      health.device === 'boiler-1' ? { ...health, tagFaults: [{ tag: 'burner_load', text }] } : health,
    ),
  );
  await workstation.open('/w/devices');
  const panel = await openPanel(workstation, 'Problems');
  const row = panel.getByRole('row').filter({ has: page.locator('[data-msg="mb.ex02"]') });
  await expect(row).toContainText('burner_load: The device has no register at 40120');
  await row.dblclick();
  const table = page.getByRole('main').getByRole('grid', { name: 'Tags of boiler-1' });
  await expect(table.locator('[data-focused]').filter({ hasText: 'Burner load' }).first()).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('Burner load');
});

test('the log shows lines of all threads as they come, follows its end, and stands still when scrolled up', async ({
  workstation,
}) => {
  const { page } = workstation;
  // As low as it gets: a few lines are more than it shows.
  await page.addInitScript(() => localStorage.setItem('nexus.layout', JSON.stringify({ panelPx: 100 })));
  await workstation.open('/w/welcome');
  const panel = await openPanel(workstation, 'Log');
  const log = panel.getByRole('log');
  await expect(log).toContainText('engine started');
  await expect(log).toContainText('acquisition boiler-1');
  await panel.getByLabel('Filter the log').fill('boiler-1');
  await expect(log).not.toContainText('engine started');
  await panel.getByLabel('Filter the log').fill('');
  const follow = panel.getByRole('button', { name: 'Follow' });
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await log.hover();
  await page.mouse.wheel(0, -30);
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  await log.press('End');
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(panel.getByText('Nothing was logged since the view was cleared.')).toBeVisible();
  await unplug(workstation);
  await expect(panel.getByRole('log')).toContainText('device offline');
});

test('an export is a job that says what it wrote', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
  await page.getByRole('button', { name: /Add to trend/ }).click();
  await expect(page.getByRole('region', { name: 'Pens' })).toContainText('Steam pressure');
  const downloaded = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await downloaded;
  const panel = await openPanel(workstation, 'Jobs');
  const job = panel.getByRole('listitem').filter({ hasText: 'Export Trend 1.csv' });
  await expect(job).toContainText(/Done.*rows in Trend 1\.csv/);
});

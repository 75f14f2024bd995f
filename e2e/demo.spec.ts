import { readFile } from 'node:fs/promises';
import { expect, test } from './workstation.ts';

test('live values stand in the tag table within ten seconds, and change', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  const pressure = workstation.row('Steam pressure');
  await expect(pressure).toContainText(/\d\.\d\d/);
  await expect(pressure).toContainText('Good');
  const before = await pressure.textContent();
  await expect.poll(() => pressure.textContent()).not.toBe(before);
  await expect(workstation.status).toContainText('Dev 4/4');
  await expect(workstation.status).toContainText('Tags 48 good');
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText('HR107');
  await expect(inspector).toContainText('acme/plant1/utilities/steam/boiler-1/steam_pressure');
  expect(workstation.complaints).toEqual([]);
});

test('a trend joins history to live', async ({ workstation }) => {
  const { page } = workstation;
  // Some history that no window saw.
  await page.waitForTimeout(5_000);
  const opened = Date.now();
  await workstation.open('/w/device/boiler-1/tags');
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
  await page.getByRole('button', { name: /Add to trend/ }).click();
  await expect(page.getByRole('region', { name: 'Pens' })).toContainText('Steam pressure');
  await expect(page.locator('canvas').first()).toBeVisible();
  await page.waitForTimeout(3_000);
  const downloaded = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const rows = (await readFile(await (await downloaded).path(), 'utf8')).trim().split(/\r?\n/).slice(1);
  const times = rows.map((row) => Date.parse(row.split(',')[0]!));
  expect(times.length).toBeGreaterThan(12);
  expect(times.every((time, i) => i === 0 || time > times[i - 1]!)).toBe(true);
  // Half a second between polls; the first rows are older than the page, the last ones are live.
  expect(times.at(-1)).toBeGreaterThan(opened + 1_000);
  // Before the service ran, the demo plant has a past of a value each two seconds.
  expect(times[0]).toBeLessThan(opened - 4 * 60_000);
  const lived = times.filter((time) => time > opened - 4_000);
  expect(Math.max(...lived.slice(1).map((time, i) => time - lived[i]!))).toBeLessThan(1_500);
  expect(workstation.complaints).toEqual([]);
});

test('a device that is unplugged says so, keeps its last values in brackets, and comes back by itself', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/welcome');
  // A value that was never there cannot be kept.
  await expect(workstation.status).toContainText('Tags 48 good');
  await page.getByRole('button', { name: /^Unplug/ }).click();
  await page.getByRole('button', { name: /^Show Boiler/ }).click();
  const pressure = workstation.row('Steam pressure');
  await expect(pressure).toContainText(/⟨\d+\.\d+⟩/, { timeout: 15_000 });
  await expect(pressure).toContainText('Bad');
  await expect(workstation.status).toContainText('Dev 3/4');
  await expect(page.getByRole('button', { name: 'Diagnostics 1 device offline' })).toBeVisible();
  await workstation.open('/w/devices');
  await expect(page.getByText(/No answer|did not answer/).first()).toBeVisible();
  await workstation.open('/w/welcome');
  await page.getByRole('button', { name: /^Plug/ }).click();
  await workstation.open('/w/device/boiler-1/tags');
  await expect(pressure).toContainText('Good', { timeout: 45_000 });
});

test('check 7: a gateway that is lost and back clears nothing, shows age, and needs no reload', async ({
  workstation,
}) => {
  const { page, service } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  const pressure = workstation.row('Steam pressure');
  await expect(pressure).toContainText(/\d\.\d\d/);
  await service.end('SIGKILL');
  await expect(workstation.status).toContainText(/Gateway lost/, { timeout: 4_000 });
  await expect(pressure).toContainText(/\d\.\d\d/);
  await expect(pressure).toContainText(/\d+ s/);
  await expect(page.getByText(/Gateway lost at \d\d:\d\d:\d\d/)).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('OFFLINE');
  await service.start();
  await expect(workstation.status).toContainText(/Gateway \d+ ms/, { timeout: 15_000 });
  const back = await pressure.textContent();
  await expect.poll(() => pressure.textContent()).not.toBe(back);
  await expect(page.getByText(/Gateway lost at/)).toBeHidden();
  await expect(page.getByRole('banner')).not.toContainText('OFFLINE');
});

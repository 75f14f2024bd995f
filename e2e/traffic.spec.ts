import { execFileSync } from 'node:child_process';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './workstation.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Traffic shows each request with its reply and its bytes (${colorScheme})`, async ({ workstation }) => {
    const { page } = workstation;
    await page.emulateMedia({ colorScheme });
    await workstation.open('/w/devices');
    await expect(workstation.row('Boiler 1')).toContainText('Connected');
    await workstation.row('Boiler 1').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show traffic' }).click();
    const frames = page.getByRole('grid', { name: 'Frames' });
    const filter = page.getByRole('combobox', { name: /^Filter:/ });
    await filter.fill('40108');
    // The first ones may be refused: the device has holes between its registers, and they are found out.
    const read = frames.getByRole('row').filter({ hasText: 'Read holding registers 40108' });
    const first = read.filter({ hasText: 'Answered' }).first();
    await expect(first).toContainText(/\d ms/);
    await first.click();
    const detail = page.getByRole('region', { name: 'Frames in detail' });
    await detail.getByRole('button', { name: /^start/ }).click();
    await expect(detail.getByRole('button', { name: /^start 107 = 40108/ })).toHaveAttribute('aria-pressed', 'true');
    await expect(detail.locator('[data-marked]')).toHaveText(['00', '6b']);
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText(/Paused, \d+ frames wait/)).toBeVisible();
    await filter.fill('took>fast');
    await expect(page.getByRole('status').filter({ hasText: 'duration' })).toHaveText(
      '“took>fast”: fast is not a duration. Try took>100ms.',
    );
    await filter.fill('nothing like this');
    await expect(page.getByText(/None of \d+ exchanges is shown/)).toBeVisible();
    await filter.fill('');
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
    expect(workstation.complaints).toEqual([]);
  });
}

test('Traffic is saved as a file that tshark reads', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/traffic');
  await expect(page.getByRole('grid', { name: 'Frames' }).getByText('Answered').first()).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save pcapng' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('boiler-1.pcapng');
  await expect(page.getByText(/\d+ frames in boiler-1\.pcapng/)).toBeVisible();
  const read = ['-r', await file.path(), '-Y', 'modbus.func_code == 3', '-T', 'fields', '-e', 'modbus.func_code'];
  expect(execFileSync('tshark', read, { stdio: 'pipe' }).toString()).toMatch(/^3\n/);
});

test('a device that is disabled has no frames, and the page says so', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await workstation.row('Cooling pumps').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await expect(workstation.row('Cooling pumps')).toContainText('Disabled');
  await workstation.open('/w/device/pumps-1/traffic');
  await expect(page.getByText('No frames for Cooling pumps. It is disabled. Enable it under Devices.')).toBeVisible();
});

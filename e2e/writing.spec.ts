import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Workstation } from './workstation.ts';

const axe = async ({ page }: Workstation): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
};

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a set point is armed, written, read back and kept in Writes, by keyboard alone (${colorScheme})`, async ({
    workstation,
  }) => {
    const { page } = workstation;
    await page.emulateMedia({ colorScheme });
    await workstation.open('/w/device/boiler-1/tags');
    const setpoint = workstation.row('Pressure setpoint');
    await expect(setpoint).toContainText('7.50');
    await expect(workstation.status).toContainText('Disarmed');
    await setpoint.getByRole('gridcell', { name: /7\.50/ }).click();
    await page.keyboard.press('Enter');

    const write = page.getByRole('dialog', { name: 'Write value' });
    const value = write.getByRole('textbox', { name: 'New value' });
    await expect(value).toBeFocused();
    await page.keyboard.type('seven');
    await page.keyboard.press('Enter');
    await expect(write).toContainText('“seven” is not a number');
    await value.fill('7');
    await write.getByRole('checkbox', { name: /Write only if/ }).check();
    await expect(write).toContainText('Write only if it is still 7.50 bar');
    expect(await axe(workstation)).toEqual([]);
    await value.press('Enter');

    await expect(write).toContainText('Writes are disarmed');
    await expect(write.getByRole('button', { name: 'Write 7.00 bar' })).toBeDisabled();
    await expect(write.getByRole('button', { name: 'Arm writing…' })).toBeFocused();
    await page.keyboard.press('F8');
    const arm = page.getByRole('dialog', { name: 'Arm writing' });
    await expect(arm).toContainText('This device: Boiler 1');
    await expect(arm.getByRole('textbox', { name: /^Reason/ })).toBeFocused();
    await expect(arm.getByRole('button', { name: 'Arm' })).toBeDisabled();
    await page.keyboard.type('Acceptance test');
    expect(await axe(workstation)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(arm).toBeHidden();
    await expect(workstation.status).toContainText(/ARMED Boiler 1 0[45]:\d\d/);

    await expect(write.getByRole('button', { name: 'Write 7.00 bar' })).toBeFocused();
    await expect(write).toContainText(/from\s*(SIM)?\s*7\.50\s*bar/, { useInnerText: true });
    expect(await axe(workstation)).toEqual([]);
    // The button does not hear a second stroke of the key that opened it.
    await page.waitForTimeout(400);
    await page.keyboard.press('Enter');
    await expect(write).toContainText('Done, verified');
    await expect(write.getByRole('button', { name: 'Close', exact: true })).toBeFocused();
    expect(await axe(workstation)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(write).toBeHidden();
    await expect(page.getByRole('grid', { name: /Tags of/ })).toBeFocused();
    await expect(setpoint).toContainText('7.00');

    await page.keyboard.press('Alt+Shift+Digit6');
    const receipt = page.getByRole('row').filter({ hasText: 'Boiler 1 · Pressure setpoint' });
    await expect(receipt).toContainText('7.50 bar → 7.00 bar');
    await expect(receipt).toContainText('Done, verified');
    await expect(receipt).toContainText('Acceptance test');
    expect(await axe(workstation)).toEqual([]);
    await page.keyboard.press('F8');
    await expect(workstation.status).toContainText('Disarmed');
    expect(workstation.complaints).toEqual([]);
  });
}

test('a refusal says why and that nothing was sent; a read-only tag offers no write', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
  await expect(page.getByRole('main').getByRole('button', { name: 'Write value…' })).toBeDisabled();
  await page.getByRole('gridcell', { name: 'Pressure setpoint', exact: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /Write value/ }).click();
  const write = page.getByRole('dialog', { name: 'Write value' });
  await write.getByRole('textbox', { name: 'New value' }).fill('9.5');
  await write.getByRole('button', { name: 'Review' }).click();
  await expect(write.locator('[data-msg="wr.limit"]')).toHaveText(
    '9.50 bar is above the write limit of 9.00 bar for Pressure setpoint. Nothing was sent.',
  );
  await page.keyboard.press('Escape');
  await expect(workstation.row('Pressure setpoint')).toContainText('7.50');
});

test('a switch is written by its own words, and a lost gateway disarms', async ({ workstation }) => {
  const { page, service } = workstation;
  await workstation.open('/w/device/pumps-1/tags');
  const pump = workstation.row('Pump 1');
  await expect(pump).toContainText('Running');
  await workstation.status.getByRole('button', { name: 'Disarmed' }).click();
  const arm = page.getByRole('dialog', { name: 'Arm writing' });
  await arm.getByRole('combobox', { name: /What may be written/ }).selectOption({ label: 'All devices (4)' });
  await arm.getByRole('textbox', { name: /^Reason/ }).fill('Pump test');
  await arm.getByRole('button', { name: 'Arm', exact: true }).click();
  await expect(workstation.status).toContainText('ARMED all devices');
  await page.getByRole('gridcell', { name: 'Pump 1', exact: true }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'Write value…' }).click();
  const write = page.getByRole('dialog', { name: 'Write value' });
  await write.getByRole('radio', { name: 'Stopped' }).check();
  await write.getByRole('button', { name: 'Review' }).click();
  await page.waitForTimeout(400);
  await write.getByRole('button', { name: 'Write Stopped' }).click();
  await expect(write).toContainText('Done, verified');
  await write.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(pump).toContainText('Stopped');
  await service.end('SIGKILL');
  await expect(workstation.status).toContainText(/Gateway lost/);
  await expect(workstation.status).toContainText('Disarmed');
  await service.start();
  await expect(workstation.status).toContainText(/Gateway (<|\d)/, { timeout: 15_000 });
  await expect(workstation.status).toContainText('Disarmed');
});

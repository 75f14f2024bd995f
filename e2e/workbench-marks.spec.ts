import { WireTap } from './wire-tap.ts';
import { expect, test } from './workstation.ts';

test('a tab that is edited is kept and marked, counted in the status bar, and its edits outlive it', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/edit');
  const description = page.getByRole('main').getByRole('textbox', { name: /^Description/ });
  const tab = page.getByRole('main').getByRole('tab', { name: /^Boiler 1/ });
  const style = (): Promise<string> => tab.evaluate((element) => getComputedStyle(element).fontStyle);
  await expect(description).toBeEnabled();
  expect(await style()).toBe('italic');
  await description.fill('In hall 2');
  await expect(tab).toContainText('●');
  await expect(tab).toHaveAccessibleName(/, 1 pending$/);
  expect(await style()).toBe('normal');
  await page.getByRole('treeitem', { name: 'Power meter 1' }).click();
  await expect(page.getByRole('main').getByRole('tab')).toHaveCount(2);
  await tab.click({ button: 'middle' });
  await expect(page.getByRole('main').getByRole('tab')).toHaveCount(1);
  await workstation.status.getByRole('button', { name: '1 pending' }).click();
  await expect(description).toHaveValue('In hall 2');
});

test('who may only read is told so in the title bar', async ({ workstation }) => {
  const { page } = workstation;
  const tap = await WireTap.onto(page);
  tap.alter('system/info', (info) => ({ ...(info as object), you: { name: 'Vera', roles: ['viewer'] } }));
  await workstation.open('/w/devices');
  const badge = page.getByRole('banner').getByText('READ-ONLY');
  await expect(badge).toBeVisible();
  await expect(badge).toHaveAttribute('title', 'You are signed in as Viewer.');
  tap.release('system/info');
  await page.reload();
  await expect(page.getByRole('banner')).toContainText('DEMO');
  await expect(badge).toBeHidden();
});

test('the inspector goes on showing what it is pinned to', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
  await inspector.getByRole('button', { name: 'Pin the inspector' }).click();
  await page.getByRole('gridcell', { name: 'Drum level', exact: true }).click();
  await expect(inspector).toContainText('Steam pressure');
  await page.keyboard.press('Control+i');
  await page.keyboard.press('F4');
  await expect(inspector.getByRole('button', { name: 'Pin the inspector' })).toBeFocused();
  await expect(inspector).toContainText('Steam pressure');
  await page.keyboard.press('Enter');
  await expect(inspector).toContainText('Drum level');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: /tags/i })).toBeFocused();
});

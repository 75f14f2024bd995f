import type { Page } from '@playwright/test';
import { expect, test } from './workstation.ts';

const tabs = (page: Page) => page.getByRole('tablist', { name: /Open tabs/ }).getByRole('tab');

test('check 4: in a browser Alt+W closes a tab, Alt+Shift+W brings it back, and Alt+Page Down shows the next one', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await expect(workstation.row('Boiler 1')).toBeVisible();
  await tabs(page).filter({ hasText: 'Devices' }).dblclick();
  await page.keyboard.press('Alt+Shift+Digit6');
  await expect(tabs(page)).toHaveText(['Devices', 'Writes']);
  await page.keyboard.press('Alt+PageDown');
  await expect(tabs(page).filter({ hasText: 'Devices' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Alt+PageUp');
  await expect(tabs(page).filter({ hasText: 'Writes' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Alt+w');
  await expect(tabs(page)).toHaveText(['Devices']);
  await page.keyboard.press('Alt+Shift+W');
  await expect(tabs(page)).toHaveText(['Devices', 'Writes']);
  expect(workstation.complaints).toEqual([]);
});

test('check 4: the sheet of shortcuts has a key that works in a browser for every one of the desktop app', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await expect(workstation.row('Boiler 1')).toBeVisible();
  await page.keyboard.press('Control+/');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toBeVisible();
  const lines = sheet.locator('tr', { has: page.getByTestId('desktop-keys') });
  // Areas 1 to 5, close, reopen, next and previous tab.
  expect(await lines.count()).toBeGreaterThanOrEqual(9);
  for (const line of await lines.all()) {
    const twin = await line.locator('td > kbd').first().textContent();
    expect(twin, (await line.textContent()) ?? '').toMatch(/^(Alt|Ctrl|Shift|F\d)/);
    // Kept by browsers: not one of them may be the key that works there.
    expect(twin).not.toMatch(/^Ctrl\+([WTN\d]|Tab|Page(Up|Down))$/);
  }
  await expect(sheet.getByRole('row', { name: /^Move from row to row/ })).toBeVisible();
  await expect(sheet.getByRole('row', { name: /^Zoom in, zoom out/ })).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('check 4: AltGr with a key types its character and runs no command', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  const filter = page.getByRole('combobox', { name: 'Filter tags' });
  await filter.focus();
  // On a Spanish keyboard AltGr+2 is “@”: Chromium says Ctrl and Alt are down, and that AltGraph is.
  const prevented = await page.evaluate(() => {
    const stroke = (key: string, code: string): boolean =>
      !document.activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', {
          key,
          code,
          ctrlKey: true,
          altKey: true,
          modifierAltGraph: true,
          bubbles: true,
          cancelable: true,
        }),
      );
    return [stroke('@', 'Digit2'), stroke('k', 'KeyK'), stroke('\\', 'Backquote'), stroke('F8', 'F8')];
  });
  expect(prevented).toEqual([false, false, false, false]);
  await page.keyboard.insertText('@');
  await expect(filter).toHaveValue('@');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(tabs(page)).toHaveText(['Boiler 1 · Tags']);
});

test('Ctrl+F goes to the filter of the page, F4 to the inspector, Ctrl+Shift+A asks where to add the selection', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('combobox', { name: 'Filter tags' })).toBeFocused();
  await page.keyboard.press('F4');
  await expect(page.getByRole('complementary', { name: 'Inspector' }).locator(':focus')).toBeVisible();
  await page.keyboard.press('Control+Shift+A');
  const targets = page.getByRole('dialog', { name: 'Add “steam_pressure” to' });
  await expect(targets.getByRole('option')).toContainText(['The current trend', 'A new trend']);
  await targets.getByRole('combobox').fill('new');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Pens' })).toContainText('Steam pressure');
});

test('what failed elsewhere is said in the corner, stays, and is dismissed by keyboard', async ({ workstation }) => {
  const { page, service } = workstation;
  // Loaded once the page is quiet: a gateway that is gone serves no part of the page.
  const palette = page.waitForResponse(/\/Palette-.*\.js$/);
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
  await palette;
  await service.end('SIGKILL');
  await expect(workstation.status).toContainText('Gateway lost');
  await page.keyboard.press('Control+Shift+A');
  const targets = page.getByRole('dialog', { name: 'Add “steam_pressure” to' });
  await targets.getByRole('combobox').fill('new watch');
  await page.keyboard.press('Enter');
  const toast = page.getByRole('alert').filter({ hasText: 'The tags were not added to a watch table.' });
  await expect(toast).toBeVisible();
  // What is done leaves after 6 s; what failed does not.
  await page.waitForTimeout(7_000);
  await expect(toast).toBeVisible();
  await toast.getByRole('button', { name: 'Dismiss' }).focus();
  await page.keyboard.press('Enter');
  await expect(toast).toHaveCount(0);
  await service.start();
});

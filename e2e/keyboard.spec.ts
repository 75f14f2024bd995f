import type { Page } from '@playwright/test';
import { expect, test, type Workstation } from './workstation.ts';

const tabs = (page: Page) => page.getByRole('tablist', { name: /Open tabs/ }).getByRole('tab');

test('in a browser Alt+W closes a tab, Alt+Shift+W brings it back, and Alt+Page Down shows the next one', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await expect(workstation.row('Boiler 1')).toBeVisible();
  await tabs(page).filter({ hasText: 'Devices' }).dblclick();
  await page.keyboard.press('Alt+Shift+Digit3');
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

test('the sheet of shortcuts has a key that works in a browser for every one of the desktop app', async ({
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

test('AltGr with a key types its character and runs no command', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  const filter = page.getByRole('textbox', { name: 'Filter tags' });
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
  await expect(page.getByRole('textbox', { name: 'Filter tags' })).toBeFocused();
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
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
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

for (const path of ['welcome', 'devices', 'device/boiler-1/tags', 'writes', 'diagnostics', 'settings'] as const) {
  test(`everything on the page ${path} is reached by keyboard`, async ({ workstation }) => {
    await workstation.open(`/w/${path}`);
    await expect(workstation.status).toContainText('Dev 3/3');
    await expect(workstation.page.getByText('Loading the page…')).toHaveCount(0);
    expect(await notReached(workstation)).toEqual([]);
  });
}

/** What can be clicked and is reached neither by Tab nor by the arrow keys of the one tab stop of its group. */
async function notReached({ page }: Workstation): Promise<readonly string[]> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const reached = new Set<string>();
  // Marks each element that gets the focus; ends when the focus has left the page, or is where it was.
  for (let press = 0; press < 300; press++) {
    await page.keyboard.press('Tab');
    const mark = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      const known = focused.getAttribute('data-reached');
      if (known === null)
        focused.setAttribute('data-reached', String(document.querySelectorAll('[data-reached]').length));
      return known;
    });
    if (mark !== null) break;
    reached.add(String(press));
  }
  expect(reached.size).toBeGreaterThan(5);
  return page.evaluate(() => {
    const inGroup =
      '[role="tablist"], [role="grid"], [role="tree"], [role="toolbar"], [role="radiogroup"], [role="menu"]';
    const clickable =
      'button, input, select, textarea, a[href], summary, [role="button"], [role="tab"], [role="treeitem"]';
    return (
      [...document.querySelectorAll<HTMLElement>(clickable)]
        .filter(
          (element) =>
            element.checkVisibility() && !element.matches(':disabled, [aria-hidden="true"], [aria-hidden="true"] *'),
        )
        .filter((element) => !element.hasAttribute('data-reached'))
        // Inside a group arrows move, where the group itself or one of its members is a tab stop.
        .filter((element) => {
          const group = element.closest(inGroup);
          return !group || !(group.hasAttribute('data-reached') || group.querySelector('[data-reached]'));
        })
        // Of the radio buttons with one name, the chosen one is the tab stop.
        .filter((element) => {
          const name = element.matches('input[type="radio"]') ? element.getAttribute('name') : null;
          return name === null || !document.querySelector(`input[name="${name}"][data-reached]`);
        })
        .map((element) => element.outerHTML.slice(0, 160))
    );
  });
}

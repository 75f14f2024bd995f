import type { Page } from '@playwright/test';
import { expect, test } from './workstation.ts';

const region = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? '');

const outlinePx = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
    return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
  });

/** Whether the page let the browser have the last F6. */
const watchF6 = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.addEventListener('keydown', (event) => {
      if (event.key === 'F6') document.documentElement.dataset['f6'] = event.defaultPrevented ? 'taken' : 'left';
    });
  });
const lastF6 = (page: Page): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset['f6']);

test('check 2: F6 walks the regions in order, shows where the focus is, and leaves to the browser', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await expect(workstation.row('Boiler 1')).toBeVisible();
  await page.getByRole('button', { name: 'Show the panel' }).click();
  await expect(page.getByRole('tab', { name: /^Problems/ })).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await watchF6(page);
  const order = ['activity', 'explorer', 'editor', 'inspector', 'panel', 'status'];
  for (const key of ['F6', 'Shift+F6']) {
    const visited: string[] = [];
    for (let press = 0; press < order.length; press++) {
      await page.keyboard.press(key);
      visited.push(await region(page));
      expect(await outlinePx(page), visited.at(-1)).toBeGreaterThanOrEqual(2);
      expect(await lastF6(page)).toBe('taken');
    }
    expect(visited).toEqual(key === 'F6' ? order : order.toReversed());
    await page.keyboard.press(key);
    expect(await lastF6(page)).toBe('left');
    expect(await region(page)).toBe('');
  }
});

test('F6 passes over regions that are hidden, and Esc in a side region goes back to the editor', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await workstation.row('Boiler 1').click();
  await page.keyboard.press('Control+i');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeHidden();
  await page.keyboard.press('F6');
  expect(await region(page)).toBe('status');
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Shift+F6');
  expect(await region(page)).toBe('explorer');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Devices' })).toBeFocused();
  await page.getByRole('button', { name: 'Show the panel' }).click();
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.keyboard.press('Escape');
  expect(await region(page)).toBe('editor');
});

test('keys never lose their place: the next tab has the focus that the one before had', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  const tree = page.getByRole('tree', { name: 'Devices by area' });
  await tree.getByRole('treeitem', { name: 'Boiler 1' }).dblclick();
  await tree.getByRole('treeitem', { name: 'Power meter 1' }).click();
  const grid = page.getByRole('main').getByRole('grid');
  await grid.focus();
  await page.keyboard.press('Alt+PageUp');
  await expect(page.getByRole('main').getByRole('tab', { selected: true })).toContainText('Boiler 1');
  await expect(grid).toBeFocused();
  await page.keyboard.press('Alt+w');
  await expect(page.getByRole('main').getByRole('tab')).toHaveText([/Power meter 1/]);
  await expect(grid).toBeFocused();
});

test('a page without a table keeps the focus for the one behind it, and a table that comes late gets it', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/welcome');
  const main = page.getByRole('main');
  await main.getByRole('tab', { name: 'Welcome' }).dblclick();
  const tree = page.getByRole('tree', { name: 'Devices by area' });
  await tree.getByRole('treeitem', { name: 'Boiler 1' }).dblclick();
  await main.getByRole('grid').focus();
  await page.keyboard.press('Alt+PageUp');
  await expect(main.getByRole('tab', { selected: true })).toContainText('Welcome');
  await expect(main.getByRole('tabpanel')).toBeFocused();
  await page.keyboard.press('Alt+PageDown');
  await expect(main.getByRole('grid')).toBeFocused();
  await page.keyboard.press('Alt+PageUp');
  await expect(main.getByRole('tab', { selected: true })).toContainText('Welcome');

  const held = Promise.withResolvers<void>();
  await page.route(/\/TagTable-[^/]+\.js/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.reload();
  await main.getByRole('tabpanel').focus();
  await page.keyboard.press('Alt+PageDown');
  await expect(main.getByRole('tab', { selected: true })).toContainText('Boiler 1');
  await expect(main.getByRole('tabpanel')).toBeFocused();
  await expect(main.getByRole('grid')).toHaveCount(0);
  held.resolve();
  await expect(main.getByRole('grid')).toBeFocused();
});

test('the words of the areas stand clear of the edges of their bar, and may be left out', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/system');
  const areas = page.getByRole('navigation', { name: 'Areas' });
  await areas.getByRole('button', { name: 'Commissioning' }).click();
  await expect(page.getByRole('region', { name: 'Explorer' })).toContainText('Watch tables');
  const margins = await areas.evaluate(async (bar) => {
    // Until its font is there a word is drawn in another, of another width.
    await document.fonts.ready;
    const edge = bar.getBoundingClientRect();
    return [...bar.querySelectorAll('.activity-label')].map((label) => {
      const { left, right } = label.getBoundingClientRect();
      return Math.min(left - edge.left, edge.right - right);
    });
  });
  expect(margins).toHaveLength(12);
  expect(Math.min(...margins)).toBeGreaterThanOrEqual(4);
  await areas.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Icons only' }).click();
  expect((await areas.boundingBox())!.width).toBe(48);
  await areas.getByRole('button', { name: 'Commissioning' }).click();
  await expect(page.getByRole('region', { name: 'Explorer' })).toBeHidden();
  await page.reload();
  expect((await areas.boundingBox())!.width).toBe(48);
});

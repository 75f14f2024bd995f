import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './workstation.ts';

test('check 5: clicks in the tree leave one preview, a double click keeps it, and a reload brings everything back', async ({
  workstation,
}) => {
  const { page } = workstation;
  await page.setViewportSize({ width: 1_440, height: 480 });
  await workstation.open('/w/welcome');
  const tree = page.getByRole('tree', { name: 'Devices by area' });
  const names = ['Boiler 1', 'Power meter 1', 'Cooling pumps'];
  for (let click = 0; click < 10; click++) {
    await tree.getByRole('treeitem', { name: names[click % names.length]! }).click();
  }
  const tabs = page.getByRole('main').getByRole('tab');
  const isItalic = (name: string): Promise<boolean> =>
    tabs.filter({ hasText: name }).evaluate((tab) => getComputedStyle(tab).fontStyle === 'italic');
  await expect(tabs).toHaveText([/Boiler 1/]);
  expect(await isItalic('Boiler 1')).toBe(true);
  await tree.getByRole('treeitem', { name: 'Boiler 1' }).dblclick();
  await expect.poll(() => isItalic('Boiler 1')).toBe(false);
  await tree.getByRole('treeitem', { name: 'Cooling pumps' }).click();
  await expect(tabs).toHaveText([/Boiler 1/, /Cooling pumps/]);

  // Split, and make the left side wider than it was, by keyboard.
  await tabs.filter({ hasText: 'Cooling pumps' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Split right' }).click();
  const left = page.getByRole('region', { name: 'Group 1 of 2' });
  const right = page.getByRole('region', { name: 'Group 2 of 2' });
  await expect(left.getByRole('tab')).toHaveText([/Boiler 1/]);
  await expect(right.getByRole('tab')).toHaveText([/Cooling pumps/]);
  const edge = page.getByRole('separator', { name: 'Width of the left groups' });
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await expect(edge).toHaveAttribute('aria-valuenow', '55');
  const grid = left.getByRole('grid');
  await grid.evaluate((element) => {
    element.scrollTop = 112;
  });
  // Its place is kept when the scrolling has come to rest.
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('nexus.layout') ?? ''))
    .toContain('"device/boiler-1/tags":112');
  const width = (await left.boundingBox())!.width;
  await page.reload();
  await expect(left.getByRole('tab')).toHaveText([/Boiler 1/]);
  await expect(right.getByRole('tab')).toHaveText([/Cooling pumps/]);
  await expect(left.getByRole('gridcell', { name: 'Steam pressure', exact: true })).toHaveCount(1);
  await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(112);
  expect((await left.boundingBox())!.width).toBeCloseTo(width, 0);
  expect(await isItalic('Cooling pumps')).toBe(false);
  expect(workstation.complaints).toEqual([]);
});

test('check 5: the address follows the active tab, back and forward work, and a pasted one opens only that page', async ({
  workstation,
  browser,
}) => {
  const { page, service } = workstation;
  await workstation.open('/w/devices');
  await page.getByRole('treeitem', { name: 'Boiler 1' }).click();
  await expect(page).toHaveURL(/\/w\/device\/boiler-1\/tags$/);
  await page.getByRole('treeitem', { name: 'Power meter 1' }).click();
  await expect(page).toHaveURL(/\/w\/device\/meter-1\/tags$/);
  await page.goBack();
  await expect(page.getByRole('main').getByRole('tab', { selected: true })).toContainText('Boiler 1');
  await page.goForward();
  await expect(page.getByRole('main').getByRole('tab', { selected: true })).toContainText('Power meter 1');
  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(`${service.address}${new URL(page.url()).pathname}`);
  await expect(other.getByRole('main').getByRole('tab')).toHaveText([/Power meter 1 · Tags/]);
  await expect(other.getByRole('gridcell').first()).toBeVisible();
  await fresh.close();
});

test('a tab is pinned, moved between groups and brought back by its menu, without dragging', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  const tabs = page.getByRole('main').getByRole('tab');
  const menu = async (tab: string, item: string): Promise<void> => {
    await tabs.filter({ hasText: tab }).focus();
    await page.keyboard.press('Shift+F10');
    // Behind its words stand the keys that do the same.
    await page.getByRole('menuitem', { name: new RegExp(`^${item} ?(Alt|Ctrl|$)`) }).click();
  };
  await menu('Devices', 'Keep open');
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('button', { name: 'Writes' }).click();
  await menu('Writes', 'Pin');
  await expect(tabs).toHaveText(['Writes', 'Devices']);
  await tabs.filter({ hasText: 'Writes' }).click({ button: 'middle' });
  await expect(tabs).toHaveCount(2);
  await menu('Devices', 'Split down');
  const lower = page.getByRole('region', { name: 'Group 2 of 2' });
  await expect(lower.getByRole('tab')).toHaveText(['Devices']);
  await menu('Writes', 'Move to other group');
  await expect(page.getByRole('region', { name: /^Group/ })).toHaveCount(0);
  await expect(tabs).toHaveText(['Writes', 'Devices']);
  await menu('Devices', 'Close');
  await expect(tabs).toHaveText(['Writes']);
  await menu('Writes', 'Reopen closed tab');
  await expect(tabs).toHaveText(['Writes', 'Devices']);
  // The same by dragging: to the right edge of the page, which makes a group there.
  const box = (await page.locator('.editor-page').boundingBox())!;
  await tabs.filter({ hasText: 'Writes' }).dragTo(page.locator('.editor-page'), {
    targetPosition: { x: box.width - 20, y: box.height / 2 },
  });
  await expect(page.getByRole('region', { name: 'Group 2 of 2' }).getByRole('tab')).toHaveText(['Writes']);
});

test('a region is made larger and smaller by dragging its edge', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  const drag = async (name: string, byX: number, byY: number): Promise<void> => {
    const box = (await page.getByRole('separator', { name }).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + byX, y + byY, { steps: 5 });
    await page.mouse.up();
  };
  const size = async (role: 'region' | 'complementary', name: string): Promise<readonly number[]> => {
    const { width, height } = (await page.getByRole(role, { name }).boundingBox())!;
    return [Math.round(width), Math.round(height)];
  };
  await drag('Width of the explorer', 60, 0);
  expect((await size('region', 'Explorer'))[0]).toBe(300);
  await drag('Width of the inspector', 400, 0);
  expect((await size('complementary', 'Inspector'))[0]).toBe(260);
  await page.keyboard.press('Control+j');
  await drag('Height of the panel', 0, -80);
  expect((await size('region', 'Panel'))[1]).toBe(300);
  await page.keyboard.press('Control+\\');
  const [before] = await size('region', 'Group 1 of 2');
  await drag('Width of the left groups', -100, 0);
  expect((await size('region', 'Group 1 of 2'))[0]).toBeCloseTo(before! - 100, -1);
});

test('check 39: a pause stops every text under the editor and the inspector, says so, and ends by its button', async ({
  workstation,
}) => {
  const { page } = workstation;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await workstation.open('/w/device/boiler-1/tags');
  await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  const changes = (forMs: number): Promise<number> =>
    page.evaluate(async (ms) => {
      let count = 0;
      const observer = new MutationObserver((records) => {
        count += records.length;
      });
      for (const region of document.querySelectorAll('[data-region="editor"], [data-region="inspector"]')) {
        observer.observe(region, { subtree: true, childList: true, characterData: true });
      }
      await new Promise((done) => setTimeout(done, ms));
      observer.disconnect();
      return count;
    }, forMs);
  expect(await changes(2_000)).toBeGreaterThan(0);
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByText(/Live updates paused at \d\d:\d\d:\d\d/)).toBeVisible();
  await expect(workstation.status).toContainText(/Paused 00:0\d/);
  expect(await changes(5_000)).toBe(0);
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => Number(one.effect?.getComputedTiming().duration ?? 0) > 0)
      .map((one) => one.playState),
  );
  expect(moving).toEqual([]);
  await page.getByRole('button', { name: /^Resume/ }).click();
  await expect(page.getByText(/Live updates paused/)).toBeHidden();
  expect(await changes(2_000)).toBeGreaterThan(0);
});

test('on a narrow page there is one column, the areas stand below, and nothing is lost', async ({ workstation }) => {
  const { page } = workstation;
  // A window of 1280 px at 200 %.
  await page.setViewportSize({ width: 640, height: 512 });
  await workstation.open('/w/device/boiler-1/tags');
  await expect(page.getByText('Open on a screen at least 1024 px wide to edit tags.')).toBeVisible();
  await expect(workstation.row('Steam pressure')).toContainText(/\d\.\d\d/);
  const bar = page.getByRole('navigation', { name: 'Areas' });
  const box = (await bar.boundingBox())!;
  expect(box.width).toBe(640);
  expect(box.y + box.height).toBe(512);
  await bar.getByRole('button', { name: 'Devices' }).click();
  await page.getByRole('treeitem', { name: 'Power meter 1' }).click();
  await expect(page.getByRole('tree')).toBeHidden();
  await expect(page.getByRole('main').getByRole('tab', { selected: true })).toContainText('Power meter 1');
  await page.getByRole('gridcell').first().click();
  await page.getByRole('button', { name: 'Show the inspector' }).click();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isWide).toBe(false);
});

test('a narrow page shows the tabs of all groups in one row, and a wide one has its groups back', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await page.keyboard.press('Control+\\');
  await page.getByRole('treeitem', { name: 'Power meter 1' }).click();
  await page.setViewportSize({ width: 900, height: 700 });
  const main = page.getByRole('main');
  await expect(main.getByRole('tab')).toHaveText([/Boiler 1/, /Power meter 1/]);
  await expect(main.getByRole('tabpanel')).toHaveCount(1);
  await main.getByRole('tab', { name: /Boiler 1/ }).click();
  await expect(workstation.row('Steam pressure')).toBeVisible();
  await page.setViewportSize({ width: 1_440, height: 900 });
  await expect(main.getByRole('tabpanel')).toHaveCount(2);
});

test('a layout stored in another form costs what it does not share with this one, and no more', async ({
  workstation,
}) => {
  const { page } = workstation;
  const stored = [
    '{"tabs":[{"path":"writes","kept":true}],"active":"writes","area":"trends","explorer":"shown","explorerPx":300}',
    '{"editors":{"columns":[],"focused":1},"explorerPx":9000}',
    '[]',
    'nonsense',
  ];
  const widths: number[] = [];
  for (const text of stored) {
    await workstation.open('/w/devices');
    await page.evaluate((layout) => localStorage.setItem('nexus.layout', layout), text);
    await workstation.open('/w/welcome');
    await expect(page.getByRole('main').getByRole('tab')).toHaveText(['Welcome']);
    widths.push(Math.round((await page.getByRole('region', { name: 'Explorer' }).boundingBox())!.width));
  }
  expect(widths).toEqual([300, 240, 240, 240]);
  expect(workstation.complaints).toEqual([]);
});

for (const theme of ['light', 'dark'] as const) {
  test(`four groups, the panel and a narrow page break no rule of WCAG 2.2 AA in the ${theme} theme`, async ({
    workstation,
  }) => {
    const { page } = workstation;
    const axe = async (): Promise<readonly string[]> => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
    };
    await page.emulateMedia({ colorScheme: theme });
    await workstation.open('/w/device/boiler-1/tags');
    const tree = page.getByRole('tree', { name: 'Devices by area' });
    await page.keyboard.press('Control+\\');
    await tree.getByRole('treeitem', { name: 'Power meter 1' }).click();
    await page.keyboard.press('Control+\\');
    const areas = page.getByRole('navigation', { name: 'Areas' });
    for (const [tab, next] of [
      ['Power meter 1', 'Diagnostics'],
      ['Boiler 1', 'Writes'],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Split down' }).click();
      await areas.getByRole('button', { name: next }).click();
    }
    await expect(page.getByRole('region', { name: 'Group 4 of 4' })).toBeVisible();
    await page.keyboard.press('Control+j');
    await page.getByRole('tab', { name: 'Log' }).click();
    await expect(workstation.row('Steam pressure')).toContainText('Good');
    expect(await axe()).toEqual([]);
    await page.setViewportSize({ width: 640, height: 800 });
    await expect(areas).toBeVisible();
    expect(await axe()).toEqual([]);
    expect(workstation.complaints).toEqual([]);
  });
}

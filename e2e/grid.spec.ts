import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './workstation.ts';

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Tags of boiler-1' });
const head = (page: Page, id: string): Locator => page.locator(`[data-head="${id}"]`);
const columnTexts = (page: Page, id: string): Promise<string[]> =>
  page.locator(`.data-grid-row [data-column="${id}"]`).allTextContents();
const titles = (page: Page): Promise<string[]> => page.locator('[data-head]').allTextContents();
const count = (page: Page): Locator => page.locator('[data-count]');

test('a list is filtered, sorted and arranged by pointer and by keyboard, and is so again after a reload', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');

  // Fields are offered, chosen by keyboard, and faults say what fits.
  await page.keyboard.press('Control+f');
  const filter = page.getByRole('combobox', { name: 'Filter tags' });
  await expect(filter).toBeFocused();
  await page.keyboard.type('typ');
  await expect(page.getByRole('option', { name: /^type:/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('float32');
  await expect(filter).toHaveValue('type:float32');
  // Rows and count come with one frame, which may be the next one.
  await expect(async () => {
    const floats = await page.locator('.data-grid-row').count();
    expect(floats).toBeGreaterThan(0);
    expect(await count(page).textContent()).toBe(`${floats} of 18`);
  }).toPass();
  expect(new Set(await columnTexts(page, 'type'))).toEqual(new Set(['FLOAT32']));
  // Feed water swings up to 101, steam temperature down to 168.
  await page.keyboard.type(' value>150 age>5');
  await expect(page.getByText('“age>5”: 5 is not a duration. Try age>5s.')).toBeVisible();
  await expect(page.locator('.data-grid-row')).toHaveText([/Steam temperature/]);
  await page.keyboard.press('Escape');
  await expect(filter).toHaveValue('');
  await expect(count(page)).toHaveText('18 of 18');

  // Sorted by name, by keyboard, then also by type; off again.
  await page.locator('.data-grid-row [data-column="name"]').first().click();
  await page.keyboard.press('ArrowUp');
  await expect(head(page, 'name')).toBeFocused();
  await page.keyboard.press('Enter');
  const names = (await columnTexts(page, 'name')).map((name) => name.toLowerCase());
  await expect
    .poll(() => columnTexts(page, 'name'))
    .toEqual(names.toSorted().map((name) => expect.stringMatching(new RegExp(`^${name}$`, 'i'))));
  await expect(page.getByRole('columnheader', { name: /^Name/ })).toHaveAttribute('aria-sort', 'ascending');
  await head(page, 'type').click({ modifiers: ['Shift'] });
  await expect(head(page, 'type')).toContainText('2');
  await head(page, 'type').click();
  await expect.poll(() => columnTexts(page, 'type').then((types) => types[0])).toBe('BITS');

  // The menu of a header, moved, widened and hidden without a pointer.
  await head(page, 'unit').focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(head(page, 'unit')).toBeFocused();
  const before = await titles(page);
  expect(before.indexOf('Unit')).toBe(before.indexOf('EU hi') - 1);
  const widthOf = async (): Promise<number> => (await head(page, 'unit').boundingBox())?.width ?? 0;
  const narrow = await widthOf();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(widthOf).toBe(narrow + 8);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByRole('menu', { name: 'Column EU hi' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Hide' }).click();
  await expect(head(page, 'euHigh')).toHaveCount(0);

  // By pointer: drawn wider, and dropped in front of another one.
  const edge = page.locator('.data-grid-header [data-column="address"] .grid-head-edge');
  const { x, y } = (await edge.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(x + 3, y + 10);
  await page.mouse.down();
  await page.mouse.move(x + 63, y + 10, { steps: 4 });
  await page.mouse.up();
  const address = await head(page, 'address').boundingBox();
  expect(address?.width).toBeGreaterThan(130);
  await head(page, 'order').dragTo(head(page, 'address'), { targetPosition: { x: 8, y: 8 } });
  await expect.poll(() => titles(page).then((all) => all.indexOf('Order') < all.indexOf('Address'))).toBe(true);
  await expect(page.getByRole('columnheader', { name: /^Type/ })).toHaveAttribute('aria-sort', 'ascending');

  // A view keeps all of it under a name.
  await filter.fill('unit:bar|%');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Bars');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'As it is at first' }).click();
  await expect(head(page, 'euHigh')).toHaveCount(1);
  await expect(filter).toHaveValue('');
  await page.reload();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'Bars', exact: true }).click();
  await expect(filter).toHaveValue('unit:bar|%');
  await expect(head(page, 'euHigh')).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: /^Type/ })).toHaveAttribute('aria-sort', 'ascending');
  expect(workstation.complaints).toEqual([]);
});

test('live rows stand still while somebody works in them', async ({ workstation }) => {
  const { page } = workstation;
  // Its voltages are of one height and each changes: their order does too, with nearly every reading.
  await workstation.open('/w/device/meter-1/tags');
  await expect(workstation.row('Voltage L1')).toContainText('Good');
  await workstation.row('Voltage L1').click();
  await head(page, 'value').click();
  await expect(page.getByRole('columnheader', { name: /^Value/ })).toHaveAttribute('aria-sort', 'ascending');
  await expect(page.locator('.grid-foot')).toContainText(/Sort frozen, \d+ rows? would move/, { timeout: 20_000 });
  const order = await columnTexts(page, 'name');
  await page.waitForTimeout(2_500);
  expect(await columnTexts(page, 'name')).toEqual(order);
  await head(page, 'value').click();
  await head(page, 'value').click();
  await expect(page.getByRole('columnheader', { name: /^Value/ })).not.toHaveAttribute('aria-sort');
  expect(workstation.complaints).toEqual([]);
});

test('cells are summed, and Space shows more of a row', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  await page.locator('.data-grid-row [data-column="euHigh"]').nth(1).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.locator('[data-summary]')).toHaveText('3 rows · sum 770 · avg 256.667');

  await workstation.row('Burner load').locator('[data-column="name"]').click();
  await page.keyboard.press('Space');
  const card = page.locator('.grid-peek');
  await expect(card).toContainText('Burner load');
  await expect(card).toContainText(/\d+\.\d ?%/);
  await page.keyboard.press('ArrowDown');
  await expect(card).toContainText('Pressure setpoint');
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(grid(page)).toBeFocused();
  expect(workstation.complaints).toEqual([]);
});

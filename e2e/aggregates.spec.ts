import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { expect, type PlantDevice, test } from './plant.ts';
import { TrendPage } from './trend-page.ts';

/** A device whose level is 10 and 30 by turns, so that what is made of it is known. */
let reads = 0;
const device: PlantDevice = {
  file: {
    id: 'tank',
    name: 'Tank',
    tags: [
      {
        id: 'level',
        name: 'Level',
        address: '40001',
        data_type: 'float32',
        unit: 'bar',
        aggregates: [{ window: '1s', functions: ['avg', 'max'] }],
      },
      { id: 'other', name: 'Other', address: '40003', data_type: 'float32' },
    ],
  },
  value: () => (++reads % 4 < 2 ? 10 : 30),
};
test.use({ plantDevices: [[device], { scope: 'test' }] });

test('the average of each second stands below its tag, is plotted like any tag, and is changed by its tag alone', async ({
  workstation,
}) => {
  const { page } = workstation;
  await page.addInitScript(() => {
    const shown = ['name', 'address', 'aggregates', 'value', 'quality'];
    if (localStorage.getItem('nexus.gridViews') === null)
      localStorage.setItem('nexus.gridViews', JSON.stringify({ tags: { layout: { shown } } }));
  });
  await workstation.open('/w/device/tank/tags');
  const names = page.getByRole('row').filter({ hasText: /Level|Other|1 s/ });
  await expect(names).toHaveText([/Level/, /avg 1 s/, /max 1 s/, /Other/]);
  const average = workstation.row('avg 1 s');
  await expect(average).toContainText(/[12]\d\.?\d* ?(bar)?/, { timeout: 20_000 });
  await expect(average).toContainText('Good');
  await expect(workstation.row('max 1 s')).toContainText('30');
  await expectNoBreach(page);
  await expectPlainWords(page);

  await page.getByRole('gridcell', { name: 'avg 1 s', exact: true }).click();
  await expect(page.getByRole('button', { name: 'level', exact: true })).toBeVisible();
  // There is nothing of it in the file to be changed.
  await page.keyboard.press('F2');
  await expect(page.getByRole('grid').getByRole('textbox')).toHaveCount(0);
  await page.keyboard.press('Control+Delete');
  await expect(page.getByRole('button', { name: /^Apply/ })).toHaveCount(0);

  await page.getByRole('gridcell', { name: '1s avg max', exact: true }).dblclick();
  await page.getByRole('grid').getByRole('textbox').fill('1s count');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Apply/ }).click();
  await expect(names).toHaveText([/Level/, /count 1 s/, /Other/], { timeout: 20_000 });
});

test('the average of each second is drawn in a trend', async ({ workstation }) => {
  const trend = new TrendPage(workstation);
  await trend.open(60_000, [['tank', 'level.1s.avg']]);
  const drawn = async (): Promise<number> => (await trend.ink(1)).filter((column) => column !== undefined).length;
  await expect.poll(drawn, { timeout: 20_000 }).toBeGreaterThan(20);
  const rows = (await trend.exported()).filter(({ quality }) => quality >= 192);
  expect(rows.length).toBeGreaterThan(1);
  for (const { timeMs, value } of rows) {
    expect(timeMs % 1_000).toBe(0);
    expect(value).toBeGreaterThan(10);
    expect(value).toBeLessThan(30);
  }
});

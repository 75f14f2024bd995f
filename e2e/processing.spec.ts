import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { expect, test } from './plant.ts';

/** `flow` stands at a quarter of its raw range; `level` at 50. */
test.use({
  plantDevices: [
    {
      file: {
        id: 'tank',
        name: 'Tank',
        tags: [
          {
            id: 'flow',
            name: 'Flow',
            address: 'holding:1:uint16',
            raw_low: 0,
            raw_high: 20_000,
            eu_low: 0,
            eu_high: 120,
            unit: 'm3/h',
          },
          { id: 'level', name: 'Level', address: 'holding:2:uint16', unit: '%' },
        ],
      },
      value: (tag) => (tag === 'flow' ? 5_000 : 50),
    },
  ],
});

test('a rule for topics is added in the page, and what breaks it is counted and named', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/rules');
  await expect(page.getByText('No quality rules yet.')).toBeVisible();
  await expectNoBreach(page);
  await page.getByRole('button', { name: 'Add rule for topics' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule for topics' });
  await dialog.getByRole('combobox', { name: /^Topic/ }).fill('test/#/tank');
  await expect(dialog).toContainText('has “#” before its end');
  await dialog.getByRole('combobox', { name: /^Topic/ }).fill('test/plant/+/level');
  await expect(dialog).toContainText('Matches 1 number tag.');
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(dialog).toContainText('The check “range” needs low or high. Add it.');
  await dialog.getByRole('textbox', { name: 'High' }).fill('40');
  await dialog.getByRole('radio', { name: 'Alert' }).check();
  await expect(dialog).toContainText('Above 40: its point stays as it is, and Problems names the tag.');
  await expectNoBreach(page);
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('dialog', { name: /^Review/ })).toContainText('test/plant/+/level: Above 40');
  await page
    .getByRole('dialog', { name: /^Review/ })
    .getByRole('button', { name: 'Apply' })
    .click();
  const rule = page.getByRole('row', { name: /Above 40/ });
  await expect(rule).toContainText('Level 50 %', { timeout: 20_000 });
  await expect(rule.getByRole('gridcell').nth(5)).toHaveText(/^[1-9]/);
  await expectNoBreach(page);
  await expectPlainWords(page);

  await page.keyboard.press('Control+j');
  await page.getByRole('row', { name: /50 is above 40, the highest of its quality rule/ }).dblclick();
  await expect(page.getByRole('textbox', { name: 'Filter rules' })).toHaveValue('tank level');
  await rule.click();
  await page.getByRole('button', { name: 'More ▾' }).click();
  await page.getByRole('menuitem', { name: 'Show its tags…' }).click();
  const tags = page.getByRole('dialog', { name: /^Tags of/ });
  await expect(tags.getByRole('row', { name: /^Level/ })).toContainText(/[1-9]/);
  await expectNoBreach(page);
  await tags.getByRole('button', { name: 'Level' }).click();
  await expect(page.getByRole('grid', { name: 'Tags of tank' })).toBeVisible();
  expect(workstation.complaints).toEqual([]);
});

test('a square root is set in the editor of a tag, which shows what it makes of the value of now', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/tank/tags');
  await expect(workstation.row('Flow')).toContainText('30.0');
  await page.getByRole('gridcell', { name: 'Flow', exact: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Edit processing…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Processing of Flow' });
  const preview = dialog.getByRole('group', { name: 'Preview of the scale' });
  await expect(preview).toContainText('0 … 20\u2009000 → 0 … 120 m³/h');
  await expect(preview).toContainText('Now 5\u2009000 → 30 m³/h');
  await dialog.getByRole('radio', { name: 'Square root' }).check();
  await expect(preview).toContainText('Now 5\u2009000 → 60 m³/h');
  await expect(preview.getByRole('img', { name: 'Value over the raw range' })).toBeVisible();
  await dialog.getByRole('combobox', { name: /^Unit on the device/ }).fill('barr');
  await expect(dialog.getByText('Did you mean “bar”?')).toBeVisible();
  await dialog.getByRole('combobox', { name: /^Unit on the device/ }).fill('l/min');
  await expect(dialog.getByText('1 L/min = 0.06 m³/h')).toBeVisible();
  await dialog.getByRole('combobox', { name: /^Unit on the device/ }).fill('');
  await dialog.getByRole('radio', { name: 'Swinging door' }).check();
  await dialog.getByRole('textbox', { name: /^Swinging door/ }).fill('0.5');
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(dialog.getByText('Heartbeat is empty. Enter one.')).toBeVisible();
  await dialog.getByRole('textbox', { name: /^Heartbeat/ }).fill('1s');
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await dialog.getByRole('textbox', { name: 'High', exact: true }).fill('50');
  await expect(dialog.getByText('Above 50 m³/h: its point says that it is uncertain, and why.')).toBeVisible();
  await expectNoBreach(page);
  await expectPlainWords(page);
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Edits that are not applied' })).toContainText('1 edited');
  await page.keyboard.press('Control+s');
  await expect(workstation.row('Flow')).toContainText('60.0', { timeout: 20_000 });
  await expect(workstation.row('Flow')).toContainText('Uncertain');
  expect(workstation.complaints).toEqual([]);
});

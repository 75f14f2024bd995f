import { readFileSync } from 'node:fs';
import { expectNoBreach } from './accessibility.ts';
import { expect, type PlantDevice, test } from './plant.ts';

/** What the technician sets at the terminals. */
const field = { pressure: 0, pump: 0 };
const DEVICE: PlantDevice = {
  file: {
    id: 'boiler-1',
    name: 'Boiler-1',
    tags: [
      {
        ...{
          id: 'pt-102',
          name: 'PT-102',
          address: '40001',
          data_type: 'float32',
          unit: 'bar',
          eu_low: 0,
          eu_high: 10,
        },
      },
      { id: 'pump', name: 'Pump A', address: '10001', data_type: 'bool', enum: { 0: 'Stopped', 1: 'Running' } },
    ],
  },
  value: (tag) => (tag === 'pump' ? field.pump : field.pressure),
};
test.use({ plantDevices: [DEVICE] });

test('check 28: somebody new makes a sheet, checks two loops, signs them, and hands the report over', async ({
  plant,
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /Commissioning/ })
    .click();
  await page.getByRole('button', { name: 'Generate from tags…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate loop checks from tags' });
  await dialog.getByRole('textbox', { name: 'Tolerance, % of span' }).fill('0');
  await expect(dialog.getByRole('status')).toHaveText('2 loops: 1 AI, 1 DI.');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(dialog.getByRole('alert')).toHaveText(
    'A tolerance of 0 % would fail every analogue loop. Use 0.1 % or more.',
  );
  await dialog.getByRole('textbox', { name: 'Tolerance, % of span' }).fill('0,5');
  await dialog.getByRole('combobox', { name: 'Points' }).selectOption('three');
  await dialog.getByRole('button', { name: 'Generate' }).click();

  const loops = page.getByRole('listbox', { name: 'Loops of Loop checks 1' });
  const steps = (loop: string) => page.getByRole('table', { name: `Steps of ${loop}` }).getByRole('row');
  await expect(page.getByText('2 loops: 0 pass · 0 fail · 2 open')).toBeVisible();
  await page.getByRole('textbox', { name: 'Sign as' }).fill('J. Doe');
  await loops.getByRole('option', { name: /PT-102/ }).click();
  await page.getByRole('button', { name: 'Edit loop…' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit loop PT-102' });
  await edit.getByRole('textbox', { name: 'Alarms to be seen' }).fill('H');
  await page.keyboard.press('Enter');
  await expect(edit.getByRole('alert')).toContainText('Alarm “H” has no side and limit.');
  await edit.getByRole('textbox', { name: 'Alarms to be seen' }).fill('H 9');
  await page.keyboard.press('Enter');
  await expect(steps('PT-102')).toHaveCount(5);
  await page.getByRole('button', { name: 'Assign…' }).click();
  await page.getByRole('combobox', { name: 'To' }).fill('M. Roe');
  await page.keyboard.press('Enter');
  await expect(loops.getByRole('option', { name: /PT-102/ })).toContainText('M. Roe');
  await loops.focus();
  // One key each point while the technician injects; the last is off, and passes when he has set it right.
  await page.keyboard.press('Space');
  await expect(steps('PT-102').nth(1)).toContainText('Pass');
  field.pressure = 5.02;
  await expect(page.locator('.loop-live')).toContainText('5.02');
  await page.keyboard.press('Space');
  await expect(steps('PT-102').nth(2)).toContainText('0.20 %');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.loop-pane').getByRole('alert')).toHaveText(
    '100 % has no capture. Capture it, or sign as Fail.',
  );
  // By itself, as soon as the value stands still where it should be.
  await page.getByRole('combobox', { name: 'When it is captured' }).selectOption('2');
  field.pressure = 10;
  await expect(steps('PT-102').nth(3)).toContainText('Pass', { timeout: 15_000 });
  await loops.focus();
  await page.keyboard.press('Control+Enter');

  // The next open loop is in hand, and a switch needs no key at all.
  await expect(page.getByRole('heading', { name: 'Pump A DI' })).toBeVisible();
  await expect(steps('Pump A').nth(1)).toContainText('Pass', { timeout: 15_000 });
  field.pump = 1;
  await expect(steps('Pump A').nth(2)).toContainText('Pass', { timeout: 15_000 });
  await expectNoBreach(page);
  await loops.focus();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('2 loops: 2 pass · 0 fail · 0 open')).toBeVisible();

  const changed = await fetch(`${plant.service.address}/api/v1/devices/boiler-1/tags/pt-102`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '1' },
    body: JSON.stringify({ patch: { scale: 2 } }),
  });
  expect(changed.status).toBe(200);
  await expect(loops.getByRole('option', { name: /PT-102/ })).toContainText('Changed since sign-off');
  const saved = async (name: string): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Report' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 30_000 }),
      page.getByRole('menuitem', { name, exact: true }).click(),
    ]);
    return readFileSync(await download.path());
  };
  expect((await saved('PDF, A4')).subarray(0, 5).toString()).toBe('%PDF-');
  const bundle = JSON.parse((await saved('JSON bundle with hashes')).toString()) as {
    readonly chain: { readonly entries: number; readonly breaks: unknown[] };
    readonly loops: readonly { readonly state: string; readonly changes: string[] }[];
  };
  expect(bundle.chain).toMatchObject({ breaks: [] });
  expect(bundle.loops.map(({ state }) => state)).toEqual(['changed', 'pass']);
  await page.getByRole('button', { name: 'Report' }).click();
  await page.getByRole('menuitem', { name: 'Look at it, print' }).click();
  const report = page.getByRole('article', { name: 'Report of Loop checks 1' });
  await expect(report).toContainText('Changed since sign-off: scale none → 2');
  await expectNoBreach(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('contentinfo')).toBeHidden();
  expect(await report.evaluate((node) => node.scrollHeight - node.clientHeight)).toBeLessThanOrEqual(1);
  // A4 within its margins, at 96 pixels an inch: nothing is wider than the paper, and everything is black.
  await page.setViewportSize({ width: Math.floor(((210 - 24) / 25.4) * 96), height: 1_000 });
  // Drawn anew with what the gateway says meanwhile: what is taken out in that moment has no colour.
  await expect(async () => {
    const paper = await report.evaluate((node) => {
      const parts = [...node.querySelectorAll<HTMLElement>('h1, h2, p, th, td, strong')];
      const wide = parts.filter((part) => part.getBoundingClientRect().right > innerWidth + 1);
      const cut = parts.filter(
        (part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'inline',
      );
      const colours = new Set(parts.map((part) => getComputedStyle(part).color));
      return { parts: parts.length, clipped: [...wide, ...cut].map((part) => part.outerHTML), colours: [...colours] };
    });
    expect(paper.parts).toBeGreaterThan(30);
    expect(paper.clipped).toEqual([]);
    expect(paper.colours).toEqual(['rgb(0, 0, 0)']);
  }).toPass({ timeout: 5_000 });
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').match(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/g)).not.toBeNull();
});

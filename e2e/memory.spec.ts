import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { expect, type PlantDevice, test } from './plant.ts';
import type { Workstation } from './workstation.ts';

/** Registers 40101–40120, of which 40116 counts and the others stand still; there is nothing around them. */
const FIRST = 101;
const VALUES: Readonly<Record<number, number>> = { 107: 1_234, 108: 16_647, 109: 44_564 };
const METER: PlantDevice = {
  file: {
    id: 'meter',
    name: 'Meter',
    poll_interval: '60s',
    tags: Array.from({ length: 20 }, (_, i) => ({
      ...{ id: `r${FIRST + i}`, address: `40${FIRST + i}`, data_type: 'uint16' },
    })),
  },
  value: (tag, ms) => (tag === 'r116' ? Math.floor(ms / 300) % 60_000 : (VALUES[Number(tag.slice(1))] ?? 0)),
};
test.use({ plantDevices: [METER] });

const FUNCTION_AT = 7;
const registers = (page: Page): Locator => page.getByRole('region', { name: 'Registers of Meter' });
const cell = (page: Page, name: string | RegExp): Locator => registers(page).getByRole('gridcell', { name });

async function opened({ page, service }: Workstation): Promise<Locator> {
  await page.goto(`${service.address}/w/device/meter/memory`);
  const own = registers(page);
  await expect(own.getByRole('grid', { name: 'Holding registers' })).toBeVisible();
  return own;
}

async function read(own: Locator, from: string, count: string): Promise<void> {
  await own.getByRole('textbox', { name: 'From' }).fill(from);
  await own.getByRole('textbox', { name: 'Count' }).fill(count);
  await own.page().keyboard.press('F9');
}

test('check 21: the reading that a display shows is marked and nothing else; it becomes a tag', async ({
  workstation,
}) => {
  const { page } = workstation;
  const own = await opened(workstation);
  await read(own, '40101', '30');
  await cell(page, '40108 16647').click();
  await page.keyboard.press('Shift+ArrowRight');
  const decoder = own.getByRole('region', { name: 'Decoder' });
  await expect(decoder).toContainText('40108, 2 registers');
  await expect(decoder).toContainText('41 07 AE 14');
  await expect(
    decoder
      .getByRole('row', { name: /^FLOAT32/ })
      .getByRole('gridcell')
      .first(),
  ).toHaveText('8.48');
  const expected = decoder.getByRole('textbox', { name: 'It should read' });
  const matches = decoder.getByRole('list', { name: 'Matches' }).getByRole('listitem');
  await expected.fill('123.4');
  await expect(matches.first()).toContainText('UINT16 ÷ 10 at 40107 (one register earlier)');
  await expected.fill('8.4');
  await expect(matches.filter({ hasText: 'FLOAT32 ABCD at 40108' })).toHaveCount(1);
  await expectNoBreach(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoBreach(page);
  await expectPlainWords(page);
  await expected.fill('8.48');
  await expect(matches).toHaveCount(1);
  await expect(matches).toContainText('FLOAT32 ABCD at 40108');
  await matches.first().getByRole('button').click();
  await decoder.getByRole('button', { name: /^Make a tag/ }).click();
  await expect(page.getByRole('gridcell', { name: 'Holding register 40108' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('dialog').getByRole('row', { name: /type/i }).first()).toContainText('FLOAT32');
  await page.keyboard.press('Escape');
  expect(workstation.complaints).toEqual([]);
});

test('cells are chosen by keys, what cannot be read says why, and a value is copied from the decoder', async ({
  workstation,
  plant,
}) => {
  const { page } = workstation;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const own = await opened(workstation);
  await read(own, '40100', '40');
  await cell(page, '40100 cannot be read').click();
  await expect(own.getByText(/The device has no register at 40100/)).toBeVisible();
  await expect(own.getByText('40100 · 400100 · HR 99 · 0x0063')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(cell(page, '40101 0')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+End');
  await expect(own.getByRole('region', { name: 'Decoder' })).toContainText(/40101, \d+ registers/);
  // The one that counts is marked by more than its weight, and by how often it changed.
  await expect(cell(page, /^40116 \d+, changed \d+ times$/)).toHaveAttribute('data-changed', 'true');
  await own.getByRole('button', { name: 'Changing only' }).click();
  await expect(own.getByRole('rowheader')).toHaveCount(1 + (await decoderRows(own)));
  await own.getByRole('button', { name: 'Changes', exact: true }).click();
  await expect(cell(page, /^40116/)).toHaveAttribute('data-heat', '4');
  await own.getByRole('button', { name: 'Changes', exact: true }).click();
  await own.getByRole('button', { name: 'Changing only' }).click();
  await own.getByRole('textbox', { name: 'Count' }).fill('200');
  await expect(
    own.getByText(/200 registers in one read is above the limit of 125. It will be read in 2/),
  ).toBeVisible();
  await cell(page, '40108 16647').click();
  await own.getByRole('grid', { name: /All types and orders/ }).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('8.48');
  // A cell is written as a tag only, through the door of all writes, and that is shut.
  await own.getByRole('button', { name: 'Write…' }).click();
  await expect(page.getByRole('dialog', { name: 'Write value' })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(plant.writeFrames()).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});

/** The headers of the decoder's rows, which are in the page beside those of the cells. */
const decoderRows = (own: Locator): Promise<number> =>
  own
    .getByRole('grid', { name: /All types and orders/ })
    .getByRole('rowheader')
    .count();

test('check 22: a scan sends functions 1–4 only, 20 requests a second at most, ends within a second, and its result stays', async ({
  workstation,
  plant,
}) => {
  const { page } = workstation;
  const simulator = plant.simulator('meter');
  await workstation.open('/w/device/meter/edit');
  await page.getByRole('button', { name: 'Scan unit IDs…' }).click();
  const units = page.getByRole('dialog', { name: 'Scan unit IDs' });
  await units.getByLabel('To unit').fill('4');
  await units.getByRole('button', { name: 'Scan', exact: true }).click();
  await expect(units.getByRole('status')).toContainText('4 asked');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open registers' }).click();
  const own = registers(page);
  await own.getByRole('button', { name: 'Scan range…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan holding registers' });
  await dialog.getByRole('textbox', { name: 'From' }).fill('40090');
  await dialog.getByRole('textbox', { name: 'Count' }).fill('300');
  await expectNoBreach(page);
  const before = simulator.frames().length;
  const startMs = performance.now();
  await dialog.getByRole('button', { name: 'Scan', exact: true }).click();
  const words = own.getByTestId('scan-words');
  await expect(words).toContainText(/\d+ of 300, 20 found, about \d+ (s|min) left/, { timeout: 15_000 });
  await expect(cell(page, '40108 16647')).toBeVisible();
  // It goes on without the page.
  await workstation.open('/w/devices');
  await opened(workstation);
  await expect(words).toContainText(/of 300, 20 found/);
  await own.getByRole('button', { name: 'Stop the scan' }).click();
  await expect(words).toContainText('stopped');
  const tookS = (performance.now() - startMs) / 1_000;
  const frames = simulator.frames();
  expect(frames.length - before).toBeLessThanOrEqual(Math.ceil(tookS * 20) + 4);
  await page.waitForTimeout(1_000);
  const atEnd = simulator.frames().length;
  await page.waitForTimeout(500);
  expect(simulator.frames().length - atEnd).toBeLessThanOrEqual(1);
  expect(new Set(frames.map((frame) => frame[FUNCTION_AT]!).filter((code) => code > 4))).toEqual(new Set());
  await own.getByRole('button', { name: 'Show its cells' }).click();
  await expect(cell(page, '40108 16647')).toBeVisible();
  const downloaded = page.waitForEvent('download');
  await own.getByRole('button', { name: 'Export CSV' }).click();
  const csv = readFileSync(await (await downloaded).path(), 'utf8');
  expect(csv).toContain('40108,400108,HR 107,0x006B,16647,4107,read,');
  await expectNoBreach(page);
  expect(workstation.complaints).toEqual([]);
});

import type { Locator } from '@playwright/test';
import { expectNoBreach } from './accessibility.ts';
import { expect, test } from './plant.ts';
import { BOILER, Watch } from './watch-page.ts';

test.use({ plantDevices: [BOILER] });

test('check 27: what is armed runs out in sight of every window, and the journal has all of it', async ({
  plant,
  workstation,
  context,
}) => {
  test.setTimeout(180_000);
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  const other = await context.newPage();
  await other.goto(`${plant.service.address}/w/devices`);
  await expect(other.getByRole('contentinfo')).toContainText('Disarmed');
  await watch.arm(1, 'One minute');
  await expect(page.getByRole('timer')).toHaveText(/ARMED Boiler-1 00:5\d/);
  await expect(workstation.status).toContainText(/ARMED Boiler-1 00:5\d/);
  await expect(other.getByRole('contentinfo')).toContainText(/ARMED Boiler-1 00:5\d/);
  const frame = await page.evaluate(() => getComputedStyle(document.querySelector('main')!, '::after').borderTopWidth);
  expect(frame).toBe('2px');
  await watch.prepare('Zone 1 setpoint', '61');
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(350);
  await page.keyboard.press('Enter');
  await expect(watch.row('Zone 1 setpoint')).toContainText(/\d ms/);
  await expect(workstation.status).toContainText('Disarmed', { timeout: 70_000 });
  await expect(other.getByRole('contentinfo')).toContainText('Disarmed');
  await watch.prepare('Zone 1 setpoint', '62');
  await page.keyboard.press('Control+Enter');
  await expect(watch.message('wr.disarmed')).toBeVisible();
  expect(await watch.call('POST', '/writes', { device_id: 'boiler-1', tag_id: 'setpoint', value: 62 })).toMatchObject({
    error: { code: 'NOT_ARMED' },
  });
  expect(plant.writeFrames()).toHaveLength(1);
  const journal = await watch.journal();
  const about = { actor: expect.stringMatching(/./), timestamp: expect.stringMatching(/^\d{4}-.*Z$/) };
  expect(journal).toMatchObject([
    { kind: 'write', status: 'REJECTED', ...about },
    { kind: 'disarmed', device_id: 'boiler-1', cause: 'expired', reason: 'One minute', ...about },
    { kind: 'write', status: 'DONE_VERIFIED', previous: 42, value: 61, read_back: 61, reason: 'One minute', ...about },
    { kind: 'armed', device_id: 'boiler-1', reason: 'One minute', ...about },
  ]);
  expect(Date.parse(journal[1]!.timestamp) - Date.parse(journal[3]!.timestamp)).toBeGreaterThanOrEqual(59_900);
  await workstation.open('/w/writes');
  await expect(page.getByRole('grid').getByRole('row')).toContainText([
    'Status',
    'Refused, not sent',
    'Disarmed: time was up',
    'Done, verified',
    'Armed',
  ]);
});

test('check 20: rows are moved to the same place by dragging and by keys, and that is undone', async ({
  plant,
  workstation,
}) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  const first = ['pressure', 'setpoint', 'speed', 'level'];
  const grip = watch.row('Drum level').locator('.watch-grip');
  await grip.dragTo(watch.row('Zone 1 setpoint'), { targetPosition: { x: 40, y: 4 } });
  await expect.poll(() => watch.order()).toEqual(['pressure', 'level', 'setpoint', 'speed']);
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => watch.order()).toEqual(first);
  await page.keyboard.press('End');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => watch.order()).toEqual(['pressure', 'level', 'setpoint', 'speed']);
  await page.keyboard.press('Delete');
  await expect.poll(() => watch.order()).toEqual(['pressure', 'setpoint', 'speed']);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => watch.order()).toEqual(first);
  await page.keyboard.press('Control+y');
  await expect.poll(() => watch.order()).toEqual(['pressure', 'setpoint', 'level', 'speed']);
});

test('check 20: tags become pens of a trend and rows of a table by dragging as by keys', async ({
  plant,
  workstation,
}) => {
  const { page } = workstation;
  const group = (id: number, path: string): object => ({ id, tabs: [{ path, kept: true }], active: path });
  const besides = async (right: string): Promise<void> => {
    const columns = ['device/boiler-1/tags', right].map((path, at) => ({ groups: [group(at + 1, path)], share: 50 }));
    const layout = { editors: { columns, focused: 1, share: 60, closed: [] }, inspector: 'hidden' };
    const trends = { trends: [{ id: '1', name: 'Kettle', spanMs: 300_000, pens: [] }] };
    await workstation.open('/health');
    await page.evaluate(
      ([first, second]) => {
        localStorage.setItem('nexus.layout', first!);
        localStorage.setItem('nexus.trends', second!);
      },
      [JSON.stringify(layout), JSON.stringify(trends)],
    );
    await workstation.open('/w/device/boiler-1/tags');
    await expect(workstation.row('Steam pressure').first()).toContainText('Good');
  };
  const pens = (): Promise<unknown> =>
    page.evaluate(
      () => (JSON.parse(localStorage.getItem('nexus.trends')!) as { trends: { pens: unknown }[] }).trends[0]!.pens,
    );
  const choose = async (name: string): Promise<void> => {
    const chosen = page.getByRole('dialog').getByRole('option', { selected: true });
    await expect(chosen).toBeVisible();
    await page.keyboard.type(name);
    await expect(chosen).toContainText(name);
    // The palette takes Enter once its list is that of the whole text.
    await page.waitForTimeout(200);
    await page.keyboard.press('Enter');
    await expect(chosen).toHaveCount(0);
  };
  const tagCell = (name: string): Locator =>
    page.getByRole('grid', { name: 'Tags of boiler-1' }).getByText(name, { exact: true });

  await besides('trend/1');
  await tagCell('Steam pressure').dragTo(page.locator('.trend'));
  await expect.poll(pens).toHaveLength(1);
  const dragged = await pens();
  await besides('trend/1');
  expect(await pens()).toEqual([]);
  await page.getByRole('grid', { name: 'Tags of boiler-1' }).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+Shift+A');
  await choose('Kettle');
  await expect.poll(pens).toEqual(dragged);

  const put = { method: 'PUT', headers: { 'content-type': 'application/json' } };
  const table = `${plant.service.address}/api/v1/watches/sat`;
  const empty = JSON.stringify({ name: 'Boiler SAT', rows: [] });
  const rows = async (): Promise<unknown> => ((await (await fetch(table)).json()) as { rows: unknown }).rows;
  await fetch(table, { ...put, body: empty });
  await besides('watch/sat');
  await tagCell('Steam pressure').dragTo(page.locator('.watch'));
  await expect.poll(rows).toEqual([{ kind: 'tag', device: 'boiler-1', tag: 'pressure' }]);
  await fetch(table, { ...put, body: empty });
  await besides('watch/sat');
  await page.getByRole('grid', { name: 'Tags of boiler-1' }).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+Shift+A');
  await choose('Boiler SAT');
  await expect.poll(rows).toEqual([{ kind: 'tag', device: 'boiler-1', tag: 'pressure' }]);
});

test('rows are added by name, with sections and notes, and stay in the file of the project', async ({
  plant,
  workstation,
}) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  await watch.call('PUT', '/watches/sat', { name: 'Boiler SAT', rows: [] });
  await expect(page.getByText('Drag tags here, or type a tag name or address in the first row.')).toBeVisible();
  const box = page.getByRole('combobox', { name: 'Tag or address to add' });
  await box.fill('fan');
  await expect(page.getByRole('listbox', { name: 'Tags' }).getByRole('option')).toHaveText([/Fan speed/]);
  await box.press('Enter');
  await box.fill('drum');
  await box.press('Enter');
  await expect(watch.row('Drum level')).toContainText('30');
  await page.getByRole('button', { name: 'Section', exact: true }).click();
  await page.getByRole('textbox', { name: 'Title of the section' }).fill('Later');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Note on Fan speed' }).fill('ask Maria');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await watch.call<{ rows: unknown[] }>('GET', '/watches/sat')).rows)
    .toEqual([
      { kind: 'tag', device: 'boiler-1', tag: 'speed', note: 'ask Maria' },
      { kind: 'tag', device: 'boiler-1', tag: 'level' },
      { kind: 'section', title: 'Later' },
    ]);
  expect(workstation.complaints).toEqual([]);
});

test('all values are stamped once, and what differs from that later is shown', async ({ plant, workstation }) => {
  const { page } = workstation;
  await Watch.open(plant, workstation);
  await expect(page.getByRole('button', { name: 'Compare…' })).toBeDisabled();
  await page.keyboard.press('F9');
  await expect(page.getByText(/^Read once \d\d:\d\d:\d\d: \d of \d rows$/)).toBeVisible();
  // The pressure moves all the time, the others stand still.
  await page.waitForTimeout(1_500);
  await page.getByRole('button', { name: 'Compare…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare snapshots' });
  await expect(dialog).toContainText('1 of 4 values differ.');
  await expect(dialog.getByRole('row').filter({ hasText: 'Steam pressure' })).toContainText(/\d\.\d\d bar/);
  await expectNoBreach(page);
  await dialog.getByRole('combobox', { name: 'From' }).selectOption('Now');
  await expect(dialog).toContainText('All 4 values are the same.');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a watch table with faults, results and a question breaks no rule of WCAG 2.2 AA (${colorScheme})`, async ({
    plant,
    workstation,
  }) => {
    const { page } = workstation;
    await page.emulateMedia({ colorScheme });
    const watch = await Watch.open(plant, workstation);
    await watch.prepare('Zone 1 setpoint', '120');
    await expect(watch.message('wr.limit')).toBeVisible();
    await expectNoBreach(page);
    await watch.prepared('Zone 1 setpoint').fill('50');
    await page.keyboard.press('Control+Enter');
    await expect(watch.message('wr.disarmed')).toBeVisible();
    await expectNoBreach(page);
    await watch.arm(5, 'Colours');
    await watch.prepared('Zone 1 setpoint').press('Control+Enter');
    await expect(watch.popover).toBeVisible();
    await expectNoBreach(page);
    await page.waitForTimeout(350);
    await page.keyboard.press('Enter');
    await expect(watch.row('Zone 1 setpoint')).toContainText(/\d ms/);
    await expectNoBreach(page);
  });
}

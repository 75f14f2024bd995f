import { expect, test } from './plant.ts';
import { BOILER, Watch } from './watch-page.ts';

test.use({ plantDevices: [BOILER] });

test('check 23: disarmed, no attempt to write sends a frame, and each is told so', async ({ plant, workstation }) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  const told = async (): Promise<void> => {
    await expect(watch.message('wr.disarmed')).toHaveText('Writes are disarmed. Arm Boiler-1 first (F8).');
    await expect(watch.popover).toHaveCount(0);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(watch.message('wr.disarmed')).toHaveCount(0);
  };
  await watch.prepare('Zone 1 setpoint', '50');
  await page.keyboard.press('Control+Enter');
  await told();
  await watch.prepared('Zone 1 setpoint').press('Control+Shift+Enter');
  await told();
  await page.getByRole('button', { name: 'Write Zone 1 setpoint' }).click();
  await told();
  await page.getByRole('button', { name: 'Write all…' }).click();
  await told();
  await page.getByRole('button', { name: 'Write value…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Write value' });
  await dialog.getByRole('textbox', { name: 'New value' }).fill('50');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Writes are disarmed. Arm Boiler-1 first (F8).');
  await expect(dialog.getByRole('button', { name: /^Write 50/ })).toBeDisabled();
  await page.keyboard.press('Escape');
  expect(await watch.call('POST', '/writes', { device_id: 'boiler-1', tag_id: 'setpoint', value: 50 })).toMatchObject({
    status: 'REJECTED',
    error: { code: 'NOT_ARMED' },
  });
  expect(plant.writeFrames()).toEqual([]);
  await expect(watch.row('Zone 1 setpoint')).toContainText('42.0');
  expect(workstation.complaints).toEqual([]);
});

test('check 24: a value outside the limits or of another kind is refused before anything opens', async ({
  plant,
  workstation,
}) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  await watch.arm(5, 'Limits');
  await watch.prepare('Zone 1 setpoint', '120');
  await expect(watch.message('wr.limit')).toHaveText(
    '120.0 °C is above the write limit of 95.0 °C for Zone 1 setpoint. Nothing was sent.',
  );
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(300);
  await expect(watch.popover).toHaveCount(0);
  await watch.prepared('Zone 1 setpoint').fill('on');
  await expect(watch.message('wr.type')).toHaveText('“on” is not a number. Zone 1 setpoint takes 0.0–95.0 °C.');
  await page.keyboard.press('Control+Enter');
  await expect(watch.popover).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(watch.message('wr.type')).toHaveCount(0);
  await expect(watch.prepared('Zone 1 setpoint')).toHaveValue('');
  expect(plant.writeFrames()).toEqual([]);
});

test('check 25: a doubled Enter confirms nothing; the next one writes once and is read back', async ({
  plant,
  workstation,
}) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  await watch.arm(5, 'Step 4');
  await watch.prepare('Zone 1 setpoint', '50');
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(50);
  await expect(watch.popover).toBeVisible();
  await expect(watch.popover).toContainText('Write 1 value to Boiler-1');
  await expect(watch.popover).toContainText(/42\.0\s*→\s*50\.0 °C/, { useInnerText: true });
  await expect(watch.popover).toContainText('40003 FLOAT32');
  expect(plant.writeFrames()).toEqual([]);
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  await expect(watch.popover).toBeHidden();
  await expect(watch.row('Zone 1 setpoint').getByRole('gridcell').nth(8)).toHaveText(/^\d+(\.\d+)? ms$/);
  await expect(watch.row('Zone 1 setpoint')).toContainText('50.0');
  await expect(watch.prepared('Zone 1 setpoint')).toHaveValue('');
  expect(plant.writeFrames()).toHaveLength(1);
  expect(workstation.complaints).toEqual([]);
});

test('several values are listed in order, and the rest waits when one has a problem', async ({
  plant,
  workstation,
}) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  await watch.arm(5, 'Together');
  await watch.prepare('Zone 1 setpoint', '60');
  // Fits the page's checks and no register: the gateway refuses it.
  await watch.prepare('Fan speed', '70000');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Control+Shift+Enter');
  await expect(watch.popover.getByRole('listitem')).toHaveText([/Zone 1 setpoint/, /Fan speed/]);
  await expect(watch.popover.getByRole('checkbox', { name: 'Stop at the first problem' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(watch.popover).toHaveCount(0);
  expect(plant.writeFrames()).toEqual([]);
  await page.getByRole('gridcell', { name: 'Fan speed', exact: true }).click();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Control+Shift+Enter');
  await expect(watch.popover.getByRole('listitem')).toHaveText([/Fan speed/, /Zone 1 setpoint/]);
  await page.waitForTimeout(350);
  await page.keyboard.press('Enter');
  await expect(watch.row('Fan speed')).toContainText('Refused');
  await expect(watch.row('Zone 1 setpoint')).toContainText('Not sent');
  expect(plant.writeFrames()).toEqual([]);
  await watch.prepared('Fan speed').fill('40');
  await page.keyboard.press('Control+Shift+Enter');
  await page.waitForTimeout(350);
  await page.keyboard.press('Enter');
  await expect(watch.row('Fan speed')).toContainText(/\d ms/);
  await expect(watch.row('Zone 1 setpoint')).toContainText(/\d ms/);
  expect(plant.writeFrames()).toHaveLength(2);
});

test('check 26: an end that nobody knows is told so, with what is read next, and is not repeated', async ({
  plant,
  workstation,
}) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  await watch.arm(5, 'Slow device');
  await plant.simulator('boiler-1').setFault('delay');
  await watch.prepare('Zone 1 setpoint', '55');
  await page.keyboard.press('Control+Enter');
  await page.waitForTimeout(350);
  await page.keyboard.press('Enter');
  await expect(watch.row('Zone 1 setpoint')).toContainText('Unknown');
  await expect(watch.message('wr.unknown')).toHaveText(
    /^No answer within 1(\.\d)? s\. The write may have reached the device\.$/,
  );
  await expect(watch.row('Zone 1 setpoint')).toContainText('Read back now: 55.0 °C (what was written).', {
    timeout: 20_000,
  });
  // Longer than a repeated attempt would take to come.
  await page.waitForTimeout(4_000);
  expect(plant.writeFrames()).toHaveLength(1);
  await expect(watch.prepared('Zone 1 setpoint')).toHaveValue('55');
  expect((await watch.journal())[0]).toMatchObject({ kind: 'write', status: 'UNKNOWN', reason: 'Slow device' });
  await workstation.open('/w/writes');
  await expect(page.getByRole('row').filter({ hasText: 'Zone 1 setpoint' })).toContainText('Outcome not known');
});

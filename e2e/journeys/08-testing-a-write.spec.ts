import { expect, test } from '../plant.ts';
import { BOILER, Watch } from '../watch-page.ts';
import { Journey } from './journey.ts';

const PLANT = {
  value: (tag: string, ms: number) => (tag === 'pump' ? 0 : BOILER.value!(tag, ms)),
  file: {
    ...BOILER.file,
    tags: [
      ...BOILER.file.tags,
      { id: 'pump', name: 'Pump start', address: 'C0', access: 'read_write', enum: { 0: 'Off', 1: 'On' } },
      {
        id: 'trip',
        name: 'Trip limit',
        address: '40010',
        data_type: 'uint16',
        access: 'read_write',
        critical: true,
        write_limits: { min: 0, max: 200 },
      },
    ],
  },
};
test.use({ plantDevices: [PLANT] });

/** With Modbus Poll, as few actions as it takes: two windows, the value before written down, no limits, no reason. */
const THEIRS = [
  'Start Modbus Poll',
  'Connection > Connect…',
  'Choose Modbus TCP/IP',
  'Type the address of the device',
  'Type the port',
  'OK',
  'Setup > Read/Write Definition…',
  'Type the unit id',
  'Choose function 03',
  'Type the address of the set point, one less than in the list',
  'Type the quantity',
  'OK',
  'Select the cell',
  'Format > Float > Big-endian',
  'File > New for the feedback',
  'Setup > Read/Write Definition…',
  'Type the address of the feedback',
  'Type the quantity',
  'OK',
  'Write the value before down on paper',
  'Display > Communication for the frame',
  'Double-click the cell',
  'Type the new value',
  'Choose function 16',
  'Send',
  'Close the box',
  'Compare the cell with what was sent',
  'Double-click the cell again',
  'Type the value from the paper',
  'Send',
  'Close the box',
];

test('journey 8: a write is armed, looked at, tried dry, sent, read back beside its feedback, and taken back', async ({
  plant,
  workstation,
}) => {
  const { page } = workstation;
  const journey = await Journey.start(page, {
    number: 8,
    title: 'testing a write',
    replaces: 'Modbus Poll and a sheet of paper',
    theirs: THEIRS,
    limitS: 30,
  });
  const watch = await Watch.open(plant, workstation);
  await journey.step('arm with a reason', () => watch.arm(5, 'SAT step 12, with Maria'));
  await journey.step('see value, limits and the exact frame', async () => {
    await watch.prepare('Zone 1 setpoint', '60');
    await page.keyboard.press('Alt+Enter');
    const dry = page.getByRole('dialog', { name: /^Dry run: write 1 value/ });
    await expect(dry).toContainText(/42\.0\s*→\s*60\.0 °C/, { useInnerText: true });
    await expect(dry).toContainText('Limits 0 to 95 °C');
    await expect(dry).toContainText('00 00 00 00 00 0b 01 10 00 02 00 02 04 42 70 00 00');
    await expect(dry.getByRole('button', { name: /^Write/ })).toHaveCount(0);
    await page.keyboard.press('Escape');
    expect(plant.writeFrames()).toEqual([]);
  });
  await journey.step('write, and read back', async () => {
    await page.keyboard.press('Control+Enter');
    await expect(watch.popover).toBeVisible();
    await page.waitForTimeout(320);
    await page.keyboard.press('Enter');
    await expect(watch.row('Zone 1 setpoint')).toContainText(/\d ms/);
    await expect(watch.row('Zone 1 setpoint')).toContainText('60.0');
    await expect(watch.row('Steam pressure')).toContainText('Good');
  });
  await journey.step('restore', async () => {
    await page.keyboard.press('Alt+z');
    await expect(watch.popover).toContainText(/60\.0\s*→\s*42\.0 °C/, { useInnerText: true });
    await page.waitForTimeout(320);
    await page.keyboard.press('Enter');
    await expect(watch.row('Zone 1 setpoint')).toContainText('42.0');
  });
  await journey.end();
  const frames = plant.writeFrames().map((frame) => Buffer.from(frame).subarray(2).toString('hex'));
  // What was shown is what was sent, but for the number of the message.
  expect(frames[0]).toBe('0000000b01100002000204427000' + '00');
  expect(frames).toHaveLength(2);
});

test('a pulse is on and off again by itself; a critical tag is written by whoever types its name', async ({
  plant,
  workstation,
}) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  const rows = ['setpoint', 'pump', 'trip'].map((tag) => ({ kind: 'tag', device: 'boiler-1', tag }));
  await watch.call('PUT', '/watches/sat', { name: 'Boiler SAT', rows });
  await expect(watch.row('Pump start')).toContainText('Off');
  await watch.arm(5, 'Pump and trip');
  await page.getByRole('combobox', { name: 'Prepared for Pump start' }).selectOption('Pulse');
  await page.getByRole('button', { name: 'Write Pump start' }).click();
  await expect(watch.popover).toContainText(/Off\s*→\s*On/, { useInnerText: true });
  await watch.popover.getByRole('textbox', { name: 'Pulse: after' }).fill('300');
  await page.waitForTimeout(320);
  await watch.popover.getByRole('button', { name: /^Write/ }).click();
  await expect(watch.row('Pump start')).toContainText(/Pulse \d/);
  const coils = plant.writeFrames().map((frame) => Buffer.from(frame).subarray(7).toString('hex'));
  expect(coils).toEqual(['050000ff00', '0500000000']);
  await watch.prepare('Trip limit', '150');
  await page.keyboard.press('Control+Enter');
  await expect(watch.popover.getByRole('textbox', { name: /^Critical/ })).toBeFocused();
  await page.waitForTimeout(320);
  await page.keyboard.press('Enter');
  await expect(watch.popover).toBeVisible();
  await page.keyboard.type('Trip limit');
  await page.keyboard.press('Enter');
  await expect(watch.row('Trip limit')).toContainText('150');
  expect(await watch.call('POST', '/writes', { device_id: 'boiler-1', tag_id: 'trip', value: 10 })).toMatchObject({
    error: { code: 'NOT_CONFIRMED' },
  });
  expect(workstation.complaints).toEqual([]);
});

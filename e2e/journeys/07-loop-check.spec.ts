import { expect, type PlantDevice, test } from '../plant.ts';
import { Journey } from './journey.ts';

/** What the technician at the terminals injects or switches. */
const field = { pressure: 0, pump: 0 };
const DEVICE: PlantDevice = {
  file: {
    id: 'boiler-1',
    name: 'Boiler-1',
    tags: [
      { id: 'pt-102', name: 'PT-102', address: '40001', data_type: 'float32', unit: 'bar', eu_low: 0, eu_high: 10 },
      { id: 'xs-7', name: 'XS-7', address: '10001', data_type: 'bool', enum: { 0: 'Stopped', 1: 'Running' } },
    ],
  },
  value: (tag) => (tag === 'xs-7' ? field.pump : field.pressure),
};
test.use({ plantDevices: [DEVICE] });

/** On paper: one analogue loop with three points, one switch, and the evening in Excel. */
const POINT = [
  'Ask for the point by radio',
  'Write down what is applied',
  'Write down what the screen shows',
  'Work out the error',
  'Tick it',
];
const THEIRS = [
  ...['Take the sheet of the loop', 'Find its value on the screen'],
  ...[...POINT, ...POINT, ...POINT],
  ...['Sign the sheet', 'Take the next sheet', 'Find its value on the screen'],
  ...['Ask for the state by radio', 'Write it down', 'Ask for the other state', 'Write it down', 'Sign the sheet'],
  ...['Open the list in Excel', 'Type three values', 'Type two states', 'Save it', 'Print the report'],
];

test('journey 7: an analogue and a digital loop are proved with the technician, and signed', async ({
  plant,
  workstation,
}) => {
  const { page } = workstation;
  const journey = await Journey.start(page, {
    number: 7,
    title: 'loop check with the technician on the radio',
    replaces: 'paper sheets and Excel',
    theirs: THEIRS,
    limitS: 75,
  });
  const saved = await fetch(`${plant.service.address}/api/v1/checks/sat`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'SAT',
      points: [0, 50, 100],
      loops: [
        { device: 'boiler-1', tag: 'pt-102', template: 'ai' },
        { device: 'boiler-1', tag: 'xs-7', template: 'di' },
      ],
    }),
  });
  expect(saved.status).toBe(200);
  await workstation.open('/w/check/sat');
  const steps = (loop: string) => page.getByRole('table', { name: `Steps of ${loop}` }).getByRole('row');
  await journey.step('open the sheet, name who signs', async () => {
    await page.getByRole('textbox', { name: 'Sign as' }).fill('J. Doe');
    await page.getByRole('combobox', { name: 'When it is captured' }).selectOption('2');
  });
  let startMs = performance.now();
  await journey.step('the analogue loop', async () => {
    for (const [at, pressure] of [0, 5, 10].entries()) {
      field.pressure = pressure;
      await expect(steps('PT-102').nth(at + 1)).toContainText('Pass', { timeout: 20_000 });
    }
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'XS-7 DI' })).toBeVisible();
  });
  const analogueS = (performance.now() - startMs) / 1_000;
  startMs = performance.now();
  await journey.step('the digital loop', async () => {
    for (const [at, pump] of [0, 1].entries()) {
      field.pump = pump;
      await expect(steps('XS-7').nth(at + 1)).toContainText('Pass', { timeout: 15_000 });
    }
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('2 loops: 2 pass · 0 fail · 0 open')).toBeVisible();
  });
  const digitalS = (performance.now() - startMs) / 1_000;
  await journey.end();
  expect(analogueS, 'seconds of an analogue loop').toBeLessThanOrEqual(60);
  expect(digitalS, 'seconds of a digital loop').toBeLessThanOrEqual(15);
});

import type { Page } from '@playwright/test';
import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { expect, test } from './plant.ts';

test.use({
  plantDevices: [
    {
      file: {
        id: 'mixer-1',
        name: 'Mixer 1',
        poll_interval: '400ms',
        tags: [
          { id: 'speed', name: 'Speed', address: 'HR0', deadband: { absolute: 1 } },
          { id: 'count', name: 'Count', address: 'HR1', poll_interval: '1s' },
        ],
      },
    },
  ],
});

const bound = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Adaptive polling' }).getByRole('textbox', { name, exact: true });

test('Bounds are set in the form of a device, and every page tells the period of now and why', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/mixer-1/edit');
  await bound(page, 'Fastest').fill('10s');
  await bound(page, 'Slowest').fill('2s');
  await bound(page, 'Slowest').blur();
  await expect(page.getByText('Fastest 10s is a longer period than slowest 2s. Swap them.').first()).toBeVisible();
  await bound(page, 'Fastest').fill('100ms');
  await bound(page, 'Fastest').blur();
  await expect(page.getByText(/is a longer period/)).toHaveCount(0);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();

  await workstation.open('/w/diagnostics');
  const paces = page.getByRole('list', { name: 'Adaptive polling' });
  await expect(paces).toContainText('1 tag, now every 2 s of 100 ms–2 s', { timeout: 15_000 });
  await expect(paces).toContainText('Nothing changes');
  await expectNoBreach(page);
  await expectPlainWords(page);

  await workstation.open('/w/device/mixer-1/read-plan');
  const plan = page.getByRole('region', { name: 'Read plan of Mixer 1' });
  await expect(plan).toContainText(/of 2 s, .*, adaptive 100\sms–2\ss/);
  await expect(plan).toContainText(/of 1 s/);

  await workstation.open('/w/device/mixer-1/tags');
  await page.getByRole('gridcell', { name: 'Speed', exact: true }).click();
  await expect(page.getByRole('complementary').filter({ hasText: 'Read every' })).toContainText(
    '2 s now. Adaptive, 100 ms–2 s: nothing changes.',
  );
  expect(workstation.complaints).toEqual([]);
});

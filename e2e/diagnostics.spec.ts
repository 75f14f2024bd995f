import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './workstation.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Diagnostics accounts for every point and shows how polling goes (${colorScheme})`, async ({ workstation }) => {
    const { page } = workstation;
    await page.emulateMedia({ colorScheme });
    await workstation.open('/w/devices');
    await expect(workstation.row('Boiler 1')).toContainText('Connected');
    await page.keyboard.press('Alt+Shift+Digit7');
    const balance = page.getByRole('region', { name: 'Points balance' });
    const historian = balance.getByRole('row').filter({ hasText: 'historian' });
    // Ten looks, a second apart: the sums hold while points are on their way.
    const sums: number[] = [];
    for (let look = 0; look < 10; look++) {
      await page.waitForTimeout(1_000);
      const cells = (await historian.getByRole('cell').allTextContents()).slice(0, 8).map(numberOf);
      const [before, delivered, queued, dropped, quarantined, excluded, sum, accepted] = cells as [number, ...number[]];
      expect(before + delivered! + queued! + dropped! + quarantined! + excluded!).toBe(sum);
      expect(sum).toBe(accepted);
      sums.push(sum!);
      await expect(historian).toContainText('Yes');
      await expect(balance.getByRole('row').filter({ hasText: 'All points' })).toContainText('Yes');
    }
    // Four demo devices give more than 20 points a second.
    expect(sums.at(-1)! - sums[0]!).toBeGreaterThan(100);
    const boiler = page.getByRole('row').filter({ hasText: 'Boiler 1' });
    await expect(boiler).toContainText('Connected');
    await expect(boiler).toContainText(/\d ms/);
    await page.getByRole('gridcell', { name: 'Power meter 1', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Poll plan' })).toContainText('Poll plan of Power meter 1');
    await expect(page.getByRole('region', { name: 'Log' })).toContainText(/of 2 GiB/);
    await expect(page.getByRole('region', { name: 'Worker threads' })).toContainText('Running');
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
    expect(workstation.complaints).toEqual([]);
  });
}

test('a lost gateway leaves the figures on the page and says from when they are', async ({ workstation }) => {
  const { page, service } = workstation;
  await workstation.open('/w/diagnostics');
  const balance = page.getByRole('region', { name: 'Points balance' });
  await expect(balance).toContainText('Yes');
  await service.end('SIGKILL');
  await expect(page.getByText(/before the gateway was lost/)).toBeVisible();
  await expect(balance).toContainText('Yes');
  await service.start();
  await expect(page.getByText(/before the gateway was lost/)).toBeHidden({ timeout: 15_000 });
});

const numberOf = (text: string): number => Number(text.replaceAll(/\s/g, ''));

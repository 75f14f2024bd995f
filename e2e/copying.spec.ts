import { expect, test } from './workstation.ts';

test('a page that may not use the clipboard copies all the same', async ({ workstation }) => {
  const { page } = workstation;
  // As the desktop window, which refuses every permission.
  await page.route('**/w/**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'permissions-policy': 'clipboard-write=()' } });
  });
  await workstation.open('/w/settings');
  const refused = await page.evaluate(() =>
    navigator.clipboard.writeText('x').then(
      () => false,
      () => true,
    ),
  );
  expect(refused).toBe(true);
  await page.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(page.getByText(/^Copied\./)).toBeVisible();
  const search = page.getByRole('textbox', { name: 'Search all settings' });
  await search.focus();
  await page.keyboard.press('Control+v');
  await expect(search).toHaveValue(/"browser"/);
});

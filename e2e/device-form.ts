import { expect, type Locator, type Page } from '@playwright/test';
import type { Workstation } from './workstation.ts';

/** The form of a new device, its protocol chosen. */
export async function beginDevice(workstation: Workstation): Promise<void> {
  const { page } = workstation;
  await workstation.open('/w/new-device');
  await expect(page.getByRole('heading', { name: 'Which protocol does the device speak?' })).toBeVisible();
  await page.getByRole('button', { name: /Modbus TCP/ }).click();
  await expect(page.getByRole('heading', { name: 'New device: Modbus TCP' })).toBeVisible();
}

/** A field of the form by its label. */
export const field = (page: Page, name: string): Locator => page.getByRole('textbox', { name, exact: true });
/** The test beside the form. */
export const testColumn = (page: Page): Locator => page.getByRole('complementary', { name: 'Test' });
/** A text of the message catalogue. */
export const message = (page: Page, id: string): Locator => page.locator(`[data-msg="${id}"]`);

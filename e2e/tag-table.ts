import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import type { Workstation } from './workstation.ts';

/** What axe has to say of the page as it is. */
export const axe = async ({ page }: Workstation): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
};
/** The tag table in front. */
export const grid = ({ page }: Workstation): Locator => page.getByRole('grid', { name: /Tags of/ });
export const bar = ({ page }: Workstation): Locator => page.getByRole('region', { name: 'Edits that are not applied' });
export const cell = (workstation: Workstation, name: string, column: string): Locator =>
  workstation.row(name).locator(`[data-column="${column}"]`);
/** A column from top to bottom, as far as it is drawn. */
export const texts = (workstation: Workstation, column: string): Promise<string[]> =>
  grid(workstation)
    .locator('.data-grid-row')
    .evaluateAll(
      (rows, of) =>
        rows
          .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
          .map((row) => row.querySelector(`[data-column="${of}"]`)?.textContent ?? ''),
      column,
    );
export async function paste({ page }: Workstation, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((clip) => navigator.clipboard.writeText(clip), text);
  await page.keyboard.press('Control+v');
}

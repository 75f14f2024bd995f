import { expect, type Workstation } from './workstation.ts';

/**
 * What can be clicked and is reached neither by Tab nor by the arrow keys of the one tab stop of its group. A page may
 * grow behind the one who walks through it, as devices answer: then it is walked once more.
 */
export async function notReached(workstation: Workstation): Promise<readonly string[]> {
  const missed = await walk(workstation);
  return missed.length === 0 ? missed : await walk(workstation);
}

async function walk({ page }: Workstation): Promise<readonly string[]> {
  await page.evaluate(() => {
    for (const reached of document.querySelectorAll('[data-reached]')) reached.removeAttribute('data-reached');
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  // Marks each element that gets the focus, twice round: what the first round selects may enable what it had passed.
  let rounds = 0;
  for (let press = 0; press < 600 && rounds < 3; press++) {
    await page.keyboard.press('Tab');
    rounds += await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return 0;
      const isFirst = !document.querySelector('[data-reached]');
      if (isFirst) focused.setAttribute('data-reached', 'first');
      else if (!focused.hasAttribute('data-reached')) focused.setAttribute('data-reached', '');
      return focused.getAttribute('data-reached') === 'first' ? 1 : 0;
    });
  }
  expect(await page.locator('[data-reached]').count()).toBeGreaterThan(5);
  return page.evaluate(() => {
    const inGroup =
      '[role="tablist"], [role="grid"], [role="tree"], [role="toolbar"], [role="radiogroup"], [role="menu"]';
    const clickable =
      'button, input, select, textarea, a[href], summary, [role="button"], [role="tab"], [role="treeitem"]';
    return (
      [...document.querySelectorAll<HTMLElement>(clickable)]
        .filter(
          (element) =>
            element.checkVisibility() && !element.matches(':disabled, [aria-hidden="true"], [aria-hidden="true"] *'),
        )
        .filter((element) => !element.hasAttribute('data-reached'))
        // Inside a group arrows move, where the group itself or one of its members is a tab stop.
        .filter((element) => {
          const group = element.closest(inGroup);
          return !group || !(group.hasAttribute('data-reached') || group.querySelector('[data-reached]'));
        })
        // Of the radio buttons with one name, the chosen one is the tab stop.
        .filter((element) => {
          const name = element.matches('input[type="radio"]') ? element.getAttribute('name') : null;
          return name === null || !document.querySelector(`input[name="${name}"][data-reached]`);
        })
        .map((element) => element.outerHTML.slice(0, 160))
    );
  });
}

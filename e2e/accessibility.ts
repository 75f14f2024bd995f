import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The page as it stands breaks no rule of WCAG 2.2 AA; what does is named with each of its places. */
export async function expectNoBreach(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const places = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`));
  expect(places).toEqual([]);
}

/** Words that accuse, beg or tell nothing (ux 2.9). In brackets the device may speak: “(exception 02, Illegal data address)”. */
const FORBIDDEN = /\b(invalid|illegal|please|oops|something went wrong|failed to|unable to|error occurred)\b/gi;

/** What can be read on the page, or heard of its controls, has none of the words that the product does not use. */
export async function expectPlainWords(page: Page): Promise<void> {
  const texts = await page.evaluate(() => [
    document.body.innerText,
    ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
    ),
  ]);
  const said = texts.join('\n').replaceAll(/\([^()]*\)|\[[^[\]]*\]/g, '');
  expect(said.length).toBeGreaterThan(100);
  expect(said.match(FORBIDDEN)).toBeNull();
}

/** Targets that are smaller than 24 × 24 px and neither in a sentence nor spaced as WCAG 2.5.8 has it, with their sizes. */
export const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const LEAST = 24;
    // Sizes come as fractions where the page is scaled.
    const SLACK = 0.01;
    const kinds =
      'button, input:not([type="hidden"]), select, textarea, a[href], summary, [role="button"], [role="tab"], ' +
      '[role="treeitem"], [role="option"], [role="menuitem"], [role="radio"], [role="checkbox"], [role="switch"], [role="slider"]';
    const root = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document;
    const targets = [...root.querySelectorAll<HTMLElement>(kinds)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled'))
      .map((element) => ({ element, box: boxOf(element) }))
      .filter(({ box }) => box.width > 0 && box.height > 0);

    // A tick is set by its label too.
    function boxOf(element: HTMLElement): DOMRect {
      const own = element.getBoundingClientRect();
      const label = element.matches('[type="radio"], [type="checkbox"]') ? element.closest('label') : null;
      if (!label) return own;
      const round = label.getBoundingClientRect();
      const left = Math.min(own.left, round.left);
      const top = Math.min(own.top, round.top);
      const right = Math.max(own.right, round.right);
      return new DOMRect(left, top, right - left, Math.max(own.bottom, round.bottom) - top);
    }
    const isSmall = ({ box }: { box: DOMRect }): boolean => Math.min(box.width, box.height) < LEAST - SLACK;
    const isInSentence = ({ element }: { element: HTMLElement }): boolean =>
      getComputedStyle(element).display.startsWith('inline') &&
      [...(element.parentElement?.childNodes ?? [])].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim().length > 1,
      );
    const centre = (box: DOMRect): [number, number] => [box.x + box.width / 2, box.y + box.height / 2];
    /** From a point to a box, px. */
    const distance = ([x, y]: [number, number], box: DOMRect): number =>
      Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
    const isSpaced = ({ element, box }: { element: HTMLElement; box: DOMRect }): boolean =>
      targets.every((other) => {
        if (other.element === element) return true;
        const here = centre(box);
        const there = centre(other.box);
        const circles = isSmall(other) ? Math.hypot(here[0] - there[0], here[1] - there[1]) : Number.POSITIVE_INFINITY;
        return distance(here, other.box) >= LEAST / 2 && circles >= LEAST;
      });
    return targets
      .filter((target) => isSmall(target) && !isInSentence(target) && !isSpaced(target))
      .map(
        ({ element, box }) => `${box.width.toFixed(1)} × ${box.height.toFixed(1)} ${element.outerHTML.slice(0, 160)}`,
      );
  });

/** Controls that cannot be brought into view by scrolling, or then lie below something else; and what that is. */
export const outOfReach = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const kinds =
      'button, input:not([type="hidden"], [type="file"]), select, textarea, a[href], summary, [role="tab"], [role="treeitem"], [role="option"]';
    const root = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document;
    const controls = [...root.querySelectorAll<HTMLElement>(kinds)].filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.matches('[aria-hidden="true"], [aria-hidden="true"] *'),
    );
    /** What is left of an element by the page and by everything around it that clips. */
    function seen(element: Element): { left: number; top: number; right: number; bottom: number } {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const part = { left, top, right, bottom };
      const clip = (box: { left: number; top: number; right: number; bottom: number }): void => {
        part.left = Math.max(part.left, box.left);
        part.top = Math.max(part.top, box.top);
        part.right = Math.min(part.right, box.right);
        part.bottom = Math.min(part.bottom, box.bottom);
      };
      clip({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflow !== 'visible') clip(around.getBoundingClientRect());
        if (around.matches('dialog:modal, [popover]')) break;
      }
      return part;
    }
    /** A person cannot scroll what only hides what is too much. */
    function unscrolled(element: Element): boolean {
      let isMoved = false;
      for (let around = element.parentElement; around; around = around.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(around);
        if (/hidden|clip/.test(overflowX) && around.scrollLeft !== 0) {
          around.scrollLeft = 0;
          isMoved = true;
        }
        if (/hidden|clip/.test(overflowY) && around.scrollTop !== 0) {
          around.scrollTop = 0;
          isMoved = true;
        }
      }
      return isMoved;
    }
    return controls.flatMap((control) => {
      const target = control.matches('[type="radio"], [type="checkbox"]')
        ? (control.closest('label') ?? control)
        : control;
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      unscrolled(target);
      const { left, top, right, bottom } = seen(target);
      const name = control.outerHTML.slice(0, 160);
      if (right - left < 4 || bottom - top < 4) return [`cut off: ${name}`];
      const points = [0.5, 0.2, 0.8].flatMap((across) => [0.5, 0.2, 0.8].map((down) => [across, down] as const));
      const hits = points.map(([across, down]) =>
        document.elementFromPoint(left + across * (right - left), top + down * (bottom - top)),
      );
      const isHit = hits.some((hit) => hit && (target.contains(hit) || hit.closest('label')?.contains(target)));
      return isHit ? [] : [`below ${hits[0]?.outerHTML.slice(0, 80)}: ${name}`];
    });
  });

/** CSS animations and transitions that run on the page: name and milliseconds of one turn. */
export const runningMotion = (page: Page): Promise<readonly (readonly [name: string, turnMs: number])[]> =>
  page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const { duration } = animation.effect!.getComputedTiming();
      const name =
        animation instanceof CSSAnimation
          ? animation.animationName
          : animation instanceof CSSTransition
            ? animation.transitionProperty
            : animation.id;
      return animation.playState === 'running' && Number(duration) > 0 ? [[name, Number(duration)] as const] : [];
    }),
  );

/** Glyphs of states that stand alone: neither have they a name, nor does a word stand beside them. */
export const wordlessGlyphs = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<SVGElement>('svg.glyph')]
      .filter((glyph) => glyph.checkVisibility())
      .filter((glyph) => {
        const title = glyph.querySelector('title')?.textContent ?? '';
        const beside = glyph.parentElement?.textContent?.replace(title, '').trim() ?? '';
        return glyph.getAttribute('aria-hidden') === 'true' ? !/[a-zA-Z]{2}/.test(beside) : title === '';
      })
      .map((glyph) => glyph.parentElement!.outerHTML.slice(0, 160)),
  );

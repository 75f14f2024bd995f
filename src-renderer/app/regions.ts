/** The regions of the shell in the order that F6 walks them; those that are hidden are passed over. */
export const REGIONS = ['activity', 'explorer', 'editor', 'inspector', 'status'] as const;
export type Region = (typeof REGIONS)[number];

const FOCUSABLE = 'button:not(:disabled), input, select, a[href], [tabindex="0"]';

/**
 * Moves the focus to the next or previous region. Beyond the last one the key is left to the browser, so that the page
 * is no trap.
 */
export function stepRegion(step: 1 | -1): 'taken' | 'left' {
  const shown = REGIONS.flatMap((name) => document.querySelector<HTMLElement>(`[data-region="${name}"]`) ?? []);
  const at = shown.findIndex((region) => region.contains(document.activeElement));
  const next = at < 0 ? (step === 1 ? shown[0] : shown.at(-1)) : shown[at + step];
  if (!next) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return 'left';
  }
  const inside = next.querySelector<HTMLElement>('[data-region-focus]') ?? next.querySelector<HTMLElement>(FOCUSABLE);
  (inside ?? next).focus();
  return 'taken';
}

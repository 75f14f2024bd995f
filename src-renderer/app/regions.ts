import { flushSync } from 'react-dom';
import { regionSet, type SideRegion, useLayout } from '../state/layout.ts';

/** The regions of the shell in the order that F6 walks them; those that are hidden are passed over. */
export const REGIONS = ['activity', 'explorer', 'editor', 'inspector', 'panel', 'status'] as const;
export type Region = (typeof REGIONS)[number];

const FOCUSABLE = 'button:not(:disabled), input, select, textarea, a[href], [tabindex="0"]:not([role="separator"])';
/** Where a region says itself what of it comes first, or holds a tree. */
const FIRST = '[data-region-focus], [role="tree"]';

const regionElement = (region: Region): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-region="${region}"]`);

/**
 * Moves the focus to the next or previous region. Beyond the last one the key is left to the browser, so that the page
 * is no trap.
 */
export function stepRegion(step: 1 | -1): 'taken' | 'left' {
  const shown = REGIONS.flatMap((name) => regionElement(name) ?? []);
  const at = shown.findIndex((region) => region.contains(document.activeElement));
  const next = at < 0 ? (step === 1 ? shown[0] : shown.at(-1)) : shown[at + step];
  if (!next) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return 'left';
  }
  focusIn(next);
  return 'taken';
}

/** Moves the focus into a region (F4: the inspector); a side region that is hidden is shown first. */
export function focusRegion(region: Region): void {
  if (isSideRegion(region)) flushSync(() => regionSet(region, 'shown'));
  const element = regionElement(region);
  if (element) focusIn(element);
}

const isSideRegion = (region: Region): region is SideRegion =>
  region === 'explorer' || region === 'inspector' || region === 'panel';

function focusIn(region: HTMLElement): void {
  (region.querySelector<HTMLElement>(FIRST) ?? region.querySelector<HTMLElement>(FOCUSABLE) ?? region).focus();
}

let lastInEditor: HTMLElement | undefined;

/** Remembers where on the pages the focus is, to come back to. */
export function editorFocused(target: EventTarget): void {
  if (target instanceof HTMLElement && target.closest('.editor-page')) lastInEditor = target;
}

const gridIn = (page: HTMLElement): HTMLElement | null => page.querySelector<HTMLElement>('[role="grid"]');

/**
 * A page took the place of another in a group: where the focus went with the other one, or was kept by what holds them
 * both, this one gets it.
 */
export function refocusPage(page: HTMLElement): void {
  const { activeElement } = document;
  const wentAway = activeElement === document.body && lastInEditor?.isConnected === false;
  if (!wentAway && activeElement !== page) return;
  const grid = gridIn(page);
  if (grid) return grid.focus();
  page.focus();
  focusGridOnceThere(page);
}

/** Code and rows of a page come after it: its grid gets the focus as long as that still waits on the page itself. */
function focusGridOnceThere(page: HTMLElement): void {
  const arrivals = new MutationObserver(() => gridIn(page)?.focus());
  arrivals.observe(page, { childList: true, subtree: true });
  page.addEventListener('focusout', () => arrivals.disconnect(), { once: true });
}

/** Moves the focus back to where it was in the group that keys go to, otherwise to what comes first on its page. */
export function focusEditor(): void {
  const group = document.querySelector<HTMLElement>('.editor-group[data-focused]');
  const page = group?.querySelector<HTMLElement>('.editor-page');
  const before = lastInEditor && group?.contains(lastInEditor) ? lastInEditor : undefined;
  (before ?? (page && gridIn(page)) ?? page?.querySelector<HTMLElement>(FOCUSABLE) ?? group)?.focus();
}

interface KeyStroke {
  readonly key: string;
  readonly defaultPrevented: boolean;
  readonly preventDefault: () => void;
}

/** Esc in a side region goes back to the editor, and puts away what lies over it. Nothing else ends by it. */
export function escapeToEditor(event: KeyStroke): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  event.preventDefault();
  if (useLayout.getState().drawer !== null) flushSync(() => useLayout.setState({ drawer: null }));
  focusEditor();
}

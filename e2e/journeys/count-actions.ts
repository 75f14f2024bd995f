import type { BrowserContext } from '@playwright/test';

/**
 * Counts what a person does in all pages of a context, from their events:
 * a press of the pointer (a double click is one, a drag is one), a field filled or changed (however many keys), a choice in
 * a list, a file given, a turn of the wheel, and a key that is no text (the same key held or repeated in a row is one).
 * Tab counts too: who works by keyboard presses it. Set-up over HTTP or in files is no action.
 *
 * @returns reads the count of now.
 */
export async function countActions(context: BrowserContext): Promise<() => Promise<number>> {
  let count = 0;
  await context.exposeBinding('nexusActionSeen', () => {
    count++;
  });
  await context.addInitScript(watchActions);
  return async () => {
    // Calls of a binding arrive in order behind the event that made them; a turn through each page lets them in.
    for (const page of context.pages()) if (!page.isClosed()) await page.evaluate(() => undefined);
    return count;
  };
}

/** Runs in each page before its scripts. Nothing outside of its body exists there. */
function watchActions(): void {
  const DOUBLE_CLICK_MS = 500;
  const SAME_RUN_MS = 1_000;
  let last: { readonly what: string; readonly at: EventTarget | null; readonly ms: number } | undefined;
  const seen = (what: string, at: EventTarget | null, joinsMs: number): void => {
    const ms = performance.now();
    const isSame = last?.what === what && last.at === at && ms - last.ms <= joinsMs;
    last = { what, at, ms };
    if (!isSame) void (window as unknown as { nexusActionSeen: () => Promise<void> }).nexusActionSeen();
  };
  const isText = (event: KeyboardEvent): boolean =>
    event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  const isModifier = (event: KeyboardEvent): boolean => ['Control', 'Shift', 'Alt', 'Meta'].includes(event.key);
  const isField = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
  addEventListener('pointerdown', (event) => seen('press', event.target, DOUBLE_CLICK_MS), true);
  addEventListener('wheel', (event) => seen('wheel', event.target, SAME_RUN_MS), true);
  // A box or a list that was pressed, or a key that opened it, has been counted already; `fill` and paste have not.
  addEventListener(
    'input',
    (event) => {
      const box = event.target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(event.target.type);
      if (!box) seen('text', event.target, Number.POSITIVE_INFINITY);
    },
    true,
  );
  addEventListener(
    'keydown',
    (event) => {
      if (isModifier(event)) return;
      if (!isText(event)) seen(`key ${event.ctrlKey}${event.altKey}${event.shiftKey}${event.key}`, null, SAME_RUN_MS);
      else if (!isField(event.target)) seen('text', event.target, Number.POSITIVE_INFINITY);
    },
    true,
  );
}

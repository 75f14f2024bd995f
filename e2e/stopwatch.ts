import type { Page } from '@playwright/test';

/**
 * How long it takes in the page from the next key or click until something is there, in ms: looked at with every change
 * of the document, not by asking now and then.
 */
export async function stopwatch(
  page: Page,
  from: 'click' | 'keydown',
  selector: string,
): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle(
    ([event, wanted]) => ({
      took: new Promise<number>((told) => {
        const begin = ({ timeStamp }: Event): void => {
          // What stands there from before has to go first.
          let isGone = !document.querySelector(wanted);
          const look = (): void => {
            const isThere = document.querySelector(wanted) !== null;
            isGone ||= !isThere;
            if (!isGone || !isThere) return;
            observer.disconnect();
            told(performance.now() - timeStamp);
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
        };
        addEventListener(event, begin, { capture: true, once: true });
      }),
    }),
    [from, selector] as const,
  );
  return () => watch.evaluate(({ took }) => took);
}

/**
 * The shortest of up to three times, as soon as one is within the limit: other work on the machine can only make them
 * longer.
 */
export async function bestOfThree(limitMs: number, time: () => Promise<number>): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < 3 && best > limitMs; round++) best = Math.min(best, await time());
  return best;
}

import { widthChanged } from '../state/layout.ts';

/** Below these widths the inspector lies over the editors, and the whole page is one column (ux 2.1). */
const OVERLAY = '(max-width: 1279px)';
const SINGLE = '(max-width: 1023px)';

/** Tells the layout how wide the page is, now and whenever that changes. */
export function followWidth(): void {
  const single = matchMedia(SINGLE);
  const overlay = matchMedia(OVERLAY);
  const update = (): void => widthChanged(single.matches ? 'single' : overlay.matches ? 'overlay' : 'wide');
  single.addEventListener('change', update);
  overlay.addEventListener('change', update);
  update();
}

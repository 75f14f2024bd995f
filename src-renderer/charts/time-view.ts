/** Which stretch of time a chart shows. Following, its right edge is now; held, it stands still. Times in µs. */
export type TimeView =
  | { readonly mode: 'follow'; readonly spanUs: number }
  | { readonly mode: 'held'; readonly fromUs: number; readonly toUs: number };

export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

const SHORTEST_US = 1e6;
const LONGEST_US = 400 * 86_400e6;

export function rangeOf(view: TimeView, nowUs: number): TimeRange {
  return view.mode === 'follow' ? { fromUs: nowUs - view.spanUs, toUs: nowUs } : view;
}

export function hold(view: TimeView, nowUs: number): TimeView {
  return { mode: 'held', ...rangeOf(view, nowUs) };
}

/** Moves the window; following ends, because a window that runs away cannot be read. */
export function pan(view: TimeView, nowUs: number, byUs: number): TimeView {
  const { fromUs, toUs } = rangeOf(view, nowUs);
  const shiftUs = Math.min(byUs, nowUs - toUs);
  return { mode: 'held', fromUs: fromUs + shiftUs, toUs: toUs + shiftUs };
}

/** The window that was framed, a second long at least and not beyond now. */
export function frame(nowUs: number, fromUs: number, toUs: number): TimeView {
  const spanUs = Math.max(SHORTEST_US, toUs - fromUs);
  const endUs = Math.min(nowUs, (fromUs + toUs + spanUs) / 2);
  return { mode: 'held', fromUs: endUs - spanUs, toUs: endUs };
}

/**
 * Zooms about a time that stays where it is; `factor` below 1 shows less. A following window stays at now and changes
 * its span only.
 */
export function zoom(view: TimeView, nowUs: number, factor: number, aboutUs: number): TimeView {
  const { fromUs, toUs } = rangeOf(view, nowUs);
  const spanUs = Math.min(LONGEST_US, Math.max(SHORTEST_US, (toUs - fromUs) * factor));
  if (view.mode === 'follow') return { mode: 'follow', spanUs };
  const left = (aboutUs - fromUs) / (toUs - fromUs);
  const start = Math.min(aboutUs - left * spanUs, nowUs - spanUs);
  return { mode: 'held', fromUs: start, toUs: start + spanUs };
}

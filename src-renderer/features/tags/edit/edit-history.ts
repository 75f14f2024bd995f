import { NO_EDITS, type Overlay } from './overlay.ts';

/** Steps that can be undone (ux 3.3). */
const STEPS = 200;

/** Edits with what they were before and what was undone; oldest first. */
export interface EditHistory {
  readonly now: Overlay;
  readonly past: readonly Overlay[];
  readonly future: readonly Overlay[];
}

export const NO_HISTORY: EditHistory = { now: NO_EDITS, past: [], future: [] };

/** One more step. What was undone before it can no longer be redone. */
export function stepped(history: EditHistory, now: Overlay): EditHistory {
  if (isSame(now, history.now)) return history;
  return { now, past: [...history.past, history.now].slice(-STEPS), future: [] };
}

/** Goes back a step; the same history where there is none. */
export function undone({ now, past, future }: EditHistory): EditHistory {
  const before = past.at(-1);
  return before ? { now: before, past: past.slice(0, -1), future: [now, ...future] } : { now, past, future };
}

export function redone({ now, past, future }: EditHistory): EditHistory {
  const [next, ...rest] = future;
  return next ? { now: next, past: [...past, now], future: rest } : { now, past, future };
}

/** The same steps over other tags. */
export const mapped = ({ now, past, future }: EditHistory, map: (overlay: Overlay) => Overlay): EditHistory => ({
  now: map(now),
  past: past.map(map),
  future: future.map(map),
});

/** Plain data in an order of its own making: two states that read the same are the same. */
const isSame = (a: Overlay, b: Overlay): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

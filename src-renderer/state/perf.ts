/** Figures of the live display, also on `window.__nexus.perf` for tests. Means over about a second. */
export interface Perf {
  /** Time between two animation frames. */
  frameMs: number;
  /** Cost of the live loop in one frame. */
  liveLoopMs: number;
  /** Texts written to the screen. */
  updatesPerSecond: number;
  /** Tags whose values this page is sent. */
  subscriptions: number;
}

export const perf: Perf = { frameMs: 0, liveLoopMs: 0, updatesPerSecond: 0, subscriptions: 0 };

import { z } from 'zod';

/** What a gateway must show after a deploy, or it goes back by itself (ux 3.15). */
export const GateLimits = z.object({
  /** The limits must be met within this time. */
  window_s: z.number().int().min(2).max(600).default(60),
  /** Tags that are good, as a share of those that were good before. */
  good_tags: z.number().min(0).max(1).default(0.98),
  /** Polls that succeeded since the change, as a share. */
  poll_success: z.number().min(0).max(1).default(0.95),
});
export type GateLimits = z.output<typeof GateLimits>;

export const GATE_CHECKS = ['devices', 'tags', 'polls', 'broker', 'restarts'] as const;
export type GateCheck = (typeof GATE_CHECKS)[number];

/** One line of the gate: what is seen against what is asked for. */
export interface GateLine {
  readonly check: GateCheck;
  readonly isMet: boolean;
  /** As people read it: `11 of 12`. */
  readonly seen: string;
  readonly limit: string;
}

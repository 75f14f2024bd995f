/** A run of places that one request reads, without a break. */
export interface PlannedRange {
  /** `holding`, `DB10`: ranges of one area can be drawn beside each other. */
  readonly area: string;
  /** What `start` and `count` count. */
  readonly cell: 'bit' | 'byte' | 'register' | 'word';
  readonly start: number;
  readonly count: number;
  /** Tags that lie in it, whole or in part: their indexes in the plan. */
  readonly rows: readonly number[];
  /** Runs within it that no tag wants and that are read along, in rising order. */
  readonly gaps: readonly { readonly start: number; readonly count: number }[];
}

/** One request of a plan. */
export interface PlannedRequest {
  /** In one line: `FC3 holding 107–116 (10 registers)`. */
  readonly text: string;
  /** Tags that are whole with its reply. */
  readonly tags: number;
  /** Left out where tags have names and no places. */
  readonly ranges?: readonly PlannedRange[];
  /** Bytes of data in its reply: all, those that no tag wants, and how many would fit. */
  readonly bytes?: { readonly read: number; readonly wasted: number; readonly capacity: number };
}

/** What a poll of a set of tags will cost, before it is made. Shown to the user as the poll plan. */
export interface PlanSummary {
  readonly requests: readonly PlannedRequest[];
  /** What the requests were fitted into, in words: `125 registers, 2,000 bits, gaps up to 16`. */
  readonly limits?: string;
}

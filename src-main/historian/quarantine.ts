import type { QuarantinedPoint } from '../../src-shared/contract/history-quarantine.ts';

export interface QuarantineList {
  readonly total: number;
  /** Oldest first. */
  readonly rows: readonly QuarantinedPoint[];
}

/** What is asked of a quarantine. Without `ids` the oldest points are meant, as many as one call can do. */
export type QuarantineAsk =
  | { readonly what: 'list'; readonly after: string; readonly limit: number }
  | { readonly what: 'retry'; readonly ids?: readonly string[] }
  | { readonly what: 'drop'; readonly ids?: readonly string[] };

export type QuarantineAnswer =
  | ({ readonly what: 'list' } & QuarantineList)
  | { readonly what: 'retry'; readonly stored: number; readonly kept: number }
  | { readonly what: 'drop'; readonly dropped: number };

/** What a question is answered with. */
export type AnswerTo<Ask extends QuarantineAsk> = Extract<QuarantineAnswer, { readonly what: Ask['what'] }>;

import type { DrillRequest, DrillTarget } from '../../../src-shared/contract/drill.ts';

/** A drill that was asked for and may begin. */
export interface DrillPlan {
  readonly id: string;
  readonly request: DrillRequest;
  readonly targets: readonly DrillTarget[];
  readonly actor: string;
  readonly startedUs: number;
}

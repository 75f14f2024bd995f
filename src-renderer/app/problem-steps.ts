import { type Problem, useProblems } from '../state/problems.ts';

let last: string | undefined;

/** Problems that have a place to go to, in the order of their sources. */
const places = (): readonly Problem[] =>
  Object.values(useProblems.getState().bySource)
    .flat()
    .filter((problem) => problem.go !== undefined);

export const hasProblemPlaces = (): boolean => places().length > 0;

/** F3: goes to the next or previous problem, round and round, from the one it went to last. */
export function problemStepped(step: 1 | -1): void {
  const all = places();
  const at = all.findIndex(({ key }) => key === last);
  const from = at < 0 && step === -1 ? 0 : at;
  const next = all[(from + step + all.length) % all.length];
  last = next?.key;
  next?.go?.();
}

import { type Problem, useProblems } from '../state/problems.ts';

let last: string | undefined;

/** Problems that have a place to go to, in the order of their sources. */
const places = (): readonly Problem[] =>
  Object.values(useProblems.getState().bySource)
    .flat()
    .filter((problem) => problem.go !== undefined);

export const hasProblemPlaces = (): boolean => places().length > 0;

/** Of the tab in front, where its edits have any: who mends a table wants the next cell, not a device that was slow. */
function placesFrom(tab: string | undefined): readonly Problem[] {
  const own = useProblems.getState().bySource[`edits ${tab ?? ''}`]?.filter(({ go }) => go !== undefined) ?? [];
  return own.length > 0 ? own : places();
}

/** F3: goes to the next or previous problem, round and round, from the one it went to last. @param tab in front */
export function problemStepped(step: 1 | -1, tab?: string): void {
  const all = placesFrom(tab);
  const at = all.findIndex(({ key }) => key === last);
  const from = at < 0 && step === -1 ? 0 : at;
  const next = all[(from + step + all.length) % all.length];
  last = next?.key;
  next?.go?.();
}

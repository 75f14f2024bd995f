import type { ReactNode } from 'react';
import type { CheckLoopView, LoopState } from '../../../src-shared/contract/check-loops.ts';

/** How far a sheet is, in words and as a bar. */
export function CheckProgress({ loops }: { readonly loops: readonly CheckLoopView[] }): ReactNode {
  const count = (...states: readonly LoopState[]): number => loops.filter(({ state }) => states.includes(state)).length;
  const [pass, fail, changed, open] = [count('pass'), count('fail'), count('changed'), count('open', 'running')];
  const parts = [
    `${loops.length} ${loops.length === 1 ? 'loop' : 'loops'}: ${pass} pass`,
    `${fail} fail`,
    ...(changed > 0 ? [`${changed} changed`] : []),
    `${open} open`,
  ];
  return (
    <span className="checks-progress">
      <span role="status">{parts.join(' · ')}</span>
      <progress aria-label="Loops signed" max={Math.max(1, loops.length)} value={loops.length - open} />
    </span>
  );
}

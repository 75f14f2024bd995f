import type { CheckLoopView } from '../../src-shared/contract/check-loops.ts';

/** Why a loop cannot be signed with this verdict; undefined where it can. */
export function signRefusal(loop: CheckLoopView, verdict: 'pass' | 'fail'): string | undefined {
  const { name, steps, signature, problem } = loop;
  if (problem !== null) return problem;
  if (signature) return `${name} is signed already, by ${signature.name}. Check it again first.`;
  if (verdict === 'fail') return undefined;
  const missing = steps.filter(({ need, capture }) => need === 'required' && !capture);
  if (missing.length > 0)
    return `${listed(missing.map(({ title }) => title))} ${missing.length === 1 ? 'has' : 'have'} no capture. Capture ${missing.length === 1 ? 'it' : 'them'}, or sign as Fail.`;
  const bad = steps.filter(({ capture }) => capture?.result === 'fail');
  if (bad.length > 0)
    return `${listed(bad.map(({ title }) => title))} ${bad.length === 1 ? 'is' : 'are'} outside of what is expected. Capture again, or sign as Fail.`;
  return undefined;
}

/** What goes to the punch list when nothing is written by hand: the steps that are not as expected. */
export function defectOf({ steps, tolerance }: CheckLoopView): string {
  const bad = steps.filter(({ capture }) => capture?.result === 'fail');
  if (bad.length === 0) return 'Signed as Fail.';
  return `${bad
    .map(({ title, capture }) => {
      const error = capture?.error ?? null;
      if (error === null) return `${title}: ${capture?.value ?? capture?.quality}`;
      return `${title}: error ${error.toFixed(2)} % of span, tolerance ${tolerance} %`;
    })
    .join('; ')}.`;
}

function listed(titles: readonly string[]): string {
  const shown = titles.slice(0, 3).join(', ');
  return titles.length > 3 ? `${shown} and ${titles.length - 3} more` : shown;
}

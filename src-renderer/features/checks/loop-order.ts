import type { CheckLoopView, LoopState } from '../../../src-shared/contract/check-loops.ts';
import { loopKey } from '../../../src-shared/domain/check-sheet.ts';

const IS: Readonly<Record<string, readonly LoopState[]>> = {
  open: ['open', 'running'],
  pass: ['pass'],
  fail: ['fail'],
  changed: ['changed'],
};

/** Loops that all words of a filter fit: `is:open`, `is:fail`, or part of a name, device, template or person. */
export function matchingLoops(loops: readonly CheckLoopView[], filter: string): readonly CheckLoopView[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return loops;
  return loops.filter((loop) => words.every((word) => fits(loop, word)));
}

function fits(loop: CheckLoopView, word: string): boolean {
  if (word.startsWith('is:')) return IS[word.slice(3)]?.includes(loop.state) ?? false;
  const { name, tag, device, deviceName, template, assigned, signature } = loop;
  const text = [name, tag, device, deviceName, template, assigned, signature?.name ?? ''].join(' ').toLowerCase();
  return text.includes(word);
}

/** The next loop that is not signed: behind the selected one, then from the top. */
export function nextOpen(loops: readonly CheckLoopView[], selected: string | undefined): CheckLoopView | undefined {
  const at = loops.findIndex((loop) => loopKey(loop) === selected);
  const isOpen = ({ signature, problem }: CheckLoopView): boolean => signature === null && problem === null;
  const others = [...loops.slice(at + 1), ...loops.slice(0, Math.max(at, 0))];
  return others.find(isOpen);
}

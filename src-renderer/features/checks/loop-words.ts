import type { CheckLoopView, CheckStepView, LoopState } from '../../../src-shared/contract/check-loops.ts';
import type { CheckTemplate } from '../../../src-shared/domain/check-sheet.ts';
import type { GlyphName } from '../../ui/Glyph.tsx';
import { formatSignificant, formatValue, withDecimalSign } from '../../ui/number-format.ts';

export const TEMPLATE_MARKS: Readonly<Record<CheckTemplate, string>> = {
  ai: 'AI',
  ao: 'AO',
  di: 'DI',
  do: 'DO',
  valve: 'Valve',
  comms: 'Comms',
};

/** How a loop stands: a glyph beside its word. */
export const STATE_WORDS: Readonly<Record<LoopState, readonly [glyph: GlyphName, word: string]>> = {
  open: ['off', 'Open'],
  running: ['connecting', 'Begun'],
  pass: ['done', 'Pass'],
  fail: ['bad', 'Fail'],
  changed: ['half', 'Changed since sign-off'],
};

/** A value of a loop as its tag shows it. */
export function loopValue(value: number | null, loop: CheckLoopView): string {
  if (value === null) return '—';
  const { dataType, range, states } = loop;
  return formatValue(value, { dataType, euLow: range?.low ?? null, euHigh: range?.high ?? null, states });
}

/** What a step expects, in words. */
export function expectedText(step: CheckStepView, loop: CheckLoopView): string {
  if (step.kind === 'wire_break') return 'Bad';
  if (step.kind === 'comms') return 'Good';
  if (step.alarm) return `${step.alarm.side === 'high' ? '≥' : '≤'} ${formatSignificant(step.alarm.limit)}`;
  return loopValue(step.expected, loop);
}

/** What was captured, in words: the value, or the quality where that is what counts. */
export function capturedText({ kind, capture }: CheckStepView, loop: CheckLoopView): string {
  if (!capture) return '';
  return kind === 'wire_break' || capture.value === null ? capture.quality : loopValue(capture.value, loop);
}

export function errorText({ capture }: CheckStepView): string {
  const error = capture?.error ?? null;
  return error === null ? '' : `${withDecimalSign(error.toFixed(2))} %`;
}

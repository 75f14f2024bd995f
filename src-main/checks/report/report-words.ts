import type { CheckLoopView, CheckStepView } from '../../../src-shared/contract/check-loops.ts';

/** Names of templates as reports have them. */
export const TEMPLATE_NAMES = {
  ai: 'Analogue input',
  ao: 'Analogue output',
  di: 'Digital input',
  do: 'Digital output',
  valve: 'Valve',
  comms: 'Communication only',
} as const satisfies Readonly<Record<CheckLoopView['template'], string>>;

/** How a loop stands, without colours or signs. */
export const STATE_NAMES = {
  open: 'OPEN',
  running: 'OPEN (begun)',
  pass: 'PASS',
  fail: 'FAIL',
  changed: 'CHANGED SINCE SIGN-OFF',
} as const satisfies Readonly<Record<CheckLoopView['state'], string>>;

/** A number of a loop: decimals that resolve a thousandth of its range, six digits without one, the text of a state. */
export function reportNumber(value: number | null, { range, states, dataType }: CheckLoopView): string {
  if (value === null) return '';
  const state = states[String(value)];
  if (state !== undefined) return state;
  if (dataType === 'bool') return value === 0 ? 'Off' : 'On';
  if (!range) return String(Number(value.toPrecision(6)));
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10((range.high - range.low) / 1_000) - 1e-9)));
  return value.toFixed(decimals);
}

export function expectedWords(step: CheckStepView, loop: CheckLoopView): string {
  if (step.kind === 'wire_break') return 'Bad';
  if (step.kind === 'comms') return 'Good';
  if (step.alarm) return `${step.alarm.side === 'high' ? '>=' : '<='} ${step.alarm.limit}`;
  return reportNumber(step.expected, loop);
}

export function capturedWords({ kind, capture }: CheckStepView, loop: CheckLoopView): string {
  if (!capture) return 'not tested';
  return kind === 'wire_break' || capture.value === null ? capture.quality : reportNumber(capture.value, loop);
}

/** How long it took until a write was seen. */
export function strokeWords({ capture }: CheckStepView): string {
  const tookMs = capture?.write?.tookMs ?? null;
  return tookMs === null ? '' : `${(tookMs / 1_000).toFixed(1)} s`;
}

/** `2026-02-03 08:00:00 UTC`. */
export const reportTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

import type { CheckAlarm, CheckLoop, CheckSheet } from './check-sheet.ts';

/** What of a tag its steps follow from. */
export interface CheckedTag {
  readonly dataType: string;
  readonly unit: string;
  readonly euLow: number | null;
  readonly euHigh: number | null;
  /** State texts by number. */
  readonly states: Readonly<Record<string, string>>;
}

/**
 * One thing to prove. `point` compares an applied value with the range, `state` one state of a switch, `alarm` that a set
 * point was passed, `wire_break` that an open circuit reads Bad, `comms` that good values arrive; `write` and `command`
 * write first and then look at what shows it.
 */
export const STEP_KINDS = ['point', 'state', 'alarm', 'wire_break', 'comms', 'write', 'command'] as const;
export type CheckStepKind = (typeof STEP_KINDS)[number];

export interface CheckStep {
  /** Stable within its loop: results are kept under it. */
  readonly key: string;
  readonly kind: CheckStepKind;
  readonly title: string;
  /** What a person applies at the terminals, or what is written: `12.00 mA`. Empty: nothing. */
  readonly applied: string;
  /** In engineering units; null where no number is expected. */
  readonly expected: number | null;
  /** How far the value may be off, in engineering units; null where it must be the same. */
  readonly band: number | null;
  /** Of the range, so that an error has a size; null without one. */
  readonly span: number | null;
  /** What is written first. */
  readonly write: number | null;
  /** How long it may take until it is seen, ms. */
  readonly withinMs: number;
  /** Whether a pass can be signed without it. */
  readonly need: 'required' | 'optional';
  readonly alarm: CheckAlarm | null;
}

/** A command or a written value is looked for this long unless the sheet says otherwise. */
const WITHIN_MS = 10_000;
const STROKE_WITHIN_MS = 60_000;
const MOST_STATES = 8;

const PLAIN = {
  applied: '',
  expected: null,
  band: null,
  span: null,
  write: null,
  withinMs: 0,
  need: 'required',
  alarm: null,
} as const;

/** The range that an analogue loop is proved over; undefined where neither sheet nor tag has one. */
export function rangeOf(loop: CheckLoop, tag: CheckedTag): { readonly low: number; readonly high: number } | undefined {
  if (loop.range) return loop.range;
  const { euLow, euHigh } = tag;
  return euLow !== null && euHigh !== null && euHigh > euLow ? { low: euLow, high: euHigh } : undefined;
}

/** Percent of the span that a loop may be off. */
export const toleranceOf = (loop: CheckLoop, sheet: CheckSheet): number => loop.tolerance ?? sheet.tolerance;

/** Why a loop has no steps to take; undefined where it has. */
export function loopProblem(loop: CheckLoop, tag: CheckedTag): string | undefined {
  if ((loop.template === 'ai' || loop.template === 'ao') && !rangeOf(loop, tag))
    return 'Neither the tag nor the sheet has a range. Write “range: { low: 0, high: 100 }” into the sheet, or check it as comms.';
  return undefined;
}

/** The steps of a loop in the order they are taken; none where the loop has a problem. */
export function stepsOf(loop: CheckLoop, sheet: CheckSheet, tag: CheckedTag): readonly CheckStep[] {
  if (loopProblem(loop, tag) !== undefined) return [];
  return [...mainSteps(loop, sheet, tag), ...(loop.alarms ?? []).map(alarmStep), ...wireSteps(loop)];
}

function mainSteps(loop: CheckLoop, sheet: CheckSheet, tag: CheckedTag): readonly CheckStep[] {
  if (loop.template === 'ai' || loop.template === 'ao') return analogueSteps(loop, sheet, tag);
  if (loop.template === 'comms') return [{ ...PLAIN, key: 'comms', kind: 'comms', title: 'Good values arrive' }];
  const states = statesOf(tag);
  if (loop.template === 'di')
    return states.map(([value, text]) => ({
      ...PLAIN,
      key: `state-${value}`,
      kind: 'state',
      title: text,
      expected: value,
    }));
  const isValve = loop.template === 'valve';
  const withinMs = (loop.within_s ?? 0) * 1_000 || (isValve ? STROKE_WITHIN_MS : WITHIN_MS);
  // A valve is opened first: it is shut when the loop begins, and is left so.
  return states
    .toSorted(([a], [b]) => b - a)
    .map(([value, text]) => ({
      ...PLAIN,
      key: `command-${value}`,
      kind: 'command',
      title: isValve && tag.states[value] === undefined ? (value === 0 ? 'Close' : 'Open') : text,
      applied: text,
      expected: value,
      write: value,
      withinMs,
    }));
}

function analogueSteps(loop: CheckLoop, sheet: CheckSheet, tag: CheckedTag): readonly CheckStep[] {
  const { low, high } = rangeOf(loop, tag)!;
  const span = high - low;
  const band = (span * toleranceOf(loop, sheet)) / 100;
  const signal = loop.signal ?? { low: 4, high: 20, unit: 'mA' };
  const isOutput = loop.template === 'ao';
  return (loop.points ?? sheet.points).map((percent) => {
    const expected = exact(low + (span * percent) / 100);
    const injected = signal.low + ((signal.high - signal.low) * percent) / 100;
    return {
      ...PLAIN,
      key: `${isOutput ? 'write' : 'point'}-${percent}`,
      kind: isOutput ? 'write' : 'point',
      title: `${percent} %`,
      applied: isOutput ? `${expected} ${tag.unit}`.trim() : `${injected.toFixed(2)} ${signal.unit}`,
      expected,
      band,
      span,
      write: isOutput ? expected : null,
      withinMs: isOutput ? (loop.within_s ?? 0) * 1_000 || WITHIN_MS : 0,
    };
  });
}

const alarmStep = (alarm: CheckAlarm): CheckStep => ({
  ...PLAIN,
  key: `alarm-${alarm.name}`,
  kind: 'alarm',
  title: `${alarm.name} alarm ${alarm.limit} seen`,
  expected: alarm.limit,
  need: 'optional',
  alarm,
});

const wireSteps = (loop: CheckLoop): readonly CheckStep[] =>
  loop.wire_break === true
    ? [
        {
          ...PLAIN,
          key: 'wire',
          kind: 'wire_break',
          title: 'Wire break seen',
          applied: 'Open circuit',
          need: 'optional',
        },
      ]
    : [];

/** States by rising number: those that have texts, or both of a switch. */
function statesOf({ states }: CheckedTag): readonly (readonly [number, string])[] {
  const named = Object.entries(states)
    .map(([value, text]) => [Number(value), text] as const)
    .toSorted(([a], [b]) => a - b)
    .slice(0, MOST_STATES);
  if (named.length > 1) return named;
  return [
    [0, states['0'] ?? 'Off'],
    [1, states['1'] ?? 'On'],
  ];
}

/** Without what binary fractions leave behind the fifteenth digit. */
const exact = (value: number): number => Number(value.toPrecision(15));

import type { QualityAction, QualityCheck } from './quality-rule.ts';

/** A rule as far as it was written. */
export interface WrittenRule {
  readonly check?: QualityCheck | undefined;
  readonly action?: QualityAction | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly max_rate?: number | undefined;
  readonly for?: string | undefined;
}

/** What a rule finds fault with, in a few words: `Below 0 or above 120 m³/h`. @param unit of the tag, for people; empty where there is none. */
export function ruleCondition(rule: WrittenRule, unit = ''): string {
  const { low, high, max_rate: rate, for: duration } = rule;
  const withUnit = (value: number): string => (unit === '' ? String(value) : `${value} ${unit}`);
  switch (rule.check) {
    case undefined:
      return '…';
    case 'range':
      if (low !== undefined && high !== undefined) return `Below ${low} or above ${withUnit(high)}`;
      if (low !== undefined) return `Below ${withUnit(low)}`;
      return high === undefined ? 'Outside its range' : `Above ${withUnit(high)}`;
    case 'type':
      return 'Not a number, or none of the states';
    case 'rate':
      return rate === undefined ? 'Changes too fast' : `Changes by more than ${withUnit(rate)} a second`;
    case 'stuck':
      return duration === undefined ? 'Does not change' : `The same value for ${duration}`;
  }
}

/** What becomes of a reading that a rule finds fault with. */
export const ACTION_EFFECT: Readonly<Record<QualityAction, string>> = {
  flag: 'its point says that it is uncertain, and why',
  reject: 'no point is made of it, and it is counted',
  alert: 'its point stays as it is, and Problems names the tag',
};

/** A rule as one sentence. */
export function ruleSentence(rule: WrittenRule, unit = ''): string {
  const condition = ruleCondition(rule, unit);
  return `${condition}: ${ACTION_EFFECT[rule.action ?? 'flag']}.`;
}

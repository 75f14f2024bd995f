import { z } from 'zod';
import { isQualityCheck, KEYS_OF_CHECK, QualityRule } from '../../src-shared/domain/quality-rule.ts';
import type { WrittenRule } from '../../src-shared/domain/rule-words.ts';
import type { FormField, FormValue } from './form-field.ts';
import { settled } from './form-value.ts';
import { readFields } from './read-schema.ts';

/** The fields of a rule, as the gateway describes them in the files. */
const FIELDS = readFields(z.toJSONSchema(QualityRule, { io: 'input', unrepresentable: 'any' }));

const LIMITS: readonly string[] = Object.values(KEYS_OF_CHECK).flat();

/** The fields that a rule has with the check that is chosen: limits of other checks mean nothing to it. */
export function ruleFields(form: FormValue): readonly FormField[] {
  const { check } = form;
  const own: readonly string[] = isQualityCheck(check) ? KEYS_OF_CHECK[check] : [];
  const [first, ...rest] = FIELDS.filter(({ path }) => !LIMITS.includes(path));
  return [first!, ...FIELDS.filter(({ path }) => own.includes(path)), ...rest];
}

/** The rule with another check, and without the limits that mean nothing to it. */
export function withCheck(form: FormValue, check: unknown): FormValue {
  const own: readonly string[] = isQualityCheck(check) ? KEYS_OF_CHECK[check] : [];
  const kept = Object.entries(form).filter(([key]) => !LIMITS.includes(key) || own.includes(key));
  return { ...Object.fromEntries(kept), check };
}

/** A rule as the file takes it: texts without blanks around them, numbers as numbers. What was written stays, usual or not. */
export function settledRule(form: FormValue): FormValue {
  const { topic, ...rule } = settled(FIELDS, form, form);
  return typeof topic === 'string' ? { topic: topic.trim(), ...rule } : rule;
}

/** A rule as far as it can be read from what was typed. */
export function writtenRule(form: FormValue): WrittenRule {
  const number = (key: string): number | undefined => {
    const value = form[key];
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
  };
  const { check, action, for: duration } = form;
  return {
    check: isQualityCheck(check) ? check : undefined,
    action: action === 'reject' || action === 'alert' ? action : 'flag',
    low: number('low'),
    high: number('high'),
    max_rate: number('max_rate'),
    for: typeof duration === 'string' && duration !== '' ? duration : undefined,
  };
}

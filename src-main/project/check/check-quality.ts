import { type DataType, isNumeric } from '../../../src-shared/domain/data-type.ts';
import { KEYS_OF_CHECK, type QualityRule } from '../../../src-shared/domain/quality-rule.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import type { ReportFault } from './report-fault.ts';

/** The quality rules of one tag. @param dataType what is read at the address; undefined where that is not known. */
export function checkQuality({ quality_rules: rules }: Tag, dataType: DataType | undefined, report: ReportFault): void {
  if (!rules || rules.length === 0) return;
  if (dataType !== undefined && !isNumeric(dataType)) {
    const text = `A ${dataType} has no number to judge. Remove quality_rules or choose a numeric data type.`;
    report('WRONG_TYPE', ['quality_rules'], text);
  }
  for (const [at, rule] of rules.entries()) checkQualityRule(rule, ['quality_rules', at], report);
}

/** One rule: the keys that its check needs, and no others. */
export function checkQualityRule(rule: QualityRule, place: readonly PropertyKey[], report: ReportFault): void {
  const own = KEYS_OF_CHECK[rule.check];
  const all = Object.values(KEYS_OF_CHECK).flat();
  for (const key of all) {
    if (rule[key] === undefined || own.includes(key)) continue;
    const takes = own.length === 0 ? 'takes no limits' : `takes ${own.join(' and ')}`;
    report(
      'WRONG_TYPE',
      [...place, key],
      `“${key}” means nothing to the check “${rule.check}”, which ${takes}. Remove it.`,
    );
  }
  if (own.length > 0 && own.every((key) => rule[key] === undefined)) {
    report('MISSING_KEY', [...place, 'check'], `The check “${rule.check}” needs ${own.join(' or ')}. Add it.`);
  }
  if (rule.low !== undefined && rule.high !== undefined && rule.low > rule.high) {
    report('LIMIT_ORDER', [...place, 'low'], `Low ${rule.low} is above high ${rule.high}. Swap them.`);
  }
}

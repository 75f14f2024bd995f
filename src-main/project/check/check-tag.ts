import { type DataType, isNumeric } from '../../../src-shared/domain/data-type.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { tagTopic, topicFault } from '../../../src-shared/domain/topic.ts';
import { checkAggregates } from './check-aggregates.ts';
import { checkQuality } from './check-quality.ts';
import { checkScaling } from './check-scaling.ts';
import type { ReportFault } from './report-fault.ts';

/**
 * The rules that span the fields of one tag.
 * @param dataType what is read at the address; undefined where that is not known.
 * @param unsPrefix that of the device, where it has a right form.
 */
export function checkTag(
  tag: Tag,
  dataType: DataType | undefined,
  unsPrefix: string | undefined,
  report: ReportFault,
): void {
  checkTopic(tag, unsPrefix, report);
  checkScaling(tag, dataType, report);
  checkDeadband(tag, report);
  checkQuality(tag, dataType, report);
  checkAggregates(tag, dataType, unsPrefix, report);
  checkWriting(tag, dataType, report);
}

function checkTopic(tag: Tag, unsPrefix: string | undefined, report: ReportFault): void {
  const suffix = tag.topic_suffix ?? tag.id;
  const own = suffix === '' ? undefined : topicFault(suffix);
  if (own) return report('TOPIC_SYNTAX', ['topic_suffix'], `“${suffix}” ${own}`);
  if (unsPrefix === undefined) return;
  const whole = topicFault(tagTopic(unsPrefix, suffix || 't'));
  if (whole)
    report(
      'TOPIC_SYNTAX',
      ['topic_suffix'],
      `“${tagTopic(unsPrefix, suffix)}” ${whole} Shorten the suffix or the prefix.`,
    );
}

function checkDeadband({ deadband, eu_low, eu_high }: Tag, report: ReportFault): void {
  if (!deadband) return;
  const hasRange = eu_low !== undefined && eu_high !== undefined;
  if (deadband.percent_of_range !== undefined && !hasRange)
    report(
      'MISSING_KEY',
      ['deadband', 'percent_of_range'],
      'A deadband in percent of range needs eu_low and eu_high. Add them.',
    );
  checkDoor(deadband, report);
  const { absolute } = deadband;
  if (absolute !== undefined && hasRange && absolute > 0 && absolute >= Math.abs(eu_high - eu_low))
    report(
      'DEADBAND',
      ['deadband', 'absolute'],
      `Deadband ${absolute} is as wide as the engineering range ${eu_low}–${eu_high}, so no change would be published. Use a smaller one.`,
      'warning',
    );
}

function checkDoor(deadband: NonNullable<Tag['deadband']>, report: ReportFault): void {
  if (deadband.swinging_door === undefined) return;
  const place = ['deadband', 'swinging_door'];
  if (deadband.max_interval === undefined)
    report(
      'MISSING_KEY',
      ['deadband', 'max_interval'],
      'A swinging door holds a point back until the line turns, so it needs a heartbeat. Add max_interval, for example 10s.',
    );
  const other = (['absolute', 'percent', 'percent_of_range'] as const).find((key) => deadband[key] !== undefined);
  if (other !== undefined)
    report('DEADBAND', place, `A swinging door takes the place of ${other}. Remove one of the two.`, 'error');
}

function checkWriting(tag: Tag, dataType: DataType | undefined, report: ReportFault): void {
  const limits = tag.write_limits;
  const isNumber = dataType !== undefined && isNumeric(dataType);
  if (limits?.min !== undefined && limits.max !== undefined && limits.min > limits.max)
    report(
      'LIMIT_ORDER',
      ['write_limits', 'min'],
      `Lowest value ${limits.min} is above highest value ${limits.max}. Swap them.`,
    );
  if (limits && dataType !== undefined && !isNumber)
    report(
      'WRONG_TYPE',
      ['write_limits'],
      `A ${dataType} has no number to limit. Remove write_limits or choose a numeric data type.`,
    );
  if (tag.access !== 'read_write' || !isNumber || tag.enum) return;
  if (limits?.min === undefined && limits?.max === undefined)
    report(
      'WRITABLE_WITHOUT_LIMITS',
      limits ? ['write_limits'] : ['access'],
      `Any ${dataType} may be written to “${tag.id}”. Add for example write_limits: { min: ${tag.eu_low ?? 0}, max: ${tag.eu_high ?? 100} }.`,
    );
}

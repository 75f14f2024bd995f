import { type DataType, isNumeric } from '../../../src-shared/domain/data-type.ts';
import { integerRange } from '../../../src-shared/domain/integer-range.ts';
import type { Tag } from '../../../src-shared/domain/tag.ts';
import { scaledValue } from '../../../src-shared/domain/tag-scale.ts';
import { conversion, findUnit, isOwnLabel, nearestUnit } from '../../../src-shared/domain/units.ts';
import { compileTagRule } from '../../processing/tag-rule.ts';
import type { ReportFault } from './report-fault.ts';

const FLOAT32_MAX = 3.402_823_466_385_288_6e38;

/** Scale, ranges, clamp and units of one tag, alone and together. */
export function checkScaling(tag: Tag, dataType: DataType | undefined, report: ReportFault): void {
  const found = checkRanges(tag, report);
  const isScaled = tag.raw_low !== undefined || tag.raw_high !== undefined;
  if (tag.scale === 0) report('SCALE_ZERO', ['scale'], 'Scale 0 would make every value 0. Use 1 for no scaling.');
  const type = dataType ?? tag.data_type;
  if (type && !isNumeric(type) && (isScaled || tag.scale !== undefined || tag.offset !== undefined)) {
    const text = `A ${type} has no number to scale. Remove the scaling or choose a numeric data type.`;
    report('WRONG_TYPE', ['scale'], text);
  } else if (found === 'sound' && tag.scale !== 0 && type) checkOverflow(tag, type, report);
  checkUnits(tag, report);
}

function checkRanges(tag: Tag, report: ReportFault): 'sound' | 'faulty' {
  const { raw_low, raw_high, eu_low, eu_high, clamp_low, clamp_high } = tag;
  if (clamp_low !== undefined && clamp_high !== undefined && clamp_low > clamp_high)
    report('LIMIT_ORDER', ['clamp_low'], `Clamp low ${clamp_low} is above clamp high ${clamp_high}.`);
  if (raw_low === undefined && raw_high === undefined) {
    if (tag.scaling === 'square_root') {
      const text = 'A square root is taken of the share of a raw range. Add raw_low, raw_high, eu_low and eu_high.';
      report('MISSING_KEY', ['scaling'], text);
      return 'faulty';
    }
    if (eu_low === undefined || eu_high === undefined || eu_low < eu_high) return 'sound';
    report('LIMIT_ORDER', ['eu_low'], `Engineering low ${eu_low} is not below engineering high ${eu_high}. Swap them.`);
    return 'faulty';
  }
  if (raw_low === undefined || raw_high === undefined || eu_low === undefined || eu_high === undefined) {
    report(
      'MISSING_KEY',
      ['raw_low'],
      'Scaling by range needs all of raw_low, raw_high, eu_low and eu_high. Add what is missing.',
    );
    return 'faulty';
  }
  if (raw_low === raw_high) {
    const text = `Raw low and raw high are both ${raw_low}, so scaling would divide by zero. Enter a raw range, for example 0–27648.`;
    report('SCALE_ZERO', ['raw_high'], text);
    return 'faulty';
  }
  if (eu_low === eu_high) {
    const text = `Engineering low and high are both ${eu_low}, so every value would be ${eu_low}. Enter an engineering range, for example 0–100.`;
    report('SCALE_ZERO', ['eu_high'], text);
    return 'faulty';
  }
  if (raw_low > raw_high !== eu_low > eu_high) {
    const text = `The value falls from ${eu_low > eu_high ? eu_low : eu_high} to ${Math.min(eu_low, eu_high)} while the raw value rises. Swap low and high if that is not meant.`;
    report('LIMIT_ORDER', [raw_low > raw_high ? 'raw_low' : 'eu_low'], text, 'warning');
  }
  return 'sound';
}

/** No raw value may leave the range of numbers: it would be read as good, and be no number. */
function checkOverflow(tag: Tag, type: DataType, report: ReportFault): void {
  const rule = compileTagRule(tag, 0);
  const { factor, offset } = rule;
  const largest = type === 'float32' ? FLOAT32_MAX : Number(integerRange(type)?.max ?? 1);
  if (factor !== 0 && Number.isFinite(factor) && Number.isFinite(offset) && Number.isFinite(scaledValue(rule, largest)))
    return;
  const field = tag.scale === undefined ? 'eu_high' : 'scale';
  const fact =
    factor === 0 ? 'makes every value the same' : `takes ${type} beyond the largest number there is (1.8e308)`;
  report('SCALE_ZERO', [field], `Scaling with ${field} ${tag[field]} ${fact}. Use a scale nearer to 1.`);
}

function checkUnits({ unit, unit_from: unitFrom }: Tag, report: ReportFault): void {
  const to = unit === undefined ? undefined : findUnit(unit);
  if (unitFrom === undefined) {
    if (unit === undefined || unit === '' || to || isOwnLabel(unit)) return;
    const text =
      `“${unit}” is no unit that is known here; it is shown as it stands. ${didYouMean(unit) ?? ''} For a label of your own write {${unit}}.`.replace(
        '  ',
        ' ',
      );
    return report('UNIT', ['unit'], text, 'warning');
  }
  const from = findUnit(unitFrom);
  if (!from)
    return report(
      'UNIT',
      ['unit_from'],
      `“${unitFrom}” is not a unit that can be converted. ${didYouMean(unitFrom) ?? 'Use a UCUM code such as Cel or bar.'}`,
    );
  if (!to)
    return report(
      'UNIT',
      ['unit'],
      `“${unit ?? ''}” is not a unit that can be converted to. ${didYouMean(unit) ?? 'Use a UCUM code such as [degF] or kPa.'}`,
    );
  if (!conversion(from, to))
    report(
      'UNIT',
      ['unit_from'],
      `${from.symbol} (${from.dimension}) cannot become ${to.symbol} (${to.dimension}). Use units of one kind.`,
    );
}

function didYouMean(text: string | undefined): string | undefined {
  const near = text === undefined ? undefined : nearestUnit(text);
  return near && `Did you mean “${near}”?`;
}

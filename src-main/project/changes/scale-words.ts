import type { ChangeSeverity } from '../../../src-shared/contract/project-changes.ts';
import { type ScaledTag, scaledValue, tagScale } from '../../../src-shared/domain/tag-scale.ts';
import { conversion, findUnit } from '../../../src-shared/domain/units.ts';

/** What another scale does to the values of a tag. */
export interface ScaleEffect {
  readonly text: string;
  readonly severity: ChangeSeverity;
}

/** From this ratio on values are of another size altogether: a slip of a decimal point is one of ten. */
const OTHER_SIZE = 2;
const DIGITS = 6;

/** What becomes of the values; undefined where the same reading makes the same value. */
export function scaleEffect(before: ScaledTag, after: ScaledTag): ScaleEffect | undefined {
  const [a, b] = [tagScale(before), tagScale(after)];
  const isRoot = !Number.isNaN(a.rootFactor) || !Number.isNaN(b.rootFactor);
  if (isRoot) return Object.is(JSON.stringify(a), JSON.stringify(b)) ? undefined : example(before, after);
  if (close(a.factor, b.factor) && close(a.offset, b.offset)) return undefined;
  if (isConverted(before, after)) return { ...example(before, after), severity: 'caution' };
  if (close(a.factor, b.factor)) {
    const by = b.offset - a.offset;
    return {
      text: `Values are ${short(Math.abs(by))} ${by > 0 ? 'higher' : 'lower'} than before.`,
      severity: 'caution',
    };
  }
  if (a.offset !== 0 || b.offset !== 0 || a.factor === 0 || b.factor === 0) return example(before, after);
  const ratio = b.factor / a.factor;
  const size = Math.abs(ratio);
  const sign = ratio < 0 ? ' with the other sign' : '';
  const text = size >= 1 ? `${short(size)} × as large` : `${short(1 / size)} × as small`;
  return { text: `Values become ${close(size, 1) ? 'as large' : text}${sign}.`, severity: severityOf(ratio) };
}

/** The same reading before and after, for what no single factor says. */
function example(before: ScaledTag, after: ScaledTag): ScaleEffect {
  const raw = after.raw_high ?? before.raw_high ?? 100;
  const [was, is] = [scaledValue(tagScale(before), raw), scaledValue(tagScale(after), raw)];
  return {
    text: `A reading of ${short(raw)} becomes ${short(is)}${unitWord(after)} instead of ${short(was)}${unitWord(before)}.`,
    severity: severityOf(was === 0 ? (is === 0 ? 1 : OTHER_SIZE) : is / was),
  };
}

const severityOf = (ratio: number): ChangeSeverity =>
  ratio < 0 || ratio >= OTHER_SIZE || ratio <= 1 / OTHER_SIZE ? 'severe' : 'caution';

/** Whether the numbers change only because they are told in another unit. */
function isConverted(before: ScaledTag, after: ScaledTag): boolean {
  const [from, to] = [before.unit, after.unit].map((unit) => (unit === undefined ? undefined : findUnit(unit)));
  const step = from && to && before.unit !== after.unit ? conversion(from, to) : undefined;
  if (!step) return false;
  const [a, b] = [tagScale(before), tagScale(after)];
  return close(a.factor * step.factor, b.factor) && close(a.offset * step.factor + step.offset, b.offset);
}

const unitWord = ({ unit }: ScaledTag): string => (unit === undefined ? '' : ` ${unit}`);
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
const short = (value: number): string => String(Number(value.toPrecision(DIGITS)));

const THIN_SPACE = '\u2009';
const MINUS = '\u2212';
const INTEGER_TYPES: ReadonlySet<string> = new Set([
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bcd16',
  'bcd32',
  'bits',
]);

/** How the person at this browser reads numbers. */
let writing = { decimalSign: '.', groupGap: THIN_SPACE };

/** Numbers are written this way from now on; what is on the screen follows when it is drawn next. */
export function numbersWritten(as: { readonly decimal: 'point' | 'comma'; readonly grouping: 'space' | 'none' }): void {
  writing = { decimalSign: as.decimal === 'comma' ? ',' : '.', groupGap: as.grouping === 'space' ? THIN_SPACE : '' };
}

/** A number that was written with a point, with the decimal sign of this browser. */
export const withDecimalSign = (written: string): string => written.replace('.', writing.decimalSign);

/** What of a tag decides how its numbers look. */
export interface NumberStyle {
  readonly dataType: string;
  readonly euLow: number | null;
  readonly euHigh: number | null;
  /** State texts by number. */
  readonly states: Readonly<Record<string, string>>;
}

/**
 * A value as screens show it (ux 4.6): state text, True/False, decimals from the engineering span, integers in groups,
 * otherwise 6 significant digits.
 */
export function formatValue(value: number, style: NumberStyle): string {
  const special = formatSpecial(value);
  if (special !== undefined) return special;
  const state = style.states[String(value)];
  if (state !== undefined) return state;
  if (style.dataType === 'bool') return value === 0 ? 'False' : 'True';
  const decimals = spanDecimals(style.euLow, style.euHigh);
  if (decimals !== undefined) return formatDecimals(value, decimals);
  // An integer on the device may be scaled into a fraction, and the style does not tell: the value does.
  if (INTEGER_TYPES.has(style.dataType) && Number.isInteger(value)) return formatInteger(value);
  return formatSignificant(value);
}

function formatSpecial(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '∞';
  return value === Number.NEGATIVE_INFINITY ? `${MINUS}∞` : undefined;
}

/** Decimals that resolve a thousandth of the span, 0–4; undefined without a span. */
export function spanDecimals(euLow: number | null, euHigh: number | null): number | undefined {
  if (euLow === null || euHigh === null || !(euHigh > euLow)) return undefined;
  const exact = -Math.log10((euHigh - euLow) / 1_000);
  return Math.min(4, Math.max(0, Math.ceil(exact - 1e-9)));
}

/** A fixed number of decimals, whole part in groups of three; −0 is 0. */
export function formatDecimals(value: number, decimals: number): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const digits = fraction === undefined ? grouped(whole) : `${grouped(whole)}${writing.decimalSign}${fraction}`;
  const isZero = !/[1-9]/.test(digits);
  return value < 0 && !isZero ? MINUS + digits : digits;
}

export function formatInteger(value: number): string {
  return formatDecimals(value, 0);
}

/** Six significant digits; an exponent only outside 1e-3…1e7. */
export function formatSignificant(value: number): string {
  const special = formatSpecial(value);
  if (special !== undefined) return special;
  const size = Math.abs(value);
  if (size === 0) return '0';
  const sign = value < 0 ? MINUS : '';
  const rounded = Number(size.toPrecision(6));
  if (rounded < 1e-3 || rounded >= 1e7) return sign + exponential(rounded);
  const [whole = '0', fraction] = String(rounded).split('.');
  return sign + grouped(whole) + (fraction === undefined ? '' : `${writing.decimalSign}${fraction}`);
}

function exponential(size: number): string {
  const [mantissa = '0', exponent = '0'] = size.toExponential(5).split('e');
  return `${withDecimalSign(String(Number(mantissa)))}e${exponent.replace('+', '')}`;
}

function grouped(digits: string): string {
  // Four digits read well without a gap in front of decimals, but a column must align: groups always.
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, writing.groupGap);
}

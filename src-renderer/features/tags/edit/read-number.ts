/** What separates the decimals: `either` where a text alone has to tell. */
export type DecimalSign = 'point' | 'comma' | 'either';

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const GROUPS = { point: /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/, comma: /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/ } as const;

/** A number as people write it, with either decimal sign; undefined for what is none, or could be two (“1,234”). */
export function readNumber(text: string, sign: DecimalSign): number | undefined {
  const typed = text.replaceAll(/[\s\u00a0\u2009\u202f']/g, '').replace('−', '-');
  if (sign === 'comma')
    return plain(GROUPS.comma.test(typed) ? typed.replaceAll('.', '').replace(',', '.') : typed.replace(',', '.'));
  if (sign === 'point') return plain(GROUPS.point.test(typed) ? typed.replaceAll(',', '') : typed);
  const told = signOf(typed);
  if (told) return readNumber(typed, told);
  return typed.includes(',') ? undefined : plain(typed);
}

/**
 * The decimal sign of a block that was pasted, from all of its numbers: those of one spreadsheet are written alike.
 * `either` where none of them tells.
 */
export function decimalSign(texts: Iterable<string>): DecimalSign {
  for (const text of texts) {
    const told = signOf(text.trim());
    if (told) return told;
  }
  return 'either';
}

/** What one text tells: `3,5` and `1.234,5` have a comma, `1,234.5` a point; `1,234` may be either. */
function signOf(text: string): 'point' | 'comma' | undefined {
  if (!/^[+-]?[\d.,]+$/.test(text)) return undefined;
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma < 0 && point < 0) return undefined;
  if (comma >= 0 && point >= 0) return comma > point ? 'comma' : 'point';
  const at = Math.max(comma, point);
  const isGroups = text.length - at - 1 === 3 && /^[+-]?\d{1,3}[.,]/.test(text) && !/^[+-]?0[.,]/.test(text);
  if (isGroups) return undefined;
  return comma >= 0 ? 'comma' : 'point';
}

function plain(text: string): number | undefined {
  const value = PLAIN.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

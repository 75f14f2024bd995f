import { shortNumber } from '../../../src-shared/domain/short-number.ts';
import { cleanText } from '../../kernel/clean-text.ts';
import { makeCodec } from './codec.ts';
import type { Target } from './target.ts';

const TEXT_MAX = 80;

/** A value of a CPU in short, or that its bytes are none. @param view of all its bytes, from `offset` on */
export function valueText(
  target: Target,
  view: DataView,
  offset = 0,
): { readonly text: string; readonly isValue: boolean } {
  const codec = makeCodec(target);
  const exact = codec.readExact?.(view, offset);
  if (typeof exact === 'string') return { text: cleanText(exact, TEXT_MAX), isValue: true };
  if (exact !== undefined) return { text: String(exact), isValue: true };
  const value = codec.read(view, offset);
  if (Number.isNaN(value) && codec.nan === 'bad') return { text: `no ${target.type}`, isValue: false };
  return { text: numberText(target, value), isValue: true };
}

function numberText({ type, dataType }: Target, value: number): string {
  const iso = (): string => new Date(value / 1_000).toISOString();
  switch (type) {
    case 'BOOL':
      return String(value !== 0);
    case 'DATE':
      return iso().slice(0, 10);
    case 'DT':
    case 'DTL':
      return iso().replace('T', ' ').replace('Z', '');
    case 'TOD':
      return new Date(value).toISOString().slice(11, 23);
    case 'TIME':
    case 'S5TIME':
    case 'TIMER':
      return `${value} ms`;
    case 'LTIME':
      return `${value} ns`;
    default:
      return String(shortNumber(value, dataType));
  }
}

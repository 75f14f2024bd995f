import type { FormValue } from '../../../forms/form-field.ts';
import { withValue } from '../../../forms/form-value.ts';

/** One state of a tag as it is typed. */
export interface StateLine {
  readonly number: string;
  readonly text: string;
}

/** The states of a tag, in the order of their numbers. */
export function linesOf(form: FormValue): readonly StateLine[] {
  const states = form['enum'];
  if (typeof states !== 'object' || states === null) return [];
  return Object.entries(states)
    .map(([number, text]) => ({ number, text: String(text) }))
    .sort((a, b) => Number(a.number) - Number(b.number));
}

/** The tag with these states. Lines without number and text are none; of two with one number the later holds. */
export function withLines(form: FormValue, lines: readonly StateLine[]): FormValue {
  const written = lines.filter(({ number, text }) => number.trim() !== '' || text.trim() !== '');
  const states = Object.fromEntries(written.map(({ number, text }) => [number.trim(), text.trim()]));
  return withValue(form, 'enum', written.length === 0 ? undefined : states);
}

/** What is wrong with a line; undefined: nothing. */
export function lineFault({ number, text }: StateLine, others: readonly StateLine[]): string | undefined {
  const typed = number.trim();
  if (typed === '' && text.trim() === '') return undefined;
  if (!/^-?\d+$/.test(typed)) return `“${typed}” is not a whole number. A state is told by one, for example 1.`;
  if (others.some((other) => other.number.trim() === typed))
    return `${typed} stands twice. Give each state one number.`;
  return undefined;
}

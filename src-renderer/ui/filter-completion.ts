import type { FilterField } from '../../src-shared/domain/compile-filter.ts';

/** What may stand where somebody types, and what is typed then. */
export interface FilterOption {
  readonly text: string;
  readonly doc: string;
}

/** The part of a filter that an option takes the place of. */
export interface FilterCompletion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly FilterOption[];
}

const MOST = 12;
const NONE: readonly FilterOption[] = [];

/** What fits at a place of a filter: fields that begin so, then the values of a field. An empty box has all fields. */
export function completionAt<R>(fields: readonly FilterField<R>[], typed: string, caret: number): FilterCompletion {
  const before = typed.slice(0, caret);
  const isQuoted = before.split('"').length % 2 === 0;
  const term = isQuoted ? '' : (/\S*$/.exec(before)?.[0] ?? '').replace(/^-/, '');
  // Nothing is offered between terms: who wants to read on what there is has the empty box.
  if (isQuoted || (term === '' && before.trim() !== '')) return { from: caret, to: caret, options: NONE };
  const [, name, begun] = /^([\p{L}_][\p{L}\p{N}_]*)[:=](.*)$/u.exec(term) ?? [];
  const to = caret + (/^\S*/.exec(typed.slice(caret))?.[0].length ?? 0);
  if (name === undefined || begun === undefined)
    return { from: caret - term.length, to, options: fieldOptions(fields, term.toLowerCase()) };
  const last = begun.slice(begun.lastIndexOf('|') + 1);
  const field = fields.find(({ id, also }) => id === name.toLowerCase() || also?.includes(name.toLowerCase()));
  return { from: caret - last.length, to, options: field ? valueOptions(field, last.toLowerCase()) : NONE };
}

function fieldOptions<R>(fields: readonly FilterField<R>[], begun: string): readonly FilterOption[] {
  const named = fields
    .filter(({ id, also }) => [id, ...(also ?? [])].some((name) => name.startsWith(begun)))
    .map((field) => ({ text: `${field.id}${signOf(field)}`, doc: field.doc }));
  const states = begun === '' ? [] : fields.flatMap((field) => stateOptions(field, begun));
  return [...named, ...states].slice(0, MOST);
}

function signOf<R>(field: FilterField<R>): string {
  if (field.kind === 'text' || field.kind === 'state') return ':';
  return field.kind === 'duration' && field.asks === 'within' ? ':' : '>';
}

/** `bad` is offered as `q:bad`: a state is known by its name before its field is. */
function stateOptions<R>(field: FilterField<R>, begun: string): readonly FilterOption[] {
  if (field.kind !== 'state') return NONE;
  const names = Object.keys(field.states).filter((state) => state.startsWith(begun));
  return names.map((state) => ({ text: `${field.id}:${state} `, doc: field.doc }));
}

function valueOptions<R>(field: FilterField<R>, begun: string): readonly FilterOption[] {
  if (field.kind === 'number' || field.kind === 'duration') return NONE;
  const known = field.kind === 'state' ? Object.keys(field.states) : (field.values?.() ?? []);
  const fits = known.filter((value) => value.toLowerCase().includes(begun.replaceAll('"', '')));
  // What is typed whole needs no offer.
  if (fits.length === 1 && fits[0]!.toLowerCase() === begun) return NONE;
  return fits
    .slice(0, MOST)
    .map((value) => ({ text: `${/[\s|"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value} `, doc: '' }));
}

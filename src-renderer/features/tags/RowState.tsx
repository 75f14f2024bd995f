import type { ReactNode } from 'react';
import { Glyph } from '../../ui/Glyph.tsx';
import type { TagRow } from './edit/tag-rows.ts';

const SIGNS = {
  new: ['+', 'New'],
  edited: ['~', 'Edited'],
  removed: ['−', 'Deleted'],
  derived: ['Σ', 'Derived'],
} as const;

/** The gutter of a row: what is pending, and what is wrong, which says more. */
export function RowState({ row: { state, faults } }: { readonly row: TagRow }): ReactNode {
  const word = state === 'same' || state === 'blank' ? '' : SIGNS[state][1];
  if (faults.some(({ severity }) => severity === 'error'))
    return <Sign sign="!" word={`Error. ${word}`} tone="error" />;
  if (faults.length > 0 && state !== 'removed') return <Glyph name="half" title={`Warning. ${word}`} />;
  if (state === 'same' || state === 'blank') return null;
  return <Sign sign={SIGNS[state][0]} word={word} tone={state} />;
}

function Sign({
  sign,
  word,
  tone,
}: {
  readonly sign: string;
  readonly word: string;
  readonly tone: string;
}): ReactNode {
  return (
    <span className="row-state" data-tone={tone} title={word}>
      <span aria-hidden>{sign}</span>
      <span className="visually-hidden">{word}</span>
    </span>
  );
}

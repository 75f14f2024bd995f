import type { ReactNode } from 'react';
import { Glyph } from '../../ui/Glyph.tsx';
import type { StateWord } from './target-words.ts';

/** A state in glyph and word. */
export function StateCell({
  state: { glyph, tone, text },
  title,
}: {
  readonly state: StateWord;
  readonly title?: string;
}): ReactNode {
  return (
    <span className="deploy-state" data-tone={tone} title={title}>
      <Glyph name={glyph} />
      {text}
    </span>
  );
}

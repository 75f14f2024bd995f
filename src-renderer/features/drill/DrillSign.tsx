import type { ReactNode } from 'react';
import { Glyph, type GlyphName } from '../../ui/Glyph.tsx';

interface DrillSignProps {
  readonly glyph: GlyphName;
  readonly word: string;
  readonly tone: string;
}

/** A word with its sign, so that colour is never all there is. */
export function DrillSign({ glyph, word, tone }: DrillSignProps): ReactNode {
  return (
    <span className="drill-sign" data-tone={tone}>
      <Glyph name={glyph} />
      {word}
    </span>
  );
}

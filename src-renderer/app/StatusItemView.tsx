import type { ReactNode } from 'react';
import { Glyph } from '../ui/Glyph.tsx';
import type { StatusItem } from './status-items.ts';

interface StatusItemViewProps {
  /** Undefined: there is nothing to say, and nothing is shown. */
  readonly item: StatusItem | undefined;
  /** What a click shows or does, in words. */
  readonly title: string;
  readonly onClick: () => void;
}

/** One item of the status bar: a button to where more of it is. */
export function StatusItemView({ item, title, onClick }: StatusItemViewProps): ReactNode {
  if (!item) return null;
  return (
    <button type="button" className="status-item" data-tone={item.tone ?? 'normal'} title={title} onClick={onClick}>
      {item.glyph === undefined ? null : <Glyph name={item.glyph} />}
      {item.text}
    </button>
  );
}

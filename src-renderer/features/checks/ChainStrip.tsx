import type { ReactNode } from 'react';
import { useChecks } from '../../state/checks.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Strip } from '../../ui/Strip.tsx';

/** Says that the record of results is not as it was written, and where. */
export function ChainStrip(): ReactNode {
  const chain = useChecks((state) => state.chain);
  const [first, ...more] = chain?.breaks ?? [];
  if (!first) return null;
  return (
    <Strip tone="error" announce="alert">
      <Glyph name="bad" /> Chain broken at entry {first.entry}. {first.text}
      {more.length > 0 ? ` ${more.length} more.` : ''} Compare with a report that was exported before.
    </Strip>
  );
}
